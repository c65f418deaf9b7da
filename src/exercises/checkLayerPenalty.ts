import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomMatrix, randomNumbers } from './randomInputs';
import { sumOfSquares } from './sumOfSquares';

/** A layer's kernel weights and biases, and Keras's coefficient. */
type Inputs = [kernel: number[][], bias: number[], l2: number];

/**
 * Checks a function that computes what `kernel_regularizer=l2(…)` adds to the loss for a layer.
 *
 * @param answer e.g. `myLayerPenalty`: from the kernel weights, the biases and Keras's coefficient.
 * @example
 * const everything = (kernel, bias, l2) => l2 * [...kernel.flat(), ...bias].reduce((sum, w) => sum + w * w, 0);
 * (await checkLayerPenalty(everything)).misconception; // => 'the bias is penalized'
 */
export async function checkLayerPenalty(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myLayerPenalty',
    cases: [
      [randomMatrix(2, 3, -3, -0.5), randomNumbers(3, 0.5, 3), randomNumbers(1, 0.1, 0.9)[0]!],
      [randomMatrix(3, 2, 0.5, 3), randomNumbers(2, -3, -0.5), randomNumbers(1, 0.1, 0.9)[0]!],
    ],
    right: (kernel, _, l2) => l2 * sumOfSquares(kernel.flat()),
    wrong: [
      {
        misconception: 'the bias is penalized',
        formula: (kernel, bias, l2) => l2 * sumOfSquares([...kernel.flat(), ...bias]),
        say: 'Too large: the biases are in the sum. Which weights does a kernel regularizer see?',
      },
      {
        misconception: 'λ and l2 mixed up',
        formula: (kernel, _, l2) => (l2 / 2) * sumOfSquares(kernel.flat()),
        say: "Half of the right value. The number given is Keras's l2, not λ: is there a ½ in Keras's penalty?",
      },
      {
        misconception: 'λ and l2 mixed up, and the bias is penalized',
        formula: (kernel, bias, l2) => (l2 / 2) * sumOfSquares([...kernel.flat(), ...bias]),
        say: "Two things at once: the biases are in the sum, and the number given is Keras's l2, not λ.",
      },
      {
        misconception: 'λ and l2 mixed up, the other way',
        formula: (kernel, _, l2) => 2 * l2 * sumOfSquares(kernel.flat()),
        say: 'Twice the right value. Was l2 turned into λ, and the ½ that belongs to λ left out?',
      },
      {
        misconception: 'the mean in place of the sum',
        formula: (kernel, _, l2) => (l2 * sumOfSquares(kernel.flat())) / kernel.flat().length,
        say: 'Too small, and the more so the more weights there are: is the sum divided by something?',
      },
      {
        misconception: 'the bias in place of the kernel weights',
        formula: (_, bias, l2) => l2 * sumOfSquares(bias),
        say: 'These are the biases. The regularizer belongs to the other weights of the layer.',
      },
    ],
    show: (kernel, bias, l2) => `kernel ${JSON.stringify(kernel)}, bias ${JSON.stringify(bias)} and l2 = ${l2}`,
  });
}
