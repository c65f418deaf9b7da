import * as tf from '@tensorflow/tfjs';
import { epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import { requireMatch } from '../training/requireModel';

/** What a network says about each image of a dataset, in the dataset's order. */
export interface Predictions {
  /** Name of the images. */
  readonly dataset: string;
  readonly classNames: readonly string[];
  /** The true class of each image. */
  readonly labels: Uint8Array;
  /** The class with the largest probability; the first of equals. */
  readonly predicted: Uint8Array;
  /** [images × classes], row by row; each row adds up to 1. */
  readonly probabilities: Float32Array;
}

/** How `predictions` walks through the images. */
export interface PredictionsOptions {
  /** Images at a time; decides the memory needed, not the result. Default 128. */
  readonly batchSize?: number;
}

/**
 * Asks a network for the class of every image.
 *
 * @param model input [batch, height, width, channels] float32 in [0, 1]; output [batch, classes], a softmax.
 * @throws if the dataset is empty or does not match the model, batchSize is no whole number of at least 1, or a
 *   probability is not a finite number.
 * @example
 * const { test } = syntheticShapes({ trainImages: 1, testImages: 5 });
 * const { predicted, probabilities } = await predictions(convNet({ filters: 1, denseUnits: 2 }), test);
 * predicted.length; // => 5
 * probabilities.length; // => 50
 */
export async function predictions(
  model: tf.LayersModel,
  dataset: ImageDataset,
  { batchSize = 128 }: PredictionsOptions = {},
): Promise<Predictions> {
  requireWhole('predictions', 'batchSize', batchSize, 1);
  requireMatch('predictions', model, dataset);
  const { name, classNames, labels, count } = dataset;
  const probabilities = new Float32Array(count * classNames.length);
  let filled = 0;
  for (const batch of epochBatches(dataset, { batchSize, epoch: 1, shuffle: false })) {
    let output: tf.Tensor | undefined;
    try {
      output = model.predictOnBatch(batch.images) as tf.Tensor;
      const values = await output.data();
      probabilities.set(values, filled);
      filled += values.length;
    } finally {
      tf.dispose([batch.images, batch.labels, ...(output ? [output] : [])]);
    }
    // Everything else gets its turn, an interrupt among it.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const classes = classNames.length;
  const predicted = Uint8Array.from({ length: count }, (_, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    const largest = Math.max(...row);
    if (!Number.isFinite(largest)) {
      throw new Error(
        `predictions requires finite probabilities, and image ${i} of ${name} has others: the network's training ` +
          'diverged; build it anew and train it with a lower learning rate.',
      );
    }
    return row.indexOf(largest);
  });
  return { dataset: name, classNames, labels, predicted, probabilities };
}
