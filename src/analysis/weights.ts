import type * as tf from '@tensorflow/tfjs';
import { layerNames } from '../model/summary';

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
  /** Bin edges on a logarithmic axis, the same for all networks; `counts` has one entry less. */
  readonly binEdges: readonly number[];
  /** Weights in [edge, next edge). The first bin also takes everything smaller, 0 included. */
  readonly counts: readonly number[];
}

/** How `weightMagnitudes` counts. */
export interface WeightMagnitudesOptions {
  /** Number of bins. Default 48. */
  readonly bins?: number;
  /** Magnitudes below this fall into the first bin. Default 10⁻⁷. */
  readonly smallest?: number;
}

/**
 * Sums up |w| of the kernel weights of every layer, with the same histogram bins for all networks, so that they can
 * stand side by side. Biases are left out: the penalty of the lessons does not act on them.
 *
 * @param networks by the name that figures show; all of the same shape.
 * @returns a row for each layer and network: all networks of the first layer, then those of the second one, …
 * @throws if there is no network, the networks differ in their layers, or a weight is not a finite number.
 * @example
 * const dense = tf.layers.dense({ inputShape: [2], units: 2, kernelInitializer: 'ones' });
 * const rows = await weightMagnitudes({ ones: tf.sequential({ layers: [dense] }) });
 * rows.map(({ network, layer, count, median }) => `${layer} of ${network}: ${count}, ${median}`); // => [ 'Dense 1 of ones: 4, 1' ]
 * rows.map(({ l2Norm }) => l2Norm); // => [ 2 ]
 */
export async function weightMagnitudes(
  networks: Readonly<Record<string, tf.LayersModel>>,
  options: WeightMagnitudesOptions = {},
): Promise<WeightMagnitudes[]> {
  const entries = Object.entries(networks).map(([network, model]) => ({
    network,
    layers: [...layerNames(model)].filter(([layer]) => layer.weights.length > 0),
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
  for (const [i, [, name]] of entries[0]!.layers.entries()) {
    const layers = entries.map(({ network, layers }) => ({ network, layer: layers[i]![0] }));
    rows.push(...(await oneLayer(name, layers, options)));
  }
  return rows;
}

/** A function of its own, so that what one layer's reads hold is garbage before the next layer is read. */
async function oneLayer(
  name: string,
  layers: readonly { readonly network: string; readonly layer: tf.layers.Layer }[],
  { bins = 48, smallest = 1e-7 }: WeightMagnitudesOptions,
): Promise<WeightMagnitudes[]> {
  const measured: { network: string; values: Float32Array; sums: MagnitudeSums }[] = [];
  for (const { network, layer } of layers) {
    const values = (await layer.weights[0]!.read().data()) as Float32Array;
    const sums = sumMagnitudes(values);
    if (!Number.isFinite(sums.squares)) {
      throw new Error(
        `weightMagnitudes requires finite weights, and ${name} of ${network} has others: its training diverged; ` +
          'build it anew and train it with a lower learning rate.',
      );
    }
    measured.push({ network, values, sums });
  }
  const largest = Math.max(...measured.map(({ sums }) => sums.max), 10 * smallest);
  const binEdges = logarithmicEdges(smallest, largest, bins);
  return measured.map(({ network, values, sums }) => ({
    ...{ network, layer: name, count: values.length },
    ...{ mean: sums.magnitudes / values.length, median: medianMagnitude(values), max: sums.max },
    ...{ l2Norm: Math.sqrt(sums.squares), binEdges, counts: countMagnitudes(values, binEdges) },
  }));
}

function logarithmicEdges(smallest: number, largest: number, bins: number): number[] {
  const step = Math.log(largest / smallest) / bins;
  return Array.from({ length: bins + 1 }, (_, i) => smallest * Math.exp(step * i));
}

interface MagnitudeSums {
  readonly magnitudes: number;
  readonly squares: number;
  readonly max: number;
}

/** One pass over the weights; a NaN or an infinite weight makes `squares` NaN or infinite. */
function sumMagnitudes(values: Float32Array): MagnitudeSums {
  let [magnitudes, squares, max] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]!);
    magnitudes += magnitude;
    squares += magnitude * magnitude;
    if (magnitude > max) max = magnitude;
  }
  return { magnitudes, squares, max };
}

/**
 * Counts |w| into bins of any width. The upper 16 bits of a float say nearly always which bin it belongs to, so one
 * look into a table replaces a logarithm or a search: 88 million weights take a third of a second.
 *
 * @param edges rising, all above 0; one more than there are bins.
 * @returns weights in [edge, next edge) for each bin; the first bin also takes everything smaller, the last one
 *   everything larger.
 */
export function countMagnitudes(values: Float32Array, edges: readonly number[]): number[] {
  const bins = edges.length - 1;
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const firstBins = tableOfBins(edges);
  const ends = Float64Array.from({ length: bins }, (_, bin) => (bin < bins - 1 ? edges[bin + 1]! : Infinity));
  const counts = new Float64Array(bins);
  for (let i = 0; i < bits.length; i++) {
    let bin = firstBins[(bits[i]! & 0x7fffffff) >>> 16]!;
    const magnitude = Math.abs(values[i]!);
    while (magnitude >= ends[bin]! && bin < bins - 1) bin++;
    counts[bin]!++;
  }
  return Array.from(counts);
}

/** For each value of a float's upper 16 bits (without the sign), the bin of the smallest float that has them. */
function tableOfBins(edges: readonly number[]): Uint16Array {
  const table = new Uint16Array(1 << 15);
  const smallest = new Float32Array(Uint32Array.from(table, (_, high) => high << 16).buffer);
  let bin = 0;
  for (let high = 0; high < table.length; high++) {
    while (bin < edges.length - 2 && smallest[high]! >= edges[bin + 1]!) bin++;
    table[high] = bin;
  }
  return table;
}

/**
 * The median of |w| without sorting: for floats above 0 the order of the numbers is the order of their bit patterns,
 * so two counting passes (high 16 bits, then low 16 bits) find it exactly. For 88 million weights this takes a fraction
 * of a second, where sorting takes many. With an even number of weights it is the upper one of the two in the middle.
 *
 * @throws if there are no weights.
 */
export function medianMagnitude(values: Float32Array): number {
  if (values.length === 0) throw new Error('medianMagnitude requires at least one weight.');
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const highCounts = new Uint32Array(1 << 15);
  for (let i = 0; i < bits.length; i++) highCounts[(bits[i]! & 0x7fffffff) >>> 16]!++;
  const high = findRank(highCounts, values.length >> 1);
  const lowCounts = new Uint32Array(1 << 16);
  for (let i = 0; i < bits.length; i++) {
    const magnitude = bits[i]! & 0x7fffffff;
    if (magnitude >>> 16 === high.bin) lowCounts[magnitude & 0xffff]!++;
  }
  const low = findRank(lowCounts, high.rest);
  return new Float32Array(Uint32Array.of((high.bin << 16) | low.bin).buffer)[0]!;
}

/** The bin that holds the item of this rank (from 0), and its rank within the bin. */
function findRank(counts: Uint32Array, rank: number): { bin: number; rest: number } {
  let [bin, rest] = [0, rank];
  while (rest >= counts[bin]!) rest -= counts[bin++]!;
  return { bin, rest };
}
