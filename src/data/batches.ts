import * as tf from '@tensorflow/tfjs';
import { augmentedViews, wholeAugmentation } from './augment';
import type { Augmentation } from './augment';
import type { ImageDataset } from './dataset';
import { createRandom, deriveSeed } from './random';
import { requireWhole } from './requireWhole';

/** How to walk through a dataset once. */
export interface EpochBatchesOptions {
  /** Images in a batch; the last batch has what is left. */
  readonly batchSize: number;
  /** Number of the epoch, counted from 1. With `seed`, it decides the order of the images. */
  readonly epoch: number;
  /** With `epoch`, decides the order of the images. Default 1. */
  readonly seed?: number;
  /** Default true. Without it the images come in the dataset's own order. */
  readonly shuffle?: boolean;
  /** Leaves out that many batches at the start, so that an interrupted epoch can go on. Default 0. */
  readonly skipBatches?: number;
  /** Mirrors and moves the images by chance, which seed and epoch decide; their order stays as it is. Default not. */
  readonly augment?: Augmentation;
}

// An alias, not an interface: only an alias has the index signature by which `tf.dispose(batch)` compiles.
/** Some images and their labels as tensors. Whoever receives it disposes of it: `tf.dispose(batch)`. */
export type Batch = {
  /** float32 [count, height, width, channels], pixels in [0, 1]. */
  readonly images: tf.Tensor4D;
  /** float32 [count, classes], one-hot: 1 in the column of the image's class and 0 elsewhere. */
  readonly labels: tf.Tensor2D;
  /** Number of images. */
  readonly count: number;
};

/**
 * One epoch's batches as tensors: every image exactly once, in an order that depends on seed and epoch alone, neither
 * on the batch size nor on earlier epochs. Pixels are divided by 255.
 *
 * A batch is made when the loop asks for it and belongs to the caller. Leaving the loop early leaks nothing.
 *
 * @throws at the call, if batchSize, epoch, seed, skipBatches or shifts is not a whole number in its range; in the loop,
 *   if a label has no class name.
 * @example
 * const { train } = syntheticShapes({ trainImages: 20, testImages: 10 });
 * const shapes = [];
 * for (const batch of epochBatches(train, { batchSize: 16, epoch: 1 })) {
 *   shapes.push(batch.images.shape);
 *   tf.dispose(batch);
 * }
 * shapes; // => [ [ 16, 32, 32, 3 ], [ 4, 32, 32, 3 ] ]
 */
export function epochBatches(dataset: ImageDataset, options: EpochBatchesOptions): Generator<Batch, void> {
  const { batchSize, epoch, seed = 1, shuffle = true, skipBatches = 0 } = options;
  requireWhole('epochBatches', 'batchSize', batchSize, 1);
  requireWhole('epochBatches', 'epoch', epoch, 1);
  requireWhole('epochBatches', 'seed', seed, 0);
  requireWhole('epochBatches', 'skipBatches', skipBatches, 0);
  const order = Uint32Array.from({ length: dataset.count }, (_, i) => i);
  if (shuffle) createRandom(deriveSeed(seed, `order of epoch ${epoch}`)).shuffle(order);
  const augment = wholeAugmentation('epochBatches', dataset, options.augment);
  const bytesOf = augment ? augmentedViews(dataset, { augment, seed, epoch }) : untouched(dataset);
  // The checks run at the call, not at the first batch, where a generator's own body would run them.
  return batchesOf(order, batchSize, skipBatches * batchSize, (positions) => makeBatch(dataset, positions, bytesOf));
}

function* batchesOf(
  order: Uint32Array,
  batchSize: number,
  first: number,
  make: (positions: Uint32Array) => Batch,
): Generator<Batch, void> {
  for (let start = first; start < order.length; start += batchSize) {
    yield make(order.subarray(start, start + batchSize));
  }
}

/** The bytes of the image at a place. */
type BytesOf = (place: number) => Uint8Array;

function untouched({ images, height, width, channels }: ImageDataset): BytesOf {
  const size = height * width * channels;
  return (place) => images.subarray(place * size, (place + 1) * size);
}

/** Every byte's float: one look-up is faster than a division, and gives exactly float32(byte / 255). */
const FLOAT_OF_BYTE = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

function makeBatch(dataset: ImageDataset, positions: Uint32Array, bytesOf: BytesOf): Batch {
  const { height, width, channels, classNames } = dataset;
  const size = height * width * channels;
  const classes = classNames.length;
  const count = positions.length;
  // New arrays for each batch: the tensors go on using them.
  const images = new Float32Array(count * size);
  const labels = new Float32Array(count * classes);
  for (let i = 0; i < count; i++) {
    const position = positions[i]!;
    const label = dataset.labels[position]!;
    if (label >= classes) {
      throw new Error(
        `epochBatches requires a class name for every label; ${dataset.name} has label ${label} but ${classes} class names.`,
      );
    }
    labels[i * classes + label] = 1;
    copyAsFloats(bytesOf(position), images, i * size);
  }
  return {
    images: tf.tensor4d(images, [count, height, width, channels]),
    labels: tf.tensor2d(labels, [count, classes]),
    count,
  };
}

function copyAsFloats(bytes: Uint8Array, floats: Float32Array, at: number): void {
  for (let i = 0; i < bytes.length; i++) floats[at + i] = FLOAT_OF_BYTE[bytes[i]!]!;
}

/** Number of batches in an epoch: count / batchSize, rounded up. */
export function batchesPerEpoch(dataset: ImageDataset, batchSize: number): number {
  requireWhole('batchesPerEpoch', 'batchSize', batchSize, 1);
  return Math.ceil(dataset.count / batchSize);
}
