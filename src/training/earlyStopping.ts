import * as tf from '@tensorflow/tfjs';
import type { EpochRecord } from './history';

/** When a run ends by itself. */
export interface EarlyStopping {
  /** Epochs without a lower validation data loss after which the run ends; at least 1. */
  readonly patience: number;
}

/**
 * The first epoch with the lowest validation data loss; a loss that is no number is never lower.
 *
 * @returns undefined if no epoch has a validation.
 */
export function bestEpochOf(records: readonly EpochRecord[]): number | undefined {
  let [best, lowest]: [number | undefined, number] = [undefined, Infinity];
  for (const { epoch, validation } of records) {
    if (!validation) continue;
    best ??= epoch;
    if (validation.dataLoss < lowest) [best, lowest] = [epoch, validation.dataLoss];
  }
  return best;
}

/** True when the last `patience` epochs have brought nothing better. */
export function isExhausted(records: readonly EpochRecord[], { patience }: EarlyStopping): boolean {
  const best = bestEpochOf(records);
  return best !== undefined && records.length - best >= patience;
}

/** The numbers of all weights of a network at one moment, in their order. They stay as they are while it trains on. */
export async function copyWeights(model: tf.LayersModel): Promise<Float32Array[]> {
  const copies: Float32Array[] = [];
  // On some backends `data()` gives the very numbers that the next step changes.
  for (const weight of model.getWeights()) copies.push((await weight.data()).slice() as Float32Array);
  return copies;
}

/** Puts the numbers of `copyWeights` into a network. */
export function putWeights(model: tf.LayersModel, copies: readonly Float32Array[]): void {
  const weights = model.getWeights().map(({ shape }, i) => tf.tensor(copies[i]!, shape));
  model.setWeights(weights);
  tf.dispose(weights);
}
