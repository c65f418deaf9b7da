import * as tf from '@tensorflow/tfjs';
import { totalPenalty } from '../model/regularizers';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomNumbers, randomWhole } from './randomInputs';
import { disposeNetwork } from './withNetworks';
import type { NetworkBuilder } from './withNetworks';

type Inputs = [lambda: number];

/**
 * Checks the penalty of a network that a function builds: the article's ½λΣw² on the kernel weights of its largest layer.
 * It gives all weights known values and measures, so it does not matter how the penalty was written.
 *
 * @param answer e.g. `myNetwork`: from λ and a seed. It is called with new ones for each check.
 * @example
 * const mixed = (lambda, seed) => convNet({ filters: 2, denseUnits: 4, l2: lambda, seed });
 * (await checkArticlePenalty(mixed)).misconception; // => 'λ used as l2'
 */
export async function checkArticlePenalty(answer: NetworkBuilder): Promise<CheckResult> {
  // Σw² of each layer's kernel weights, and of its biases, by the size of the layer; no two of their sums are near.
  const [large, kernels, biases] = [randomNumbers(1, 2, 3)[0]!, randomNumbers(1, 1, 1.2)[0]!, 0.3];
  const seed = randomWhole(1, 1000);
  const networks = new Set<tf.LayersModel>();
  let isShared = false;
  const measure = async (lambda: number): Promise<number> => {
    const network: unknown = answer(lambda, seed);
    if (!(network instanceof tf.LayersModel)) throw new Error('it gives no network');
    isShared ||= networks.has(network);
    if (isShared) throw new Error('it gives the same network each time. Build a new one inside the function');
    networks.add(network);
    setSquares(network, { large, kernels, biases });
    return totalPenalty(network);
  };
  const result = await checkFunction<Inputs>(typeof answer === 'function' ? measure : (answer as never), {
    name: 'the penalty of myNetwork',
    cases: [[randomNumbers(1, 0.1, 0.4)[0]!], [randomNumbers(1, 0.5, 0.9)[0]!], [0]],
    tolerance: 1e-3,
    right: (lambda) => (lambda / 2) * large,
    wrong: [
      {
        misconception: 'λ used as l2',
        formula: (lambda) => lambda * large,
        say: "The penalty is twice what it has to be. myNetwork is given the article's λ; which number does Keras's l2 have to be?",
      },
      {
        misconception: 'from λ to l2 the wrong way',
        formula: (lambda) => 2 * lambda * large,
        say: 'The penalty is four times what it has to be. For one penalty, which of λ and l2 is the larger one?',
      },
      {
        misconception: 'no penalty',
        formula: () => 0,
        say: 'The network has no penalty, whatever λ is.',
      },
      {
        misconception: 'the same penalty for every λ',
        formula: () => 0.01 * large,
        say: 'The penalty stays the same when λ changes. Does it use the λ that the function is given?',
      },
      ...[0.5, 1].flatMap((factor) => [
        {
          misconception: 'every layer is penalized',
          formula: (lambda: number) => factor * lambda * (large + 4 * kernels),
          say: 'Each layer of this network has a penalty. On which of them does the article put it?',
        },
        {
          misconception: 'the bias is penalized',
          formula: (lambda: number) => factor * lambda * (large + biases),
          say: 'The penalty acts on the right layer, but also on its biases.',
        },
        {
          misconception: 'another layer is penalized',
          formula: (lambda: number) => factor * lambda * kernels,
          say: 'The penalty acts on another layer than the large dense one.',
        },
      ]),
    ],
    show: (lambda) => `λ = ${lambda}`,
  });
  // One that is given back again is the student's, and stays.
  if (!isShared) networks.forEach(disposeNetwork);
  return result;
}

/** Gives the weights of a network values whose squares add up to known sums. */
function setSquares(network: tf.LayersModel, sums: { large: number; kernels: number; biases: number }): void {
  const shapes = network.getWeights().map(({ shape }) => shape);
  const largest = Math.max(...shapes.map((shape) => tf.util.sizeFromShape(shape)));
  const filled = shapes.map((shape) => {
    const size = tf.util.sizeFromShape(shape);
    const sum = shape.length === 1 ? sums.biases : size === largest ? sums.large : sums.kernels;
    return tf.fill(shape, Math.sqrt(sum / size));
  });
  network.setWeights(filled);
  tf.dispose(filled);
}
