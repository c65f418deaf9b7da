import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEXT_SIZE } from '../style';

/** Where the font of pictures is, for fontconfig, which sharp asks: a machine may have no font of its own. */
export const FONT_CONFIG = join(__dirname, '..', '..', '..', 'src', 'charts', 'drawing', 'fonts.conf');

/** Width of each letter at size 1, as far as somebody has asked. */
const widths = new Map<string, number>();

let widthIn: ((letter: string) => number) | undefined;

/** Reads the font at the first text: many programs draw no figure, and loading the library should cost them nothing. */
function openFont(): (letter: string) => number {
  // An import would load it with the library, and an asynchronous one would make every layout a promise.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parse } = require('opentype.js') as typeof import('opentype.js');
  const bytes = readFileSync(require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'));
  const font = parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return (letter) => (font.charToGlyph(letter).advanceWidth ?? 0) / font.unitsPerEm;
}

function widthOf(letter: string): number {
  let width = widths.get(letter);
  if (width === undefined) {
    width = (widthIn ??= openFont())(letter);
    widths.set(letter, width);
  }
  return width;
}

/** How many pixels a text takes in the pictures' font. */
export const measureText = (text: string, fontSize: number = TEXT_SIZE): number =>
  [...text].reduce((sum, letter) => sum + widthOf(letter), 0) * fontSize;

/** A text of at most so many pixels: all of it, or its start and …. */
export function fitText(text: string, width: number, fontSize: number = TEXT_SIZE): string {
  if (measureText(text, fontSize) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && measureText(`${letters.join('')}…`, fontSize) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
