import type { WeightMagnitudes } from '../../src/model/weightMagnitudes';
import type { History } from '../../src/training/history';
import { historyOf } from './histories';

/** Ten weights of a layer, in three bins from 10⁻³ to 1, some of them perhaps below. */
export const rowOf = (
  network: string,
  layer: string,
  counts: readonly number[],
  rest: Partial<WeightMagnitudes> = {},
): WeightMagnitudes => ({
  ...{ network, layer, counts, binEdges: [0.001, 0.01, 0.1, 1], below: 0, count: 10 },
  ...{ mean: 0.05, median: 0.0321, max: 0.9, l2Norm: 1 },
  ...rest,
});

/** A layer as `weightMagnitudes` counts it: `perBin` weights in every fifth bin of the 8 of each power of ten. */
export function decadesOf(network: string, layer: string, rest: Partial<WeightMagnitudes> = {}): WeightMagnitudes {
  const binEdges = Array.from({ length: 7 * 8 + 1 }, (_, i) => 10 ** (i / 8 - 7));
  const counts: number[] = binEdges.slice(1).map((_, i) => (i % 5 === 0 ? 100 : 0));
  const count = counts.reduce((a, b) => a + b) + (rest.below ?? 0);
  return { ...rowOf(network, layer, counts), binEdges, count, ...rest };
}

/** A run with snapshots; `counts` says what is in the three bins at each epoch. */
export const runOf = (
  label: string,
  snapshots: Readonly<Record<number, readonly number[]>>,
  rest: Partial<WeightMagnitudes> = {},
): History => ({
  ...historyOf(label, [{ train: [1, 0.5] }]),
  snapshots: Object.entries(snapshots).map(([epoch, counts]) => ({
    epoch: Number(epoch),
    layers: ['Conv2D 1', 'Dense 1'].map((layer) => rowOf(label, layer, counts, rest)),
  })),
});
