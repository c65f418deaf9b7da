import * as tf from '@tensorflow/tfjs';
import { batchesPerEpoch, epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { trainStep } from '../model/trainStep';
import { addBatch } from './runningMeans';
import type { RunningSums } from './runningMeans';

/** One epoch under way; a checkpoint can hold it and a later run can go on from it. */
export interface EpochState {
  /** Counted from 1. */
  readonly epoch: number;
  /** Steps already done. */
  step: number;
  readonly sums: RunningSums;
  /** Seconds already spent. */
  seconds: number;
  /** Seconds of each step done since the program started. */
  readonly stepSeconds: number[];
}

export interface TrainEpochOptions {
  readonly batchSize: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after every step, with the state already advanced. */
  readonly onStep?: () => unknown;
}

/**
 * Trains on every image once, in the order that (seed, epoch) decides, and advances `state`.
 *
 * @returns false if the signal stopped it first; `state` then says how far it came.
 */
export async function trainEpoch(
  model: tf.LayersModel,
  train: ImageDataset,
  state: EpochState,
  { batchSize, seed, signal, onStep }: TrainEpochOptions,
): Promise<boolean> {
  const batches = epochBatches(train, { batchSize, seed, epoch: state.epoch, skipBatches: state.step });
  for (const batch of batches) {
    const start = performance.now();
    try {
      const result = trainStep(model, model.optimizer, batch.images, batch.labels);
      addBatch(state.sums, result, batch.count);
    } finally {
      tf.dispose([batch.images, batch.labels]);
    }
    const seconds = (performance.now() - start) / 1000;
    state.step++;
    state.seconds += seconds;
    state.stepSeconds.push(seconds);
    await onStep?.();
    // Everything else gets its turn: timers, an interrupt, messages to the notebook.
    await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted && state.step < batchesPerEpoch(train, batchSize)) return false;
  }
  return true;
}
