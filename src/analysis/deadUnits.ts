import * as tf from '@tensorflow/tfjs';
import { epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { layerNames } from '../model/layerNames';

/** How many units of one ReLU layer never answer. */
export interface DeadUnits {
  readonly layer: string;
  /** Units of the layer; for a convolution its filters. */
  readonly units: number;
  /** Units whose output was 0 on every image (for a convolution: at every position of every image). */
  readonly dead: number;
}

/**
 * Counts dead units: those of a ReLU layer whose output is 0 on the whole dataset, so that no gradient reaches them.
 *
 * @throws if the model has no ReLU layer.
 */
export async function deadUnits(
  model: tf.LayersModel,
  dataset: ImageDataset,
  { batchSize = 128 }: { batchSize?: number } = {},
): Promise<DeadUnits[]> {
  const layers = model.layers.filter((layer) => layer.getConfig()['activation'] === 'relu');
  if (layers.length === 0) {
    throw new Error("deadUnits requires a model with at least one layer of activation 'relu'.");
  }
  // A second model over the same layers, with their outputs as its own. It owns no weights and is never disposed.
  const outputs = layers.map((layer) => layer.output as tf.SymbolicTensor);
  const probe = tf.model({ inputs: model.inputs, outputs });
  const largest = layers.map((layer) => new Float32Array((layer.outputShape as number[]).at(-1)!));
  for (const batch of epochBatches(dataset, { batchSize, seed: 0, epoch: 1, shuffle: false })) {
    tf.tidy(() => {
      const activations = [probe.predictOnBatch(batch.images)].flat() as tf.Tensor[];
      activations.forEach((activation, i) => {
        const channels = activation.shape.at(-1)!;
        const maxima = activation.reshape([-1, channels]).max(0).dataSync();
        maxima.forEach((value, unit) => (largest[i]![unit] = Math.max(largest[i]![unit]!, value)));
      });
    });
    tf.dispose([batch.images, batch.labels]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const names = layerNames(model);
  return layers.map((layer, i) => {
    const dead = largest[i]!.reduce((count, value) => count + (value > 0 ? 0 : 1), 0);
    return { layer: names.get(layer) ?? layer.getClassName(), units: largest[i]!.length, dead };
  });
}
