import * as tf from '@tensorflow/tfjs';
import { epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { layerNames } from '../model/summary';

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
  /** Images at a time; decides the memory needed, not the result. Default 128. */
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
  { batchSize = 128 }: DeadUnitsOptions = {},
): Promise<DeadUnits[]> {
  const layers = model.layers.filter(
    (layer) => layer.getConfig()['activation'] === 'relu' || layer.getClassName() === 'ReLU',
  );
  if (layers.length === 0) {
    throw new Error("deadUnits requires a model with at least one layer of activation 'relu'.");
  }
  // A second model over the same layers, with their outputs as its own. It owns no weights and is never disposed.
  const outputs = layers.map((layer) => layer.output as tf.SymbolicTensor);
  const probe = tf.model({ inputs: model.inputs, outputs });
  const largest = layers.map((layer) => new Float32Array((layer.outputShape as number[]).at(-1)!));
  for (const batch of epochBatches(dataset, { batchSize, epoch: 1, shuffle: false })) {
    let maxima: tf.Tensor[] = [];
    try {
      maxima = largestOutputs(probe, batch.images);
      for (const [i, tensor] of maxima.entries()) {
        const values = await tensor.data();
        values.forEach((value, unit) => (largest[i]![unit] = Math.max(largest[i]![unit]!, value)));
      }
    } finally {
      tf.dispose([batch.images, batch.labels, maxima]);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const names = layerNames(model);
  return layers.map((layer, i) => {
    const which = [...largest[i]!.keys()].filter((unit) => !(largest[i]![unit]! > 0));
    return {
      layer: names.get(layer) ?? layer.getClassName(),
      units: largest[i]!.length,
      ...{ dead: which.length, which },
    };
  });
}

/** For each output of the probe, the largest value of every unit, over images and positions. */
function largestOutputs(probe: tf.LayersModel, images: tf.Tensor): tf.Tensor[] {
  return tf.tidy(() => {
    const activations = [probe.predictOnBatch(images)].flat() as tf.Tensor[];
    return activations.map((activation) => activation.reshape([-1, activation.shape.at(-1)!]).max(0));
  });
}
