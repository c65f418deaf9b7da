import type * as tf from '@tensorflow/tfjs';
import { requireWhole } from '../data/requireWhole';
import { decadeEdges, MagnitudeCounts, MagnitudeSums } from './magnitudeCounts';
import { readSlices } from './readSlices';
import { layerNames } from './summary';

/** How large the kernel weights of one layer are. */
export interface WeightMagnitudes {
  /** Name under which the network was given. */
  readonly network: string;
  /** Kind and number of the layer among its kind, e.g. `Dense 1`. */
  readonly layer: string;
  /** Number of weights. */
  readonly count: number;
  /** Mean of |w|. */
  readonly mean: number;
  /** Median of |w|; with an even number of weights the upper one of the two in the middle. */
  readonly median: number;
  /** Largest |w|. */
  readonly max: number;
  /** √Σw² */
  readonly l2Norm: number;
  /**
   * Bin edges on a logarithmic axis, from `smallest` to the first one above the largest weight; `counts` has one entry
   * less. They lie on a fixed grid: with the same options, the lists of two layers, networks or epochs differ in length
   * alone. All networks of one call have the same.
   */
  readonly binEdges: readonly number[];
  /** Weights in [edge, next edge). Together with `below` they are `count`. */
  readonly counts: readonly number[];
  /** Weights below the first edge, 0 included. */
  readonly below: number;
}

/** How `weightMagnitudes` counts. */
export interface WeightMagnitudesOptions {
  /** Bins from one power of ten to the next. Default 8. */
  readonly binsPerDecade?: number;
  /** The first bin edge; what is smaller is only counted. Default 10⁻⁷. */
  readonly smallest?: number;
}

/**
 * Sums up |w| of the kernel weights of every layer, with the same histogram bins for all networks, so that they can
 * stand side by side. Biases and what batch normalization learns are left out: the penalty of the lessons does not act on
 * them. Weights are read in pieces, without a second copy of a layer; they must not be trained meanwhile.
 *
 * @param networks by the name that figures show; all of the same shape.
 * @returns a row for each layer and network: all networks of the first layer, then those of the second one, …
 * @throws if there is no network, the networks differ in their layers, a weight is not a finite number, or an option is
 *   out of range.
 * @example
 * const dense = tf.layers.dense({ inputShape: [2], units: 2, kernelInitializer: 'ones' });
 * const rows = await weightMagnitudes({ ones: tf.sequential({ layers: [dense] }) });
 * rows.map(({ network, layer, count, median }) => `${layer} of ${network}: ${count}, ${median}`); // => [ 'Dense 1 of ones: 4, 1' ]
 * rows.map(({ l2Norm }) => l2Norm); // => [ 2 ]
 */
export async function weightMagnitudes(
  networks: Readonly<Record<string, tf.LayersModel>>,
  { binsPerDecade = 8, smallest = 1e-7 }: WeightMagnitudesOptions = {},
): Promise<WeightMagnitudes[]> {
  requireWhole('weightMagnitudes', 'binsPerDecade', binsPerDecade, 1, 100);
  if (!(smallest > 0 && smallest < Infinity)) {
    throw new Error(`weightMagnitudes requires smallest to be a number above 0, got ${smallest}.`);
  }
  const entries = Object.entries(networks).map(([network, model]) => ({
    network,
    layers: [...layerNames(model)].filter(([layer]) => hasKernel(layer)),
  }));
  if (entries.length === 0) {
    throw new Error('weightMagnitudes requires at least one network; write weightMagnitudes({ baseline: model }).');
  }
  const shapes = entries.map(({ layers }) =>
    JSON.stringify(layers.map(([layer, name]) => [name, layer.weights[0]!.shape])),
  );
  if (shapes.some((shape) => shape !== shapes[0])) {
    throw new Error('weightMagnitudes requires networks with the same layers; give each its own call instead.');
  }
  const rows: WeightMagnitudes[] = [];
  for (const [i, [, layer]] of entries[0]!.layers.entries()) {
    // The bins reach to the largest weight of all networks, so all are read once before they are counted.
    const found: { readonly network: string; readonly weights: tf.Tensor; readonly sums: MagnitudeSums }[] = [];
    for (const { network, layers } of entries) {
      const weights = layers[i]![0].weights[0]!.read();
      found.push({ network, weights, sums: await sumUp(weights, `${layer} of ${network}`) });
    }
    const binEdges = decadeEdges(smallest, Math.max(...found.map(({ sums }) => sums.max)), binsPerDecade);
    for (const { network, weights, sums } of found) {
      const { count, max, magnitudes, squares } = sums;
      const measured = new MagnitudeCounts(sums, binEdges);
      for await (const values of readSlices(weights)) measured.add(values);
      const { median, below } = measured;
      rows.push({
        ...{ network, layer, count, mean: magnitudes / count, median, max, l2Norm: Math.sqrt(squares) },
        ...{ binEdges, counts: Array.from(measured.counts), below },
      });
    }
  }
  return rows;
}

/** Kernel weights come first and have more than one axis; batch normalization has a list for each of its four weights. */
const hasKernel = ({ weights }: tf.layers.Layer): boolean => (weights[0]?.shape.length ?? 0) > 1;

/** What `weightMagnitudes` throws when a weight is not a finite number. */
export class DivergedError extends Error {}

async function sumUp(weights: tf.Tensor, where: string): Promise<MagnitudeSums> {
  const sums = new MagnitudeSums();
  for await (const values of readSlices(weights)) sums.add(values);
  if (Number.isFinite(sums.squares)) return sums;
  throw new DivergedError(
    `weightMagnitudes requires finite weights, and ${where} has others: its training diverged; ` +
      'build it anew and train it with a lower learning rate.',
  );
}
