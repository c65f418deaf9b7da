import { createRandom } from '../data/random';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomWhole } from './randomInputs';
import { sumOfSquares } from './sumOfSquares';

/** What `weightMagnitudes` knows of a layer. */
type Inputs = [count: number, mean: number, l2Norm: number];

/**
 * Checks a function that computes the participation ratio of |w| from what `weightMagnitudes` has measured.
 *
 * @param answer e.g. `myRatioOfLayer`: from the number of weights, the mean of |w| and √Σw².
 * @example
 * const notSquared = (count, mean, l2Norm) => (count * mean) ** 2 / (count * l2Norm);
 * (await checkRatioOfLayer(notSquared)).misconception; // => 'the norm not squared'
 */
export async function checkRatioOfLayer(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myRatioOfLayer',
    cases: [layer(10), layer(20), layer(40)],
    right: (count, mean, l2Norm) => (count * mean ** 2) / l2Norm ** 2,
    wrong: [
      {
        misconception: 'the norm not squared',
        formula: (count, mean, l2Norm) => (count * mean ** 2) / l2Norm,
        say: '`l2Norm` is a root: √Σw². The formula asks for Σw² itself.',
      },
      {
        misconception: 'the mean not squared',
        formula: (count, mean, l2Norm) => (count * mean) / l2Norm ** 2,
        say: 'The sum of the magnitudes comes squared, and here the mean stands for it: how often must it be there?',
      },
      {
        misconception: 'the mean taken for the sum',
        formula: (count, mean, l2Norm) => mean ** 2 / (count * l2Norm ** 2),
        say: 'Far too small: `mean` is not the sum of the magnitudes. How do you get the sum from it?',
      },
      {
        misconception: 'not divided by n',
        formula: (count, mean, l2Norm) => (count * mean) ** 2 / l2Norm ** 2,
        say: 'This is more than 1: the n below is missing.',
      },
      {
        misconception: 'count forgotten',
        formula: (_, mean, l2Norm) => mean ** 2 / l2Norm ** 2,
        say: 'Write down the sum of the magnitudes by `count` and `mean`, square it, and divide by `count`: one `count` is left.',
      },
      ...[
        (count: number, mean: number, l2Norm: number) => (((count * mean) ^ 2) / l2Norm) ^ 2,
        (count: number, mean: number, l2Norm: number) => (count * (mean ^ 2)) / (l2Norm ^ 2),
        (count: number, mean: number, l2Norm: number) => (count * mean) ^ (2 / (count * l2Norm)) ^ 2,
        (count: number, mean: number, l2Norm: number) => ((count * mean) ^ 2) / (count * (l2Norm ^ 2)),
      ].map((formula) => ({
        misconception: '^ for a power',
        formula,
        say: 'In TypeScript `^` is not a power: it compares bits. Write `x ** 2`, or `x * x`.',
      })),
      {
        misconception: 'turned upside down',
        formula: (count, mean, l2Norm) => l2Norm ** 2 / (count * mean ** 2),
        say: 'This is 1 or more. Which of the two stands on top?',
      },
      {
        misconception: 'the root of the ratio',
        formula: (count, mean, l2Norm) => (Math.sqrt(count) * mean) / l2Norm,
        say: 'This is the root of the ratio: both sums have to be squared.',
      },
    ],
    show: (count, mean, l2Norm) => `count = ${count}, mean = ${mean}, l2Norm = ${l2Norm}`,
  });
}

function layer(count: number): Inputs {
  const random = createRandom(randomWhole(1, 1e9));
  const weights = Array.from({ length: count }, () => 0.3 * random.normal());
  const mean = weights.reduce((total, w) => total + Math.abs(w), 0) / count;
  return [count, Number(mean.toFixed(4)), Number(Math.sqrt(sumOfSquares(weights)).toFixed(4))];
}
