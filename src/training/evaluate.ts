import * as tf from '@tensorflow/tfjs';
import { epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import { evaluateBatch } from '../model/trainStep';
import type { BatchResult } from '../model/trainStep';
import { addBatch, emptySums, toMetrics } from './epochState';
import type { Metrics } from './history';
import { requireMatch } from './requireModel';
import { StepQueue } from './StepQueue';

/** How to measure. */
export interface EvaluateOptions {
  /** Images at a time; decides memory and speed, not the result. Default 128. */
  readonly batchSize?: number;
}

/**
 * Measures a model on every image of a dataset, as Keras's `evaluate` does: `totalLoss` includes the penalty (tfjs's
 * own `evaluate` leaves it out).
 *
 * @throws if the dataset is empty or does not match the model.
 * @example
 * const { test } = syntheticShapes({ trainImages: 1, testImages: 20 });
 * const { dataLoss, penalty, totalLoss } = await evaluate(convNet({ filters: 2, denseUnits: 4 }), test);
 * totalLoss === dataLoss + penalty; // => true
 */
export async function evaluate(
  model: tf.LayersModel,
  dataset: ImageDataset,
  { batchSize = 128 }: EvaluateOptions = {},
): Promise<Metrics> {
  requireWhole('evaluate', 'batchSize', batchSize, 1);
  requireMatch('evaluate', model, dataset);
  return (await evaluateUnlessStopped(model, dataset, batchSize, () => false))!;
}

/** The same for `fit`. @returns undefined if `stopped` says so between two batches. */
export async function evaluateUnlessStopped(
  model: tf.LayersModel,
  dataset: ImageDataset,
  batchSize: number,
  stopped: () => boolean,
): Promise<Metrics | undefined> {
  const sums = emptySums();
  const queue = new StepQueue<{ readonly result: BatchResult; readonly count: number }>();
  const add = (done: Awaited<ReturnType<typeof queue.rest>>): void =>
    done.forEach(({ result, count }) => addBatch(sums, result, count));
  for (const batch of epochBatches(dataset, { batchSize, epoch: 1, shuffle: false })) {
    if (stopped()) {
      tf.dispose(batch);
      await queue.rest();
      return undefined;
    }
    const measured = evaluateBatch(model, batch).then((result) => ({ result, count: batch.count }));
    // Given to the engine, which keeps what it still needs.
    tf.dispose(batch);
    add(await queue.add(measured));
    await new Promise((resolve) => setImmediate(resolve));
  }
  add(await queue.rest());
  return toMetrics(sums);
}
