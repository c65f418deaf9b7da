import { sum } from 'simple-statistics';
import { effectiveRank } from '../analysis/singularValues';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomNumbers } from './randomInputs';

/**
 * Checks a function that computes the effective rank from singular values.
 *
 * @param answer e.g. `myRank`: from singular values above 0.
 * @example
 * (await checkEffectiveRank((values) => values.length)).misconception; // => 'the values counted'
 */
export async function checkEffectiveRank(answer: (values: number[]) => number): Promise<CheckResult> {
  return checkFunction<[number[]]>(answer, {
    name: 'myRank',
    cases: [[[3, 3, 3]], [[4, ...randomNumbers(3, 0.1, 2)]], [[9, ...randomNumbers(6, 0.1, 4)]]],
    right: effectiveRank,
    wrong: [
      {
        misconception: 'the entropy itself',
        formula: (values) => Math.log(effectiveRank(values)),
        say: 'This is the entropy of the shares. Three equal values should give 3: what undoes a logarithm?',
      },
      {
        misconception: 'the minus sign forgotten',
        formula: (values) => 1 / effectiveRank(values),
        say: 'This is below 1. The logarithms of shares are negative; has their sum lost its minus sign?',
      },
      {
        misconception: 'the values counted',
        formula: (values) => values.length,
        say: 'This is the number of values, the rank itself. A direction that hardly stretches anything should count less.',
      },
      {
        misconception: 'logarithm and power of different bases',
        formula: (values) => Math.exp(Math.log2(effectiveRank(values))),
        say: 'Three equal values do not give 3: `Math.log2` goes with a power of 2, `Math.log` with `Math.exp`.',
      },
      {
        misconception: 'logarithm and power of different bases, the other way round',
        formula: (values) => 2 ** Math.log(effectiveRank(values)),
        say: 'Too small: a power of 2 goes with `Math.log2`, and `Math.log` with `Math.exp`.',
      },
      {
        misconception: 'shares of the squares',
        formula: (values) => effectiveRank(values.map((value) => value ** 2)),
        say: 'These are the shares of the squared values. There are measures like that, but in this one the shares are those of the values themselves.',
      },
      {
        misconception: 'not made shares',
        formula: (values) => Math.exp(-sum(values.map((value) => value * Math.log(value)))),
        say: 'The values are used as they are. Divide each one by their sum first, so that they add up to 1.',
      },
      {
        misconception: 'the sum of shares by the largest',
        formula: (values) => sum(values) / Math.max(...values),
        say: 'This is the sum, measured by the largest value. The effective rank comes from the entropy of the shares.',
      },
    ],
    show: (values) => `[${values.join(', ')}]`,
  });
}
