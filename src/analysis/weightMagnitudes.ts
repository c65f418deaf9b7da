import type * as tf from '@tensorflow/tfjs';
import { layerNames } from '../model/summary';
import { countMagnitudes } from './countMagnitudes';
import { medianMagnitude } from './medianMagnitude';

/** How large the weights of one layer's kernel are. */
export interface WeightMagnitudes {
  /** Name under which the network was given. */
  readonly network: string;
  readonly layer: string;
  /** Number of weights. */
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  readonly max: number;
  /** √Σw² */
  readonly l2Norm: number;
  /** Bin edges on a logarithmic axis, the same for all networks; `counts` has one entry less. */
  readonly binEdges: readonly number[];
  /** Weights in [edge, next edge). The first bin also takes everything smaller, 0 included. */
  readonly counts: readonly number[];
}

export interface MagnitudeOptions {
  /** Number of bins. Default 48. */
  readonly bins?: number;
  /** Magnitudes below this fall into the first bin. Default 10⁻⁷. */
  readonly smallest?: number;
}

/**
 * Histograms of |w| for the kernel of every layer, with the same bins for all networks, so that they can stand side
 * by side. Biases are left out: the penalty of the lessons does not act on them.
 *
 * @param networks by the name that figures show; all of the same shape.
 * @throws if there is no network, the networks differ in their layers, or a weight is not a finite number.
 */
export function weightMagnitudes(
  networks: Readonly<Record<string, tf.LayersModel>>,
  { bins = 48, smallest = 1e-7 }: MagnitudeOptions = {},
): WeightMagnitudes[] {
  const entries = Object.entries(networks).map(([name, model]) => ({
    name,
    layers: [...layerNames(model)],
  }));
  if (entries.length === 0) {
    throw new Error(
      'weightMagnitudes requires at least one network; write weightMagnitudes({ baseline: model }).',
    );
  }
  const shapes = entries.map(({ layers }) =>
    JSON.stringify(layers.map(([layer, name]) => [name, layer.weights[0]!.shape])),
  );
  if (shapes.some((shape) => shape !== shapes[0])) {
    throw new Error(
      'weightMagnitudes requires networks with the same layers; give each its own call instead.',
    );
  }
  const rows: WeightMagnitudes[] = [];
  for (const [i, [, layer]] of entries[0]!.layers.entries()) {
    const kernels = entries.map(({ name, layers }) => {
      const values = kernelValues(layers[i]![0]);
      const sums = sumMagnitudes(values);
      if (!Number.isFinite(sums.squares)) {
        throw new Error(
          `weightMagnitudes requires finite weights, and ${layer} of ${name} has others: its training diverged; ` +
            'build it anew and train it with a lower learning rate.',
        );
      }
      return { network: name, values, sums };
    });
    const largest = Math.max(...kernels.map(({ sums }) => sums.max), 10 * smallest);
    const binEdges = logarithmicEdges(smallest, largest, bins);
    for (const { network, values, sums } of kernels) {
      rows.push({
        ...{ network, layer, count: values.length },
        ...{ mean: sums.magnitudes / values.length, median: medianMagnitude(values), max: sums.max },
        ...{ l2Norm: Math.sqrt(sums.squares), binEdges, counts: countMagnitudes(values, binEdges) },
      });
    }
  }
  return rows;
}

const kernelValues = (layer: tf.layers.Layer): Float32Array =>
  layer.weights[0]!.read().dataSync() as Float32Array;

function logarithmicEdges(smallest: number, largest: number, bins: number): number[] {
  const step = Math.log(largest / smallest) / bins;
  return Array.from({ length: bins + 1 }, (_, i) => smallest * Math.exp(step * i));
}

/** One pass over the weights; a NaN or an infinite weight makes `squares` NaN or infinite. */
function sumMagnitudes(values: Float32Array): { magnitudes: number; squares: number; max: number } {
  let [magnitudes, squares, max] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]!);
    magnitudes += magnitude;
    squares += magnitude * magnitude;
    if (magnitude > max) max = magnitude;
  }
  return { magnitudes, squares, max };
}
