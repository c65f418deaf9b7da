import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers, randomWhole } from './randomInputs';

/** PyTorch's `weight_decay`, and the number of examples. */
type Inputs = [weightDecay: number, examples: number];

/**
 * Checks a function that turns PyTorch's `weight_decay`, beside a mean of squared errors, into the `alpha` of
 * scikit-learn's `Ridge`.
 *
 * @param answer e.g. `myAlpha`: from `weight_decay` and the number of examples.
 * @example
 * const noHalf = (weightDecay, examples) => examples * weightDecay;
 * (await checkRidgeAlpha(noHalf)).misconception; // => 'the ½ is forgotten'
 */
export async function checkRidgeAlpha(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myAlpha',
    cases: [
      [randomNumbers(1, 0.1, 0.9)[0]!, randomWhole(10, 50)],
      [randomNumbers(1, 0.1, 0.9)[0]!, randomWhole(100, 500)],
    ],
    right: (weightDecay, examples) => (examples * weightDecay) / 2,
    wrong: [
      {
        misconception: 'the ½ is forgotten',
        formula: (weightDecay, examples) => examples * weightDecay,
        say: 'Twice the right value. The gradient that weight_decay adds belongs to a penalty with a ½; is there one in Ridge?',
      },
      {
        misconception: 'the mean in place of the sum',
        formula: (weightDecay) => weightDecay / 2,
        say: 'Right for one example. PyTorch takes the mean over the examples and Ridge the sum.',
      },
      {
        misconception: 'the mean in place of the sum, and the ½ is forgotten',
        formula: (weightDecay) => weightDecay,
        say: 'The two numbers are not the same: one loss is a mean and the other a sum, and one penalty has a ½.',
      },
      {
        misconception: 'the mean in place of the sum, the wrong way',
        formula: (weightDecay, examples) => weightDecay / (2 * examples),
        say: 'The number of examples is on the wrong side. Ridge has the larger data loss: must its penalty be larger or smaller?',
      },
      {
        misconception: 'the mean in place of the sum, the wrong way, and the ½ is forgotten',
        formula: (weightDecay, examples) => weightDecay / examples,
        say: 'Two things at once: the number of examples is on the wrong side, and one of the two penalties has a ½.',
      },
      {
        misconception: 'the ½ on the wrong side',
        formula: (weightDecay, examples) => 2 * examples * weightDecay,
        say: 'Four times the right value: the ½ is on the wrong side.',
      },
    ],
    show: (weightDecay, examples) => `weight_decay ${weightDecay} and ${examples} examples`,
  });
}
