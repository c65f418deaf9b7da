import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers } from './randomInputs';

/** The data loss's curvature, and λ. */
type Inputs = [curvature: number, lambda: number];

/**
 * Checks a function that says above which learning rate gradient descent on a parabola with a penalty explodes.
 *
 * @param answer e.g. `myLargestRate`: from the curvature of the data loss and λ.
 * @example
 * const overshoots = (curvature, lambda) => 1 / (curvature + lambda);
 * (await checkLargestRate(overshoots)).misconception; // => 'overshooting taken for exploding'
 */
export async function checkLargestRate(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myLargestRate',
    cases: [
      [randomNumbers(1, 2.1, 3)[0]!, randomNumbers(1, 0.3, 0.9)[0]!],
      [randomNumbers(1, 0.3, 0.9)[0]!, randomNumbers(1, 2.1, 3)[0]!],
    ],
    right: (curvature, lambda) => 2 / (curvature + lambda),
    wrong: [
      {
        misconception: 'overshooting taken for exploding',
        formula: (curvature, lambda) => 1 / (curvature + lambda),
        say: 'Above this rate a step goes beyond the minimum, and yet it can end nearer to it than it began. From where on does it end farther away?',
      },
      {
        misconception: "a step too large: the data's curvature is forgotten",
        formula: (_, lambda) => 2 / lambda,
        say: 'This is the limit where only the penalty pulls. With data the loss is steeper, so the limit is lower.',
      },
      {
        misconception: 'a step too large: the penalty is forgotten',
        formula: (curvature) => 2 / curvature,
        say: 'This is the limit without a penalty. What does the penalty add to the curvature?',
      },
      {
        misconception: 'the ½ of the penalty is forgotten',
        formula: (curvature, lambda) => 2 / (curvature + 2 * lambda),
        say: 'Too low, as if λ counted twice. What is the second derivative of ½λw²?',
      },
      {
        misconception: 'upside down',
        formula: (curvature, lambda) => (curvature + lambda) / 2,
        say: 'Upside down: the more curved the loss, the smaller the steps have to be.',
      },
    ],
    show: (curvature, lambda) => `curvature ${curvature} and λ = ${lambda}`,
  });
}
