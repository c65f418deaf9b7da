import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers } from './randomInputs';

type Inputs = [weight: number, lambda1: number, lambda2: number];

/** Beyond 0 for small weights. */
const shrink = (weight: number, lambda: number): number => Math.sign(weight) * (Math.abs(weight) - lambda);

// −0 is 0.
const softThreshold = (weight: number, lambda: number): number =>
  Math.abs(weight) <= lambda ? 0 : shrink(weight, lambda);

/**
 * Checks a function that finds the minimum of ½(x − w)² + λ₁|x| + ½λ₂x².
 *
 * @param answer e.g. `myElasticWeight`: from the weight that the data want, λ₁ and λ₂ to the weight that remains.
 * @example
 * const ridge = (weight, lambda1, lambda2) => weight / (1 + lambda2);
 * (await checkElasticNet(ridge)).misconception; // => 'L2 alone'
 */
export async function checkElasticNet(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  const lambda1 = randomNumbers(1, 0.5, 0.9)[0]!;
  // Below λ₁, so that exchanging the two shows.
  const lambda2 = randomNumbers(1, 0.2, 0.4)[0]!;
  const weights = [
    [1.8, 3],
    [-3, -1.8],
    [0.1, 0.4],
    [-0.4, -0.1],
  ].map(([low, high]) => randomNumbers(1, low!, high!)[0]!);
  return checkFunction<Inputs>(answer, {
    name: 'myElasticWeight',
    cases: weights.map((weight): Inputs => [weight, lambda1, lambda2]),
    right: (weight, l1, l2) => softThreshold(weight, l1) / (1 + l2),
    wrong: [
      {
        misconception: 'L2 alone',
        formula: (weight, _, l2) => weight / (1 + l2),
        say: 'This is what L2 alone leaves: never 0. What does λ₁ do?',
      },
      {
        misconception: 'L1 alone',
        formula: (weight, l1) => softThreshold(weight, l1),
        say: 'This is what L1 alone leaves. What does λ₂ do to a weight that is not 0?',
      },
      {
        misconception: 'L2 before L1',
        formula: (weight, l1, l2) => softThreshold(weight / (1 + l2), l1),
        say: 'The threshold is applied to a weight that L2 has shrunk already. Set the derivative to 0, for x above 0: which term is divided?',
      },
      {
        misconception: 'the two minima added',
        formula: (weight, l1, l2) => softThreshold(weight, l1) + weight / (1 + l2),
        say: 'These are the minima of two problems, added up. There is one problem with both penalties.',
      },
      {
        misconception: 'right for large weights above 0 only',
        formula: (weight, l1, l2) => (weight - l1) / (1 + l2),
        say: 'Right for large positive w. What about w below 0, and small w?',
      },
      {
        misconception: 'λ₁ and λ₂ exchanged',
        formula: (weight, l1, l2) => softThreshold(weight, l2) / (1 + l1),
        say: 'λ₁ and λ₂ have changed places: which of them stands before |x|?',
      },
      {
        misconception: 'no stop at 0',
        formula: (weight, l1, l2) => shrink(weight, l1) / (1 + l2),
        say: 'A weight smaller than λ₁ comes out beyond 0, with the wrong sign. Where does the pull of L1 end?',
      },
      {
        misconception: 'the sign is forgotten',
        formula: (weight, l1, l2) => Math.max(Math.abs(weight) - l1, 0) / (1 + l2),
        say: 'Right for weights above 0. One below 0 has to stay below it.',
      },
      {
        misconception: 'negative weights set to 0',
        formula: (weight, l1, l2) => Math.max(weight - l1, 0) / (1 + l2),
        say: 'Every weight below 0 becomes 0 here, however large it is. L1 pulls those towards 0 from the other side.',
      },
      {
        misconception: 'the ½ is forgotten',
        formula: (weight, l1, l2) => softThreshold(weight, l1) / (1 + 2 * l2),
        say: 'λ₂ counts twice here. What is the derivative of ½λ₂x²?',
      },
    ],
    show: (weight, l1, l2) => `w = ${weight}, λ₁ = ${l1}, λ₂ = ${l2}`,
  });
}
