import { FIGURE_WIDTH, FONT, INK, TEXT_SIZE } from './style';

/** Letters of usual text that fit beside each other into a figure's width. */
const LETTERS_PER_LINE = Math.floor(FIGURE_WIDTH / (0.49 * TEXT_SIZE));

/** Of one line of a caption, in pixels. */
export const CAPTION_LINE = TEXT_SIZE + 5;

/**
 * Breaks a caption into lines of a figure's width. The caption is part of the picture, so that it goes wherever the
 * picture goes: into a page that shows pictures alone, onto a slide, into print.
 *
 * @param caption sentences; a line break stays one.
 * @param letters of a line.
 */
export function captionLines(caption: string, letters = LETTERS_PER_LINE): string[] {
  return caption.split('\n').flatMap((paragraph) => {
    const lines = [''];
    for (const word of paragraph.split(' ').flatMap((word) => pieces(word, letters))) {
      const longer = lines.at(-1) === '' ? word : `${lines.at(-1)} ${word}`;
      if (longer.length <= letters) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}

/** A word that is longer than a line, in parts. */
const pieces = (word: string, letters: number): string[] => word.match(new RegExp(`.{1,${letters}}`, 'gu')) ?? [''];

/** The caption as Vega-Lite takes it: a title below. */
export const vegaLiteCaption = (caption: string): Readonly<Record<string, unknown>> => ({
  text: captionLines(caption),
  // Vega would cut lines at the limit of headings.
  ...{ orient: 'bottom', anchor: 'start', frame: 'bounds', offset: 14, limit: 2 * FIGURE_WIDTH },
  ...{ fontSize: TEXT_SIZE, fontWeight: 'normal', font: FONT, color: INK, lineHeight: CAPTION_LINE },
});
