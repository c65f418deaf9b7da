import * as tf from '@tensorflow/tfjs';
import { batchesPerEpoch, epochBatches } from '../../src/data/batches';
import type { EpochBatchesOptions } from '../../src/data/batches';
import type { ImageDataset } from '../../src/data/dataset';
import { useBackend } from '../../src/engine';

/** Images of 1×2 pixels with 2 channels; every byte of image i is i. */
const numbered = (count: number): ImageDataset => ({
  name: 'numbered',
  images: Uint8Array.from({ length: count * 4 }, (_, i) => Math.floor(i / 4)),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 3),
  count,
  height: 1,
  width: 2,
  channels: 2,
  classNames: ['a', 'b', 'c'],
});

beforeAll(async () => {
  await useBackend({ prefer: 'cpu' });
});

/** The numbers of one epoch's batches, whose tensors are disposed of. */
const read = (dataset: ImageDataset, options: EpochBatchesOptions) =>
  Array.from(epochBatches(dataset, options), (batch) => {
    const numbers = { images: batch.images.dataSync(), labels: batch.labels.dataSync(), count: batch.count };
    tf.dispose(batch);
    return numbers;
  });

const inOrder = { batchSize: 256, epoch: 1, shuffle: false };

test('bytes become exactly float32(byte / 255)', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const [batch] = read({ ...numbered(64), images: bytes }, inOrder);
  expect([...batch!.images]).toEqual([...bytes].map((byte) => Math.fround(byte / 255)));
});

test('labels become one-hot rows', () => {
  const [batch] = read({ ...numbered(2), labels: Uint8Array.of(2, 0) }, inOrder);
  expect([...batch!.labels]).toEqual([0, 0, 1, 1, 0, 0]);
  const bad = { ...numbered(2), labels: Uint8Array.of(1, 3) };
  expect(() => read(bad, inOrder)).toThrow('numbered has label 3 but 3 class names');
});

test('an epoch has every image once with its own label; the last batch is smaller', () => {
  const dataset = numbered(10);
  const seen: number[] = [];
  const sizes: number[] = [];
  for (const { images, labels, count } of read(dataset, { batchSize: 4, seed: 1, epoch: 1 })) {
    sizes.push(count);
    for (let i = 0; i < count; i++) {
      const image = Math.round(images[i * 4]! * 255);
      expect([...images.subarray(i * 4, i * 4 + 4)]).toEqual(new Array(4).fill(Math.fround(image / 255)));
      expect([...labels.subarray(i * 3, i * 3 + 3)]).toEqual([0, 1, 2].map((c) => Number(c === image % 3)));
      seen.push(image);
    }
  }
  expect(sizes).toEqual([4, 4, 2]);
  expect(seen).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(seen.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(batchesPerEpoch(dataset, 4)).toBe(3);
});

test('the order depends on seed and epoch alone; the seed is 1 if not given', () => {
  const images = (options: { seed?: number; epoch: number; batchSize?: number }): number[] =>
    read(numbered(50), { batchSize: 50, ...options }).flatMap((batch) => [...batch.images]);
  const order = images({ seed: 1, epoch: 2 });
  expect(images({ seed: 1, epoch: 2 })).toEqual(order);
  expect(images({ epoch: 2 })).toEqual(order);
  expect(images({ seed: 1, epoch: 1 })).not.toEqual(order);
  expect(images({ seed: 2, epoch: 2 })).not.toEqual(order);
  expect(images({ seed: 1, epoch: 2, batchSize: 7 })).toEqual(order);
});

test('without shuffling the images come in their own order', () => {
  const [batch] = read(numbered(3), { batchSize: 3, seed: 1, epoch: 1, shuffle: false });
  expect([...batch!.images].map((v) => Math.round(v * 255))).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
});

test('skipped batches leave the rest of the epoch unchanged', () => {
  const options = { batchSize: 3, seed: 4, epoch: 2 };
  const whole = read(numbered(10), options);
  expect(read(numbered(10), { ...options, skipBatches: 2 })).toEqual(whole.slice(2));
  expect(read(numbered(10), { ...options, skipBatches: 4 })).toEqual([]);
});

test('tensors have their shapes, and none is left when each batch is disposed of, or the loop is left', () => {
  const before = tf.memory().numTensors;
  for (const batch of epochBatches(numbered(5), { batchSize: 3, seed: 1, epoch: 1 })) {
    expect(batch.images.shape).toEqual([batch.count, 1, 2, 2]);
    expect(batch.images.dtype).toBe('float32');
    expect(batch.labels.shape).toEqual([batch.count, 3]);
    expect(batch.labels.dtype).toBe('float32');
    // That this line compiles is a promise of the type `Batch`.
    tf.dispose(batch);
    expect(tf.memory().numTensors).toBe(before);
  }
  for (const batch of epochBatches(numbered(5), { batchSize: 1, seed: 1, epoch: 1 })) {
    tf.dispose(batch);
    break;
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('batches are arrays of their own: a later one does not change an earlier one', () => {
  const batches = [...epochBatches(numbered(4), { batchSize: 2, epoch: 1, shuffle: false })];
  expect(batches.map(({ images }) => [...images.dataSync()])).toEqual(
    [
      [0, 0, 0, 0, 1, 1, 1, 1],
      [2, 2, 2, 2, 3, 3, 3, 3],
    ].map((bytes) => bytes.map((byte) => Math.fround(byte / 255))),
  );
  expect(batches.map(({ labels }) => [...labels.dataSync()])).toEqual([
    [1, 0, 0, 0, 1, 0],
    [0, 0, 1, 1, 0, 0],
  ]);
  tf.dispose(batches);
});

test('an empty dataset has no batches', () => {
  expect(read(numbered(0), { batchSize: 3, seed: 1, epoch: 1 })).toEqual([]);
});

test('bad arguments are refused at the call', () => {
  const dataset = numbered(3);
  const good = { batchSize: 2, seed: 1, epoch: 1 };
  expect(() => epochBatches(dataset, { ...good, batchSize: 0 })).toThrow('requires batchSize');
  expect(() => epochBatches(dataset, { ...good, epoch: 0 })).toThrow('requires epoch');
  expect(() => epochBatches(dataset, { ...good, seed: -1 })).toThrow('requires seed');
  expect(() => epochBatches(dataset, { ...good, skipBatches: 0.5 })).toThrow('requires skipBatches');
  expect(() => epochBatches(dataset, { ...good, shuffle: false, epoch: 1.5 })).toThrow('requires epoch');
});
