import { max, sum } from 'simple-statistics';
import { participationRatio } from '../analysis/participationRatio';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomNumbers } from './randomInputs';
import { sumOfSquares } from './sumOfSquares';

/**
 * Checks a function that computes the participation ratio of a list.
 *
 * @param answer e.g. `myRatio`: from some numbers of at least 0.
 * @example
 * const many = (values) => participationRatio(values) * values.length;
 * (await checkRatio(many)).misconception; // => 'not divided by n'
 */
export async function checkRatio(answer: (values: number[]) => number): Promise<CheckResult> {
  return checkFunction<[number[]]>(answer, {
    name: 'myRatio',
    cases: [[[2, 2, 2, 2]], [[...randomNumbers(5, 0.1, 3), 0]], [randomNumbers(8, 0.1, 3)]],
    right: participationRatio,
    wrong: [
      {
        misconception: 'not divided by n',
        formula: (values) => participationRatio(values) * values.length,
        say: 'Four equal numbers give 4, and should give 1. This counts how many share the total; how many of how many?',
      },
      {
        misconception: 'turned upside down',
        formula: (values) => 1 / participationRatio(values),
        say: 'This is 1 or more, and the larger the less even the numbers are. Which of the two sums stands on top?',
      },
      {
        misconception: 'the sum not squared',
        formula: (values) => sum(values) / (values.length * sumOfSquares(values)),
        say: 'This changes when all numbers are doubled, and the evenness does not. How many squares are on top, how many below?',
      },
      {
        misconception: 'squares of the sum in place of the sum of squares',
        formula: (values) => 1 / values.length,
        say: 'This is 1/n, whatever the numbers are: the sum is squared below, too. Below, each number is squared by itself.',
      },
      {
        misconception: 'the sum of squares on top',
        formula: (values) => sumOfSquares(values) / sum(values) ** 2,
        say: 'The two sums have changed places, and n is missing: equal numbers should give 1.',
      },
      {
        misconception: 'the mean by the largest',
        formula: (values) => sum(values) / (values.length * max(values)),
        say: 'This is the mean, as a part of the largest number. That measures evenness too, but by one number of all; the question is the ratio of the two sums.',
      },
    ],
    show: (values) => `[${values.join(', ')}]`,
  });
}
