import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomWhole } from './randomInputs';

/** Pixels of the image's side, of the filter's side, of padding at each edge, and from one place to the next. */
type Inputs = [image: number, filter: number, padding: number, stride: number];

/**
 * Checks a function that says how wide a convolution's output is.
 *
 * @param answer e.g. `myOutputSize`: from the sides of image and filter, zeros at each edge, and the stride.
 * @example
 * const once = (image, filter, padding, stride) => Math.floor((image + padding - filter) / stride) + 1;
 * (await checkOutputSize(once)).misconception; // => 'padding counted at one edge only'
 */
export async function checkOutputSize(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  const image = 2 * randomWhole(10, 30);
  return checkFunction<Inputs>(answer, {
    name: 'myOutputSize',
    cases: [
      [32, 3, 0, 1],
      [32, 3, 1, 1],
      [image, 5, 2, 2],
      [image, 4, 1, 2],
      [image, 3, 1, 3],
    ],
    right: (n, k, p, s) => Math.floor((n + 2 * p - k) / s) + 1,
    // Counts are exact.
    tolerance: 0,
    wrong: [
      {
        misconception: 'padding counted at one edge only',
        formula: (n, k, p, s) => Math.floor((n + p - k) / s) + 1,
        say: 'Right without padding. With it an image has new zeros at its left edge, and where else?',
      },
      {
        misconception: 'the first place not counted',
        formula: (n, k, p, s) => Math.floor((n + 2 * p - k) / s),
        say: 'One too few each time: these are the steps from place to place. Is the first place a step?',
      },
      {
        misconception: 'the stride forgotten',
        formula: (n, k, p) => n + 2 * p - k + 1,
        say: 'Right as long as the filter moves by one pixel. With a larger stride, fewer places remain.',
      },
      {
        misconception: 'the padding forgotten',
        formula: (n, k, _, s) => Math.floor((n - k) / s) + 1,
        say: 'Right without padding. How wide is the image after the zeros are put around it?',
      },
      {
        misconception: 'half a place counted',
        formula: (n, k, p, s) => (n + 2 * p - k) / s + 1,
        say: 'Where the last step does not fit, the answer is no whole number. A window that hangs over the edge is no place.',
      },
      {
        misconception: 'a place that hangs over the edge counted',
        formula: (n, k, p, s) => Math.ceil((n + 2 * p - k) / s) + 1,
        say: 'One too many where the last step does not fit. A window that hangs over the edge is no place.',
      },
      {
        misconception: 'all places divided by the stride',
        formula: (n, k, p, s) => Math.floor((n + 2 * p - k + 1) / s),
        say: 'Close: with a stride above 1, this divides the first place, too, and that needs no step.',
      },
    ],
    show: (n, k, p, s) => `an image of ${n}, a filter of ${k}, padding ${p} and stride ${s}`,
  });
}
