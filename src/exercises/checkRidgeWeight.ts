import { dot } from '../analysis/dot';
import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers } from './randomInputs';

/** Points, and the λ of ½Σ(wx − y)² + ½λw². */
type Inputs = [x: number[], y: number[], lambda: number];

/**
 * Checks a function that finds the one weight of ridge regression.
 *
 * @param answer e.g. `myRidgeWeight`: from the x and the y of all points, and λ.
 * @example
 * const free = (x, y) => x.reduce((sum, value, i) => sum + value * y[i], 0) / x.reduce((sum, value) => sum + value ** 2, 0);
 * (await checkRidgeWeight(free)).misconception; // => 'λ is forgotten'
 */
export async function checkRidgeWeight(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myRidgeWeight',
    cases: [
      [randomNumbers(3, 0.5, 2), randomNumbers(3, 0.5, 2), randomNumbers(1, 0.2, 0.9)[0]!],
      [randomNumbers(4, 0.5, 2), randomNumbers(4, -2, -0.5), randomNumbers(1, 1.1, 1.9)[0]!],
    ],
    right: (x, y, lambda) => dot(x, y) / (dot(x, x) + lambda),
    wrong: [
      {
        misconception: 'λ is forgotten',
        formula: (x, y) => dot(x, y) / dot(x, x),
        say: 'This is the weight without a penalty.',
      },
      {
        misconception: 'the ½ of the penalty is forgotten',
        formula: (x, y, lambda) => dot(x, y) / (dot(x, x) + 2 * lambda),
        say: 'Shrunk too much, as if λ were twice as large: does each of the two terms have its ½ when you differentiate?',
      },
      {
        misconception: 'the ½ is applied twice',
        formula: (x, y, lambda) => dot(x, y) / (dot(x, x) + lambda / 2),
        say: 'Shrunk too little, as if λ were half as large: what does the derivative do to the ½ of the penalty?',
      },
      {
        misconception: 'the mean in place of the sum',
        formula: (x, y, lambda) => dot(x, y) / (dot(x, x) + lambda * x.length),
        say: 'Shrunk too much, and the more so the more points there are: is the data loss a mean here, or a sum?',
      },
      {
        misconception: 'brackets are missing',
        formula: (x, y, lambda) => dot(x, y) / dot(x, x) + lambda,
        say: 'λ is added to a finished fraction here: a / b + c is not a / (b + c). Which brackets are missing?',
      },
      {
        misconception: 'λ on the wrong side',
        formula: (x, y, lambda) => dot(x, y) / (dot(x, x) - lambda),
        say: 'The penalty makes the weight larger here. With which sign does λw move to the other side?',
      },
      {
        misconception: 'the penalty outside the fraction',
        formula: (x, y, lambda) => dot(x, y) / dot(x, x) - lambda,
        say: 'λ is subtracted from the weight. In the derivative it multiplies w: collect the terms with w first.',
      },
    ],
    show: (x, y, lambda) => `x = [${x.join(', ')}], y = [${y.join(', ')}] and λ = ${lambda}`,
    tolerance: 1e-5,
  });
}
