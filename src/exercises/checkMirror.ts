import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomMatrix } from './randomInputs';

/** A gray image: rows of pixels. */
type Inputs = [image: number[][]];

const reversed = <T>(items: readonly T[]): T[] => [...items].reverse();

const transposed = (image: number[][]): number[][] => image[0]!.map((_, column) => image.map((row) => row[column]!));

/**
 * Checks a function that mirrors an image, left for right.
 *
 * @param answer e.g. `myMirror`: from rows of pixels to rows of pixels.
 * @example
 * const upsideDown = (image) => [...image].reverse();
 * (await checkMirror(upsideDown)).misconception; // => 'upside down'
 */
export async function checkMirror(answer: (...inputs: Inputs) => number[][]): Promise<CheckResult> {
  // `row.reverse()` turns the very row round that it is called on: each answer gets an image of its own.
  return checkFunction<Inputs>(answer, {
    name: 'myMirror',
    cases: [[randomMatrix(3, 3, 0, 1)], [randomMatrix(2, 4, 0, 1)]],
    right: (image) => image.map(reversed),
    wrong: [
      {
        misconception: 'upside down',
        formula: (image) => reversed(image),
        say: 'The image stands on its head. What has to be turned round, the list of rows or each row?',
      },
      {
        misconception: 'turned by half a circle',
        formula: (image) => reversed(image.map(reversed)),
        say: 'The image is mirrored and stands on its head as well. Leave the order of the rows as it is.',
      },
      {
        misconception: 'rows and columns exchanged',
        formula: transposed,
        say: 'Rows have become columns. A mirror leaves every pixel in its row.',
      },
      {
        misconception: 'the image as it was',
        formula: (image) => image,
        say: 'This is the image as it was.',
      },
      {
        misconception: 'negative in place of mirrored',
        formula: (image) => image.map((row) => row.map((value) => 1 - value)),
        say: 'Bright has become dark. What changes in a mirror is the place of the pixels.',
      },
    ],
    show: (image) => `rows ${JSON.stringify(image)}`,
  });
}
