import { floatBatch, toTensors } from './floatBatch';
import type { FloatBatch, TensorBatch } from './floatBatch';
import type { ImageDataset } from './ImageDataset';
import { createRandom, deriveSeed } from './random';
import { requireWhole } from './requirements';

/** How to walk through a dataset once. */
export interface EpochOptions {
  /** Images in a batch; the last batch has what is left. */
  readonly batchSize: number;
  /** With `epoch`, decides the order. */
  readonly seed: number;
  /** Counted from 1. */
  readonly epoch: number;
  /** Default true. Without it the images come in the dataset's own order. */
  readonly shuffle?: boolean;
  /** Leaves out that many batches at the start, so that an interrupted epoch can go on. Default 0. */
  readonly skipBatches?: number;
}

/**
 * The order of an epoch's images. It depends on seed and epoch alone: neither on batch size nor on earlier epochs.
 *
 * @returns every number from 0 to count − 1 exactly once.
 */
export function epochOrder(count: number, options: Pick<EpochOptions, 'seed' | 'epoch' | 'shuffle'>): Uint32Array {
  const { seed, epoch, shuffle = true } = options;
  requireWhole('epochOrder', 'count', count, 0);
  requireWhole('epochOrder', 'seed', seed, 0);
  requireWhole('epochOrder', 'epoch', epoch, 1);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  return shuffle ? createRandom(deriveSeed(seed, `order of epoch ${epoch}`)).shuffle(order) : order;
}

/**
 * One epoch's batches as plain arrays, each made when it is asked for. Asking for the next one while TensorFlow
 * computes hides the time it takes; `toTensors` then makes tensors of it.
 */
export function epochFloatBatches(dataset: ImageDataset, options: EpochOptions): Generator<FloatBatch, void> {
  const { batchSize, skipBatches = 0 } = options;
  requireWhole('epochBatches', 'batchSize', batchSize, 1);
  requireWhole('epochBatches', 'skipBatches', skipBatches, 0);
  // The checks run at the call, not at the first batch, where a generator's own body would run them.
  return batchesOf(dataset, epochOrder(dataset.count, options), batchSize, skipBatches * batchSize);
}

function* batchesOf(
  dataset: ImageDataset,
  order: Uint32Array,
  batchSize: number,
  first: number,
): Generator<FloatBatch, void> {
  for (let start = first; start < order.length; start += batchSize) {
    yield floatBatch(dataset, order.subarray(start, start + batchSize));
  }
}

/**
 * One epoch's batches as tensors: every image exactly once, in an order that depends on seed and epoch alone.
 *
 * Each batch belongs to the caller, who disposes of `images` and `labels`. Leaving the loop early leaks nothing.
 *
 * @throws if batchSize, seed, epoch or skipBatches is not a whole number in its range.
 * @example
 * for (const { images, labels } of epochBatches(train, { batchSize: 128, seed: 1, epoch: 1 })) {
 *   // … one training step …
 *   tf.dispose([images, labels]);
 * }
 */
export function epochBatches(dataset: ImageDataset, options: EpochOptions): Generator<TensorBatch, void> {
  return tensorsOf(dataset, epochFloatBatches(dataset, options));
}

function* tensorsOf(dataset: ImageDataset, batches: Iterable<FloatBatch>): Generator<TensorBatch, void> {
  for (const batch of batches) yield toTensors(dataset, batch);
}

/** Number of batches in an epoch: count / batchSize, rounded up. */
export function batchesPerEpoch(dataset: ImageDataset, batchSize: number): number {
  requireWhole('batchesPerEpoch', 'batchSize', batchSize, 1);
  return Math.ceil(dataset.count / batchSize);
}
