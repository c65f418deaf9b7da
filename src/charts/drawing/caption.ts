import { counted } from '../style';

/**
 * A caption as Markdown, in italics. It stands below the figure as text of the page: it has the page's letters, wraps on
 * a phone, and is read aloud where a picture's alternative text is dropped (nbconvert, JupyterLab).
 *
 * @param caption sentences; a line break stays one. Letters that Markdown gives a meaning stay letters.
 */
export const captionMarkdown = (caption: string): string =>
  caption
    .split('\n')
    .map((line) => `*${line.trim().replace(/[\\`*_{}[\]<>#|$~&!]/g, '\\$&')}*`)
    .join('  \n');

/** Says how many numbers cannot be drawn; false if all can. */
export const leftOut = (count: number, word: string): string | false =>
  count > 0 && `${counted(count, word)} ${count === 1 ? 'is' : 'are'} not finite and left out.`;

/** Sentences, each on a line of its own; those that do not apply are false. */
export const captionLines = (...lines: readonly (string | false)[]): string => lines.filter(Boolean).join('\n');
