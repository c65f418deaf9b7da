import { mean } from 'simple-statistics';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomNumbers } from './randomInputs';

/** Data losses after each epoch. */
type Inputs = [trainLosses: number[], testLosses: number[]];

/**
 * Checks a function that computes the generalization gap after the last epoch.
 *
 * @param answer e.g. `myGap`: from the data losses on training images and on held-out images, epoch by epoch.
 * @example
 * (await checkGap((trainLosses, testLosses) => trainLosses.at(-1) - testLosses.at(-1))).misconception; // => 'the sign turned round'
 */
export async function checkGap(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  const losses = (epochs: number): Inputs => [randomNumbers(epochs, 0.1, 1.4), randomNumbers(epochs, 1.5, 2.5)];
  return checkFunction<Inputs>(answer, {
    name: 'myGap',
    // In lists of one number, subtracting the lists passes, and a wrong place in them does not.
    cases: [losses(3), losses(5), losses(8), losses(1)],
    right: (train, test) => test.at(-1)! - train.at(-1)!,
    wrong: [
      {
        misconception: 'the sign turned round',
        formula: (train, test) => train.at(-1)! - test.at(-1)!,
        say: 'The size is right, the sign is not: a network that does worse on unseen images has a gap above 0.',
      },
      {
        misconception: 'the first epoch in place of the last',
        formula: (train, test) => test[0]! - train[0]!,
        say: 'This is the gap after the first epoch. Which place in a list does .at(-1) stand for?',
      },
      {
        misconception: 'the best epoch in place of the last',
        formula: (train, test) => Math.min(...test) - Math.min(...train),
        say: 'These are the lowest losses of all epochs. The network that you hold has the weights of the last one.',
      },
      {
        misconception: 'the mean over all epochs',
        formula: (train, test) => mean(test) - mean(train),
        say: 'This is the mean gap of all epochs. The question is the gap at the end.',
      },
      {
        misconception: 'a ratio in place of a difference',
        formula: (train, test) => test.at(-1)! / train.at(-1)!,
        say: 'This is how many times as large the loss is. A gap is how far apart the two are.',
      },
      ...[1, -1].map((sign) => ({
        misconception: 'whole lists subtracted',
        formula: (...[train, test]: Inputs) => sign * (Number(test) - Number(train)),
        say: 'NaN is “not a number”: two lists cannot be subtracted, only numbers that are in them. Which number of each list is wanted?',
      })),
      {
        misconception: 'a place that the list does not have',
        formula: () => NaN,
        say: 'NaN comes from a place that has no number. A list has no place −1 here, and none at its `length`: `.at(-1)` is its last number.',
      },
    ],
    show: (train, test) => `training losses [${train.join(', ')}] and test losses [${test.join(', ')}]`,
  });
}
