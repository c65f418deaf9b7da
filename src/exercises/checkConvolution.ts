import { sum } from 'simple-statistics';
import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import type { WrongFormula } from './checkFunction';
import { randomMatrix } from './randomInputs';

/** Rows of pixels, each a list of channels; and a filter arranged in the same way. */
type Inputs = [image: number[][][], filter: number[][][]];

/** Rows of channels of pixels. */
const randomImage = (rows: number, columns: number, channels: number): number[][][] =>
  Array.from({ length: rows }, () => randomMatrix(columns, channels, -1, 1));

/** Σ pixel · weight over all of the filter, at each place where it lies inside the image. */
const convolve = (image: number[][][], filter: number[][][]): number[][] =>
  places(image.length, filter.length).map((top) =>
    places(image[0]!.length, filter[0]!.length).map((left) =>
      sum(
        filter.flatMap((weights, row) =>
          weights.flatMap((channels, column) =>
            channels.map((weight, channel) => weight * image[top + row]![left + column]![channel]!),
          ),
        ),
      ),
    ),
  );

const places = (image: number, filter: number): number[] => Array.from({ length: image - filter + 1 }, (_, i) => i);

const eachSum = (sums: number[][], change: (value: number) => number): number[][] => sums.map((row) => row.map(change));

const reversed = <T>(items: readonly T[]): T[] => [...items].reverse();

const firstChannel = (pixels: number[][][]): number[][][] => pixels.map((row) => row.map(([value]) => [value!]));

const WRONG: readonly WrongFormula<Inputs>[] = [
  {
    misconception: 'only the first channel used',
    formula: (image, filter) => convolve(firstChannel(image), firstChannel(filter)),
    say: 'Right for images of one channel. With several, a filter reaches through all of them: what is summed at one place?',
  },
  {
    misconception: 'the filter turned around',
    formula: (image, filter) => convolve(image, reversed(filter).map(reversed)),
    say: 'The filter is turned by half a circle. Mathematics calls that a convolution; networks do not turn the filter.',
  },
  {
    misconception: 'rows and columns of the filter exchanged',
    formula: (image, filter) =>
      convolve(
        image,
        filter.map((_, i) => filter.map((row) => row[i]!)),
      ),
    say: 'Rows and columns of the filter are exchanged: which index counts the rows?',
  },
  {
    misconception: 'the mean in place of the sum',
    formula: (image, filter) => eachSum(convolve(image, filter), (value) => value / filter.flat(2).length),
    say: 'Every value is too small by one factor, the number of weights: this is a mean. What is asked for?',
  },
  {
    misconception: 'the mean over channels',
    formula: (image, filter) => eachSum(convolve(image, filter), (value) => value / filter[0]![0]!.length),
    say: 'Every value is too small by one factor, the number of channels. Channels are summed, like rows and columns.',
  },
  {
    misconception: 'the last row and column of places forgotten',
    formula: (image, filter) =>
      convolve(image, filter)
        .slice(0, -1)
        .map((row) => row.slice(0, -1)),
    say: 'The sums are right, but one row and one column of them is missing. How often does the filter fit into the image?',
  },
  {
    misconception: 'the ReLU done along with it',
    formula: (image, filter) => eachSum(convolve(image, filter), (value) => Math.max(0, value)),
    say: 'Where a sum is below 0 there is a 0: that is a ReLU, the next step. Leave it to that.',
  },
];

/**
 * Checks a function that computes a convolution without padding, of several channels and by one square filter.
 *
 * @param answer e.g. `myConvolution`: from image and filter, both as [row][column][channel], to rows of sums.
 * @example
 * (await checkConvolution(() => [[0]])).state; // => 'wrong'
 */
export async function checkConvolution(answer: (...inputs: Inputs) => number[][]): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myConvolution',
    cases: [
      [randomImage(5, 5, 3), randomImage(3, 3, 3)],
      [randomImage(4, 6, 2), randomImage(2, 2, 2)],
    ],
    right: convolve,
    wrong: WRONG,
    show: (image, filter) => `an image of ${shapeOf(image)} and a filter of ${shapeOf(filter)}`,
  });
}

const shapeOf = (pixels: number[][][]): string =>
  `${pixels.length} × ${pixels[0]!.length} pixels with ${pixels[0]![0]!.length} channels`;
