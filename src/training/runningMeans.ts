import type { BatchResult } from '../model/trainStep';
import type { Metrics } from './History';

/** The sums behind the means; plain numbers, so that a checkpoint can hold them. */
export interface RunningSums {
  images: number;
  dataLoss: number;
  penalty: number;
  correct: number;
}

export const emptySums = (): RunningSums => ({ images: 0, dataLoss: 0, penalty: 0, correct: 0 });

/** Adds one batch, weighted by its number of images: the last batch of an epoch is often smaller. */
export function addBatch(sums: RunningSums, result: BatchResult, images: number): void {
  sums.images += images;
  sums.dataLoss += result.dataLoss * images;
  sums.penalty += result.penalty * images;
  sums.correct += result.correct;
}

/** Means over all images added so far. */
export function toMetrics(sums: RunningSums): Metrics {
  const dataLoss = sums.dataLoss / sums.images;
  const penalty = sums.penalty / sums.images;
  return { dataLoss, penalty, totalLoss: dataLoss + penalty, accuracy: sums.correct / sums.images };
}

/** Middle value; the mean of the two middle ones when their number is even. NaN for none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
