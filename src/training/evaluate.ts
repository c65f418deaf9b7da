import * as tf from '@tensorflow/tfjs';
import { epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import { evaluateBatch } from '../model/trainStep';
import type { Metrics } from './History';
import { requireMatch } from './requirements';
import { addBatch, emptySums, toMetrics } from './runningMeans';

/**
 * Measures a model on every image of a dataset, as Keras's `evaluate` does: `totalLoss` includes the penalty (tfjs's
 * own `evaluate` leaves it out).
 *
 * @throws if the dataset is empty or does not match the model.
 */
export async function evaluate(
  model: tf.LayersModel,
  dataset: ImageDataset,
  { batchSize = 128 }: { batchSize?: number } = {},
): Promise<Metrics> {
  requireWhole('evaluate', 'batchSize', batchSize, 1);
  requireMatch('evaluate', model, dataset);
  const sums = emptySums();
  for (const batch of epochBatches(dataset, { batchSize, seed: 0, epoch: 1, shuffle: false })) {
    try {
      addBatch(sums, evaluateBatch(model, batch.images, batch.labels), batch.count);
    } finally {
      tf.dispose([batch.images, batch.labels]);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return toMetrics(sums);
}
