import { checkNumber } from './checkNumber';
import type { CheckResult } from './CheckResult';

/**
 * Checks by what factor the effective learning rate of plain gradient descent grows when the kernel before a batch
 * normalization has shrunk to a third.
 *
 * @param answer e.g. `myFactor`.
 * @example
 * checkEffectiveRate(3).misconception; // => 'one of two reasons'
 */
export function checkEffectiveRate(answer: number): CheckResult {
  return checkNumber(answer, {
    name: 'myFactor',
    right: 9,
    wrong: [
      {
        misconception: 'one of two reasons',
        value: 3,
        say: 'That is one of two reasons. A step of the same length turns a short kernel further; and how long is the step now?',
      },
      {
        misconception: 'the wrong way round',
        value: 1 / 9,
        say: 'The size is right, the direction is not: does a short kernel turn more easily or less easily than a long one?',
      },
      {
        misconception: 'one of two reasons, the wrong way round',
        value: 1 / 3,
        say: 'A short kernel turns more easily than a long one, not less. And there is a second reason beside its length.',
      },
      {
        misconception: 'no change',
        value: 1,
        say: 'The output does not change with the length of the kernel; the direction of the kernel after a step does.',
      },
      {
        misconception: 'one factor too many',
        value: 27,
        say: 'Two reasons multiply, not three: how long the step is, and how long the kernel is.',
      },
    ],
  });
}
