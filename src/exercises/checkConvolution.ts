import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomMatrix } from './randomInputs';

/** Rows of pixels, and rows of a filter's weights. */
type Inputs = [image: number[][], filter: number[][]];

/** What a value at one place of the output is made of. */
type Sum = (weight: (row: number, column: number) => number, pixel: (row: number, column: number) => number) => number;

/** Puts the filter everywhere where it lies inside the image, but for `less` places at the lower and right edge. */
function slide([image, filter]: Inputs, sum: Sum, less = 0): number[][] {
  const places = (length: number, size: number) => Array.from({ length: length - size + 1 - less }, (_, i) => i);
  return places(image.length, filter.length).map((top) =>
    places(image[0]!.length, filter[0]!.length).map((left) =>
      sum(
        (row, column) => filter[row]![column]!,
        (row, column) => image[top + row]![left + column]!,
      ),
    ),
  );
}

/** Σ over the filter's places of what a function gives there. */
const over = (filter: number[][], value: (row: number, column: number) => number): number =>
  filter.reduce((sum, weights, row) => sum + weights.reduce((rest, _, column) => rest + value(row, column), 0), 0);

/**
 * Checks a function that computes a convolution without padding, of one channel and by one square filter.
 *
 * @param answer e.g. `myConvolution`: from rows of pixels and rows of weights to rows of sums.
 * @example
 * (await checkConvolution(() => [[0]])).state; // => 'wrong'
 */
export async function checkConvolution(answer: (...inputs: Inputs) => number[][]): Promise<CheckResult> {
  const cases: Inputs[] = [
    [randomMatrix(5, 5, -1, 1), randomMatrix(3, 3, -1, 1)],
    [randomMatrix(4, 6, -1, 1), randomMatrix(2, 2, -1, 1)],
  ];
  return checkFunction<Inputs>(answer, {
    name: 'myConvolution',
    cases,
    right: (image, filter) =>
      slide([image, filter], (weight, pixel) => over(filter, (r, c) => weight(r, c) * pixel(r, c))),
    wrong: [
      {
        misconception: 'the filter turned around',
        formula: (image, filter) => {
          const last = filter.length - 1;
          return slide([image, filter], (weight, pixel) =>
            over(filter, (r, c) => weight(last - r, last - c) * pixel(r, c)),
          );
        },
        say: 'The filter is turned by half a circle. That is what mathematics calls a convolution; networks do not turn it.',
      },
      {
        misconception: 'rows and columns of the filter exchanged',
        formula: (image, filter) =>
          slide([image, filter], (weight, pixel) => over(filter, (r, c) => weight(c, r) * pixel(r, c))),
        say: 'Rows and columns of the filter are exchanged: which index counts the rows?',
      },
      {
        misconception: 'the mean in place of the sum',
        formula: (image, filter) =>
          slide(
            [image, filter],
            (weight, pixel) => over(filter, (r, c) => weight(r, c) * pixel(r, c)) / (filter.length * filter[0]!.length),
          ),
        say: 'Every value is too small by one factor, the number of weights: this is a mean. What is asked for?',
      },
      {
        misconception: 'the last row and column of places forgotten',
        formula: (image, filter) =>
          slide([image, filter], (weight, pixel) => over(filter, (r, c) => weight(r, c) * pixel(r, c)), 1),
        say: 'The sums are right, but one row and one column of them is missing. How often does the filter fit into the image?',
      },
      {
        misconception: 'pixels not multiplied by weights',
        formula: (image, filter) => slide([image, filter], (_, pixel) => over(filter, pixel)),
        say: 'These are the sums of the pixels below the filter, whatever its weights are.',
      },
      {
        misconception: 'the ReLU done along with it',
        formula: (image, filter) =>
          slide([image, filter], (weight, pixel) =>
            Math.max(
              0,
              over(filter, (r, c) => weight(r, c) * pixel(r, c)),
            ),
          ),
        say: 'Where a sum is below 0 there is a 0: that is a ReLU, the next step. Leave it to that.',
      },
    ],
    show: (image, filter) =>
      `an image of ${image.length} × ${image[0]!.length} and a filter of ${filter.length} × ${filter.length}`,
  });
}
