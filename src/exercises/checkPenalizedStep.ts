import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import type { Numbers } from './numbers';
import { alternating, randomMatrix, randomNumbers } from './randomInputs';

/** A layer's kernel weights, the gradient of the data loss, the learning rate, and the λ of ½λΣw². */
type Inputs = [kernel: number[][], dataGradient: number[][], learningRate: number, lambda: number];

/** A formula for the whole matrix, from one for a weight. */
const forEach =
  (entry: (w: number, g: number, eta: number, lambda: number) => number) =>
  (kernel: number[][], gradient: number[][], eta: number, lambda: number): number[][] =>
    kernel.map((row, i) => row.map((w, j) => entry(w, gradient[i]![j]!, eta, lambda)));

/**
 * Checks a function that takes one step of gradient descent on data loss plus penalty ½λΣw².
 *
 * @param answer e.g. `myStep`: from the kernel weights, the gradient of the data loss, learning rate and λ to the new
 *   weights.
 * @example
 * const article = (kernel, gradient, eta, lambda) =>
 *   kernel.map((row, i) => row.map((w, j) => w - eta * gradient[i][j] - lambda * w));
 * (await checkPenalizedStep(article)).misconception; // => 'the penalty without the learning rate'
 */
export async function checkPenalizedStep(answer: (...inputs: Inputs) => Numbers): Promise<CheckResult> {
  const rate = () => randomNumbers(1, 0.1, 0.4)[0]!;
  const lambda = () => randomNumbers(1, 0.2, 0.8)[0]!;
  return checkFunction<Inputs>(answer, {
    name: 'myStep',
    cases: [
      [alternating(randomMatrix(2, 3, 0.5, 3)), randomMatrix(2, 3, 0.5, 3), rate(), lambda()],
      [alternating(randomMatrix(3, 2, -3, -0.5)), alternating(randomMatrix(3, 2, 0.5, 3)), rate(), lambda()],
    ],
    right: forEach((w, g, eta, lambda) => w - eta * (g + lambda * w)),
    wrong: [
      {
        misconception: 'the ½ is forgotten',
        formula: forEach((w, g, eta, lambda) => w - eta * (g + 2 * lambda * w)),
        say: 'The penalty pulls twice as hard as it should. What became of its ½ in the derivative?',
      },
      {
        misconception: 'the ½ is applied twice',
        formula: forEach((w, g, eta, lambda) => w - eta * (g + (lambda * w) / 2)),
        say: 'The penalty pulls half as hard as it should. What does the derivative do to its ½?',
      },
      {
        misconception: 'the penalty without the learning rate',
        formula: forEach((w, g, eta, lambda) => w - eta * g - lambda * w),
        say: 'The learning rate multiplies the pull of the data only. A step goes against the gradient of the whole loss.',
      },
      {
        misconception: 'the learning rate is forgotten',
        formula: forEach((w, g, _, lambda) => w - (g + lambda * w)),
        say: 'The answer does not depend on the learning rate.',
      },
      {
        misconception: 'the penalty is forgotten',
        formula: forEach((w, g, eta) => w - eta * g),
        say: 'This is a step on the data loss alone.',
      },
      {
        misconception: 'the data are forgotten',
        formula: forEach((w, _, eta, lambda) => w - eta * lambda * w),
        say: 'This is a step on the penalty alone.',
      },
      {
        misconception: 'the penalty in place of its gradient',
        formula: forEach((w, g, eta, lambda) => w - eta * (g + (lambda * w * w) / 2)),
        say: 'The penalty itself is added to a gradient here. Which of its derivatives belongs there?',
      },
      {
        misconception: 'up in place of down',
        formula: forEach((w, g, eta, lambda) => w + eta * (g + lambda * w)),
        say: 'This step goes along the gradient, and makes the loss larger.',
      },
      {
        misconception: 'the penalty pushes away from 0',
        formula: forEach((w, g, eta, lambda) => w - eta * (g - lambda * w)),
        say: 'The data pull in the right direction, and the penalty makes large weights larger. Look at its sign.',
      },
      {
        misconception: 'the change in place of the new weights',
        formula: forEach((w, g, eta, lambda) => -eta * (g + lambda * w)),
        say: 'This is the change. What are the weights after it?',
      },
    ],
    show: (kernel, gradient, eta, lambda) =>
      `kernel ${JSON.stringify(kernel)}, data gradient ${JSON.stringify(gradient)}, learning rate ${eta} and λ = ${lambda}`,
  });
}
