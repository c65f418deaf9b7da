import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers } from './randomInputs';

/** The data loss's curvature, and λ. */
type Inputs = [curvature: number, lambda: number];

/**
 * Checks a function that says at which learning rate one step of gradient descent lands on the minimum of a parabola
 * with a penalty.
 *
 * @param answer e.g. `myLandingRate`: from the curvature of the data loss and λ.
 * @example
 * const bounces = (curvature, lambda) => 2 / (curvature + lambda);
 * (await checkLandingRate(bounces)).misconception; // => 'exploding taken for landing'
 */
export async function checkLandingRate(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myLandingRate',
    cases: [
      [randomNumbers(1, 2.1, 3)[0]!, randomNumbers(1, 0.3, 0.9)[0]!],
      [randomNumbers(1, 0.3, 0.9)[0]!, randomNumbers(1, 2.1, 3)[0]!],
    ],
    right: (curvature, lambda) => 1 / (curvature + lambda),
    wrong: [
      {
        misconception: 'exploding taken for landing',
        formula: (curvature, lambda) => 2 / (curvature + lambda),
        say: 'With this rate the weight jumps from one side of the minimum to the other, as far away as before.',
      },
      {
        misconception: "the data's curvature is forgotten",
        formula: (_, lambda) => 1 / lambda,
        say: 'This lands where only the penalty pulls. With data the loss is steeper, so the step would be too large.',
      },
      {
        misconception: 'a step too large: the penalty is forgotten',
        formula: (curvature) => 1 / curvature,
        say: 'This lands where there is no penalty. What does the penalty add to the curvature?',
      },
      {
        misconception: 'the ½ of the penalty is forgotten',
        formula: (curvature, lambda) => 1 / (curvature + 2 * lambda),
        say: 'Too small, as if λ counted twice. What is the second derivative of ½λw²?',
      },
      {
        misconception: 'upside down',
        formula: (curvature, lambda) => curvature + lambda,
        say: 'Upside down: the more curved the loss, the smaller the steps have to be.',
      },
      {
        misconception: 'brackets are missing',
        formula: (curvature, lambda) => 1 / curvature + lambda,
        say: 'λ is added to a finished fraction here: 1 / a + b is not 1 / (a + b). Which brackets are missing?',
      },
    ],
    show: (curvature, lambda) => `curvature ${curvature} and λ = ${lambda}`,
  });
}
