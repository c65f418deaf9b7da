import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers } from './randomInputs';

/** A ReLU's inputs, and the gradient of the loss with respect to its outputs. */
type Inputs = [inputs: number[], outputGradient: number[]];

const each = ([xs, gradient]: Inputs, value: (x: number, dy: number) => number): number[] =>
  xs.map((x, i) => value(x, gradient[i]!));

/**
 * Checks a function that sends a gradient back through a ReLU.
 *
 * @param answer e.g. `myReluGradient`: from the ReLU's inputs and the gradient with respect to its outputs.
 * @example
 * const clipped = (inputs, outputGradient) => outputGradient.map((dy) => Math.max(dy, 0));
 * (await checkReluGradient(clipped)).misconception; // => 'the ReLU applied to the gradient'
 */
export async function checkReluGradient(answer: (...inputs: Inputs) => number[]): Promise<CheckResult> {
  const signs = [1, -1, 1, -1];
  // All four pairs of signs.
  const xs = randomNumbers(4, 0.5, 3).map((x, i) => x * signs[i]!);
  const gradient = randomNumbers(4, 0.5, 3).map((dy, i) => (i < 2 ? dy : -dy));
  return checkFunction<Inputs>(answer, {
    name: 'myReluGradient',
    cases: [
      [xs, gradient],
      [
        [-2, 3, 0.5],
        [7, -5, 2],
      ],
      [
        [0, 2, 0],
        [3, -1, -4],
      ],
    ],
    right: (...inputs) => each(inputs, (x, dy) => (x > 0 ? dy : 0)),
    wrong: [
      {
        misconception: 'passed on where the input is 0',
        formula: (...inputs) => each(inputs, (x, dy) => (x >= 0 ? dy : 0)),
        say: 'Right, except where an input is exactly 0. Which slope does TensorFlow take there?',
      },
      ...[(x: number) => x > 0, (x: number) => x >= 0].map((open) => ({
        misconception: 'the gradient of the output forgotten',
        formula: (...inputs: Inputs) => each(inputs, (x) => (open(x) ? 1 : 0)),
        say: 'This is the slope of the ReLU itself. What does the chain rule multiply it by?',
      })),
      {
        misconception: 'the ReLU applied to the gradient',
        formula: (...inputs) => each(inputs, (_, dy) => Math.max(dy, 0)),
        say: 'The sign of the gradient decides here. It is the sign of another number that does: where was the ReLU flat?',
      },
      {
        misconception: 'the value in place of the slope',
        formula: (...inputs) => each(inputs, (x, dy) => Math.max(x, 0) * dy),
        say: 'The gradient is multiplied by the output of the ReLU. The chain rule asks for its slope.',
      },
      ...[(x: number) => x < 0, (x: number) => x <= 0].map((open) => ({
        misconception: 'passed on where the input is negative',
        formula: (...inputs: Inputs) => each(inputs, (x, dy) => (open(x) ? dy : 0)),
        say: 'The right idea on the wrong side: where does an output move when its input does?',
      })),
      {
        misconception: 'no unit is ever off',
        formula: (...inputs) => each(inputs, (_, dy) => dy),
        say: 'All of the gradient comes through, as if there were no ReLU. What comes through where its output is 0?',
      },
    ],
    show: (inputs, outputGradient) => `inputs [${inputs.join(', ')}] and outputGradient [${outputGradient.join(', ')}]`,
  });
}
