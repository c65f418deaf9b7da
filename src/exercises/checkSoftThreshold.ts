import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers } from './randomInputs';

type Inputs = [weight: number, lambda: number];

const shrink = (weight: number, lambda: number): number => Math.sign(weight) * (Math.abs(weight) - lambda);

/**
 * Checks a function that finds the minimum of ½(x − w)² + λ|x|.
 *
 * @param answer e.g. `mySoftThreshold`: from the weight that the data want and λ to the weight that remains.
 * @example
 * const ridge = (weight, lambda) => weight / (1 + lambda);
 * (await checkSoftThreshold(ridge)).misconception; // => 'the answer for L2'
 */
export async function checkSoftThreshold(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  const lambda = randomNumbers(1, 0.5, 0.9)[0]!;
  return checkFunction<Inputs>(answer, {
    name: 'mySoftThreshold',
    cases: [
      [randomNumbers(1, 1.1, 3)[0]!, lambda],
      [randomNumbers(1, -3, -1.1)[0]!, lambda],
      [randomNumbers(1, 0.1, 0.4)[0]!, lambda],
      [randomNumbers(1, -0.4, -0.1)[0]!, lambda],
    ],
    // −0 is 0.
    right: (weight, lambda) => (Math.abs(weight) <= lambda ? 0 : shrink(weight, lambda)),
    wrong: [
      {
        misconception: 'the answer for L2',
        formula: (weight, lambda) => weight / (1 + lambda),
        say: 'This is what L2 leaves: a part of every weight, and never 0. L1 takes off an amount, not a part.',
      },
      {
        misconception: 'no stop at 0',
        formula: shrink,
        say: 'A weight smaller than λ comes out beyond 0, with the wrong sign. Where does the pull towards 0 end?',
      },
      {
        misconception: 'the sign is forgotten',
        formula: (weight, lambda) => Math.max(Math.abs(weight) - lambda, 0),
        say: 'Right for weights above 0. One below 0 has to stay below it.',
      },
      {
        misconception: 'negative weights set to 0',
        formula: (weight, lambda) => Math.max(weight - lambda, 0),
        say: 'Every weight below 0 becomes 0 here, however large it is. L1 pulls those towards 0 from the other side.',
      },
      {
        misconception: 'hard threshold',
        formula: (weight, lambda) => (Math.abs(weight) <= lambda ? 0 : weight),
        say: 'Small weights are 0, as they should be, and the others are left alone. But L1 pulls at those, too.',
      },
      {
        misconception: 'pulled away from 0',
        formula: (weight, lambda) => weight + Math.sign(weight) * lambda,
        say: 'The weights grow. A penalty pulls towards 0.',
      },
    ],
    show: (weight, lambda) => `w = ${weight}, λ = ${lambda}`,
  });
}
