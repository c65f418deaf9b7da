import * as tf from '@tensorflow/tfjs';
import { sum } from 'simple-statistics';
import { epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { uninterrupted } from '../engine';
import { layerNames } from '../model/summary';
import { StepQueue } from '../training/StepQueue';
import { outputMeter } from './outputMeter';

/** How many units of one ReLU layer never answer. */
export interface DeadUnits {
  /** Kind and number of the layer among its kind, e.g. `Dense 1`, or `Activation 1` where the ReLU is a layer of its own. */
  readonly layer: string;
  /** Units of the layer; for a convolution its filters. */
  readonly units: number;
  /** Units whose output was 0 on every image (for a convolution: at every position of every image). */
  readonly dead: number;
  /** The numbers of these units, from 0, rising. */
  readonly which: readonly number[];
}

/** How `deadUnits` walks through the images. */
export interface DeadUnitsOptions {
  /**
   * Images at a time; decides the memory needed, not the result. Default 128, or fewer where they would take more than
   * about 60 MB (48 for the article's network).
   */
  readonly batchSize?: number;
}

/**
 * Counts dead units: those of a ReLU layer whose output is 0 on the whole dataset, so that no gradient reaches them.
 *
 * @param dataset images of the model's input shape.
 * @returns a row for each ReLU layer, in order.
 * @throws if the model has no ReLU layer, does not take the images, or batchSize is no whole number of at least 1.
 * @example
 * const { test } = syntheticShapes({ trainImages: 1, testImages: 5 });
 * // Pixels are never below 0, so a unit with weights of −1 alone never answers.
 * const kernelInitializer = tf.initializers.constant({ value: -1 });
 * const hidden = tf.layers.dense({ units: 4, activation: 'relu', kernelInitializer });
 * const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [32, 32, 3] }), hidden] });
 * await deadUnits(model, test); // => [ { layer: 'Dense 1', units: 4, dead: 4, which: [ 0, 1, 2, 3 ] } ]
 */
export async function deadUnits(
  model: tf.LayersModel,
  dataset: ImageDataset,
  { batchSize }: DeadUnitsOptions = {},
): Promise<DeadUnits[]> {
  const layers = model.layers.filter(
    (layer) => layer.getConfig()['activation'] === 'relu' || layer.getClassName() === 'ReLU',
  );
  if (layers.length === 0) {
    throw new Error("deadUnits requires a model with at least one layer of activation 'relu'.");
  }
  const meter = outputMeter(model, layers, dataset);
  const units = layers.map((layer) => (layer.outputShape as number[]).at(-1)!);
  const largest = new Float32Array(sum(units));
  const compare = (batches: Float32Array[]): void =>
    batches.forEach((values) => values.forEach((value, i) => (largest[i] = Math.max(largest[i]!, value))));
  const queue = new StepQueue<Float32Array>();
  for (const batch of epochBatches(dataset, { batchSize: batchSize ?? meter.batchSize, epoch: 1, shuffle: false })) {
    let found: tf.Tensor1D;
    try {
      found = uninterrupted(() => tf.tidy(() => meter.largest(batch.images)));
    } finally {
      tf.dispose(batch);
    }
    compare(await queue.add(found.data<'float32'>().finally(() => found.dispose())));
    await new Promise((resolve) => setImmediate(resolve));
  }
  compare(await queue.rest());
  const names = layerNames(model);
  let end = 0;
  return layers.map((layer, i) => {
    const ofLayer = largest.subarray(end, (end += units[i]!));
    const which = [...ofLayer.keys()].filter((unit) => !(ofLayer[unit]! > 0));
    return {
      layer: names.get(layer) ?? layer.getClassName(),
      units: ofLayer.length,
      ...{ dead: which.length, which },
    };
  });
}
