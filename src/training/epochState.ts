import type { BatchResult } from '../model/trainStep';
import type { Metrics } from './history';

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

/** The sums that have these means. */
export function toSums({ dataLoss, penalty, accuracy }: Metrics, images: number): RunningSums {
  return { images, dataLoss: dataLoss * images, penalty: penalty * images, correct: Math.round(accuracy * images) };
}

/** The epoch under way; a checkpoint can hold it and a later run can go on from it. */
export interface EpochState {
  /** Steps already done. */
  step: number;
  sums: RunningSums;
  /** Seconds already spent. */
  seconds: number;
  /** Of each step done. */
  stepSeconds: number[];
}

export const newEpoch = (): EpochState => ({ step: 0, sums: emptySums(), seconds: 0, stepSeconds: [] });
