import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomWhole } from './randomInputs';

/** The width of a filter, the channels that it looks at, and how many filters there are. */
type Inputs = [size: number, channels: number, filters: number];

/**
 * Checks a function that counts the weights and biases of a convolution.
 *
 * @param answer e.g. `myParameters`: from the filters' width (they are squares), input channels and number of filters.
 * @example
 * const forgotten = (size, channels, filters) => size * size * channels * filters;
 * (await checkConvolutionParameters(forgotten)).misconception; // => 'the biases forgotten'
 */
export async function checkConvolutionParameters(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myParameters',
    cases: [
      [3, 3, 128],
      [3, randomWhole(5, 40), randomWhole(50, 90)],
      [5, randomWhole(5, 40), randomWhole(50, 90)],
    ],
    right: (size, channels, filters) => (size * size * channels + 1) * filters,
    // Counts are exact.
    tolerance: 0,
    wrong: [
      {
        misconception: 'the biases forgotten',
        formula: (size, channels, filters) => size * size * channels * filters,
        say: 'The kernel weights are all there, and something else that is learned is missing: what is added to each sum?',
      },
      {
        misconception: 'the channels forgotten',
        formula: (size, _, filters) => (size * size + 1) * filters,
        say: 'This is right for an image of one channel only. How deep is a filter?',
      },
      {
        misconception: 'a bias for each input channel',
        formula: (size, channels, filters) => size * size * channels * filters + channels,
        say: 'The kernel weights are right, but the biases belong to the other side: how many numbers come out at one place?',
      },
      {
        misconception: 'a bias for each input channel of each filter',
        formula: (size, channels, filters) => (size * size + 1) * channels * filters,
        say: 'The kernel weights are right, but there are too many biases: the channels are summed before one is added.',
      },
      {
        misconception: 'one bias for the whole layer',
        formula: (size, channels, filters) => size * size * channels * filters + 1,
        say: 'The kernel weights are right, but one bias does not serve a whole layer: each filter adds one of its own.',
      },
      {
        misconception: 'a filter taken as a row, not as a square',
        formula: (size, channels, filters) => (size * channels + 1) * filters,
        say: 'A filter of this size is a row here. It is as high as it is wide.',
      },
      {
        misconception: 'the filters not counted',
        formula: (size, channels) => size * size * channels + 1,
        say: 'This is one filter with its bias. How many are there?',
      },
    ],
    show: (size, channels, filters) => `filters of ${size} × ${size}, ${channels} channels in, ${filters} filters`,
  });
}
