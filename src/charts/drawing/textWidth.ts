/** Widths of Inter's letters at size 1. Pictures are laid out before its file is read. */
const WIDTHS: readonly (readonly [letters: string, width: number])[] = [
  ['ijlI ', 0.28],
  [`.,:;!·'`, 0.3],
  ['ftr()[]/|', 0.38],
  [`1{}-_"²³⁻⁷`, 0.46],
  ['acekosvxyzFJL7?¿', 0.58],
  ['bdghnpquE02356890µμ', 0.62],
  ['BKPRSTZ4+−=×±<>~≤≥#$&λ', 0.67],
  ['ACDGHNOQUVXY', 0.76],
  ['Mmw½…', 0.9],
  ['W→@%', 1],
];

/** Of a letter that is not in the list: Greek and Cyrillic ones, and everything else, e.g. Chinese and pictures. */
const [OTHER, WIDEST] = [0.75, 1.4];

const BY_LETTER = new Map(WIDTHS.flatMap(([letters, width]) => [...letters].map((letter) => [letter, width])));

/** About how many pixels a text takes. */
export const roughWidth = (text: string, fontSize: number): number =>
  // Letters without their accents, which take no room.
  [...text.normalize('NFD').replace(/\p{Mark}/gu, '')].reduce(
    (sum, letter) => sum + (BY_LETTER.get(letter) ?? (letter < '\u2e80' ? OTHER : WIDEST)),
    0,
  ) * fontSize;

/** A text that takes about so many pixels: its start and … where all of it has no room. */
export function fitText(text: string, fontSize: number, width: number): string {
  if (roughWidth(text, fontSize) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && roughWidth(`${letters.join('')}…`, fontSize) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
