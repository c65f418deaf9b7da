import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the letters of pictures are, for fontconfig, which sharp asks: a machine may have none of its own. */
export const LETTERS = join(__dirname, '..', '..', '..', 'src', 'charts', 'drawing', 'letters.conf');

const REGULAR = require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf');

/** Measures a text in pixels, letter by letter, at a font size. */
export type MeasureText = (text: string, fontSize: number) => number;

let loading: Promise<MeasureText> | undefined;

/** Reads how wide each letter is, once. Without it Vega guesses, and places axis titles and legends too far out. */
export const loadLetters = (): Promise<MeasureText> => (loading ??= readLetters());

async function readLetters(): Promise<MeasureText> {
  const [{ parse }, bytes] = await Promise.all([import('opentype.js'), readFile(REGULAR)]);
  const font = parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const widths = new Map<string, number>();
  const widthOf = (letter: string): number => {
    let width = widths.get(letter);
    if (width === undefined) {
      width = (font.charToGlyph(letter).advanceWidth ?? 0) / font.unitsPerEm;
      widths.set(letter, width);
    }
    return width;
  };
  return (text, fontSize) => [...text].reduce((sum, letter) => sum + widthOf(letter), 0) * fontSize;
}
