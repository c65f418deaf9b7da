import * as tf from '@tensorflow/tfjs';
import type { ImageDataset } from './ImageDataset';
import { copyAsFloat } from './normalize';

/** Some images and labels as plain arrays, ready to become tensors. */
export interface FloatBatch {
  /** Pixels in [0, 1], count × height × width × channels values. */
  readonly images: Float32Array;
  /** One-hot rows, count × classes values. */
  readonly labels: Float32Array;
  readonly count: number;
}

/** Some images and labels as tensors. Whoever receives it disposes of both tensors. */
export interface TensorBatch {
  /** float32 [count, height, width, channels], pixels in [0, 1]. */
  readonly images: tf.Tensor4D;
  /** float32 [count, classes], one-hot. */
  readonly labels: tf.Tensor2D;
  readonly count: number;
}

/**
 * Picks images by their positions in the dataset, in that order, as floats.
 *
 * @param positions of the images, each from 0 to dataset.count − 1.
 * @returns new arrays: a tensor may go on using them, so they must not be filled again.
 * @throws if a position lies outside the dataset, or a label has no class name.
 */
export function floatBatch(dataset: ImageDataset, positions: ArrayLike<number>): FloatBatch {
  const size = dataset.height * dataset.width * dataset.channels;
  const classes = dataset.classNames.length;
  const count = positions.length;
  const images = new Float32Array(count * size);
  const labels = new Float32Array(count * classes);
  for (let i = 0; i < count; i++) {
    const position = positions[i]!;
    if (!(position >= 0 && position < dataset.count)) {
      throw new Error(
        `floatBatch requires positions from 0 to ${dataset.count - 1} in ${dataset.name}, got ${position}.`,
      );
    }
    const label = dataset.labels[position]!;
    if (label >= classes) {
      throw new Error(
        `floatBatch requires a class name for every label; ${dataset.name} has label ${label} but ${classes} class names.`,
      );
    }
    copyAsFloat(dataset.images, position * size, size, images, i * size);
    labels[i * classes + label] = 1;
  }
  return { images, labels, count };
}

/** Makes tensors of a batch of `dataset`'s images. The caller disposes of them. */
export function toTensors(dataset: ImageDataset, batch: FloatBatch): TensorBatch {
  const { height, width, channels, classNames } = dataset;
  return {
    images: tf.tensor4d(batch.images, [batch.count, height, width, channels]),
    labels: tf.tensor2d(batch.labels, [batch.count, classNames.length]),
    count: batch.count,
  };
}
