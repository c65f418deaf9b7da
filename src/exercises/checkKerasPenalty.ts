import { sum } from 'simple-statistics';
import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { alternating, randomMatrix, randomNumbers } from './randomInputs';
import { sumOfSquares } from './sumOfSquares';

/** For each layer its kernel weights, its biases and the coefficient of its kernel regularizer, 0 without one. */
type Inputs = [kernels: number[][][], biases: number[][], coefficients: number[]];

/** Σ over the layers of a coefficient times Σw² of the layer's weights. */
const penalized = (layers: number[][], coefficient: (layer: number) => number): number =>
  sum(layers.map((weights, layer) => coefficient(layer) * sumOfSquares(weights)));

const flat = (kernels: number[][][]): number[][] => kernels.map((kernel) => kernel.flat());

const withBiases = (kernels: number[][][], biases: number[][]): number[][] =>
  kernels.map((kernel, layer) => [...kernel.flat(), ...biases[layer]!]);

/**
 * Checks a function that computes what Keras's kernel regularizers `l2(c)` add to the loss of a network, with a
 * coefficient of its own for each layer.
 *
 * @param answer e.g. `myKerasPenalty`: from matrices, biases and coefficients, one of each for each layer.
 * @example
 * const halved = (kernels, biases, l2) =>
 *   kernels.reduce((sum, kernel, i) => sum + (l2[i] / 2) * kernel.flat().reduce((sum, w) => sum + w * w, 0), 0);
 * (await checkKerasPenalty(halved)).misconception; // => 'λ and l2 mixed up'
 */
export async function checkKerasPenalty(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  const matrix = (rows: number, columns: number) => alternating(randomMatrix(rows, columns, 0.5, 3));
  const coefficient = () => randomNumbers(1, 0.1, 0.9)[0]!;
  return checkFunction<Inputs>(answer, {
    name: 'myKerasPenalty',
    cases: [
      [
        [matrix(2, 3), matrix(3, 2)],
        [randomNumbers(3, 0.5, 3), randomNumbers(2, -3, -0.5)],
        [coefficient(), 0],
      ],
      [
        [matrix(1, 3), matrix(3, 2), matrix(2, 2)],
        [randomNumbers(3, 0.5, 3), randomNumbers(2, 0.5, 3), randomNumbers(2, 0.5, 3)],
        [coefficient(), 0, coefficient()],
      ],
    ],
    right: (kernels, _, l2) => penalized(flat(kernels), (layer) => l2[layer]!),
    wrong: [
      {
        misconception: 'λ and l2 mixed up',
        formula: (kernels, _, l2) => penalized(flat(kernels), (layer) => l2[layer]! / 2),
        say: "Half of the right value. The coefficients are Keras's, not λ: is there a ½ in Keras's penalty?",
      },
      {
        misconception: 'λ and l2 mixed up, the other way',
        formula: (kernels, _, l2) => penalized(flat(kernels), (layer) => 2 * l2[layer]!),
        say: 'Twice the right value. Was l2 turned into λ, and the ½ that belongs to λ left out?',
      },
      {
        misconception: 'the biases are penalized',
        formula: (kernels, biases, l2) => penalized(withBiases(kernels, biases), (layer) => l2[layer]!),
        say: 'Too large: the biases are in the sum. Which weights does a kernel regularizer see?',
      },
      {
        misconception: 'λ and l2 mixed up, and the biases are penalized',
        formula: (kernels, biases, l2) => penalized(withBiases(kernels, biases), (layer) => l2[layer]! / 2),
        say: "Two things at once: the biases are in the sum, and the coefficients are Keras's l2, not λ.",
      },
      {
        misconception: 'one coefficient for all layers',
        formula: (kernels, _, l2) => penalized(flat(kernels), () => l2[0]!),
        say: 'The first coefficient counts for every layer here. Each layer has its own, and some have none.',
      },
      {
        misconception: 'the coefficients are added up',
        formula: (kernels, _, l2) => penalized(flat(kernels), () => sum(l2)),
        say: 'Every layer is penalized by the coefficients of all. Which one belongs to which layer?',
      },
      {
        misconception: 'the coefficients are forgotten',
        formula: (kernels) => penalized(flat(kernels), () => 1),
        say: 'The answer does not depend on the coefficients.',
      },
      {
        misconception: 'the first layer only',
        formula: (kernels, _, l2) => penalized(flat(kernels).slice(0, 1), (layer) => l2[layer]!),
        say: 'Right for a network with one layer. Does the loop over the layers come to its end, or does it return too early?',
      },
    ],
    show: (kernels, biases, l2) =>
      `kernels ${JSON.stringify(kernels)}, biases ${JSON.stringify(biases)} and l2 = [${l2.join(', ')}]`,
  });
}
