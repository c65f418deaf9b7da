import * as tf from '@tensorflow/tfjs';
import { batchesPerEpoch, epochBatches, epochFloatBatches, epochOrder } from '../../src/data/batches';
import { floatBatch, toTensors } from '../../src/data/floatBatch';
import type { ImageDataset } from '../../src/data/ImageDataset';
import { toFloat } from '../../src/data/normalize';
import { oneHot } from '../../src/data/oneHot';

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
  await tf.setBackend('cpu');
});

test('bytes become exactly float32(byte / 255)', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect([...toFloat(bytes)]).toEqual([...bytes].map((byte) => Math.fround(byte / 255)));
  expect(() => toFloat(bytes, new Float32Array(3))).toThrow('requires room for 256 values');
});

test('one-hot rows', () => {
  expect([...oneHot([2, 0], 3)]).toEqual([0, 0, 1, 1, 0, 0]);
  expect(() => oneHot([1, 3], 3)).toThrow('labels from 0 to 2, got 3 at position 1');
});

test('an epoch has every image once with its own label; the last batch is smaller', () => {
  const dataset = numbered(10);
  const seen: number[] = [];
  const sizes: number[] = [];
  for (const { images, labels, count } of epochFloatBatches(dataset, { batchSize: 4, seed: 1, epoch: 1 })) {
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

test('the order depends on seed and epoch alone', () => {
  const order = (seed: number, epoch: number): number[] => [...epochOrder(50, { seed, epoch })];
  expect(order(1, 2)).toEqual(order(1, 2));
  expect(order(1, 2)).not.toEqual(order(1, 1));
  expect(order(1, 2)).not.toEqual(order(2, 2));
  const images = (batchSize: number): number[] =>
    [...epochFloatBatches(numbered(50), { batchSize, seed: 1, epoch: 2 })].flatMap((batch) => [...batch.images]);
  expect(images(7)).toEqual(images(50));
});

test('without shuffling the images come in their own order', () => {
  const [batch] = epochFloatBatches(numbered(3), { batchSize: 3, seed: 1, epoch: 1, shuffle: false });
  expect([...batch!.images].map((v) => Math.round(v * 255))).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
});

test('skipped batches leave the rest of the epoch unchanged', () => {
  const options = { batchSize: 3, seed: 4, epoch: 2 };
  const whole = [...epochFloatBatches(numbered(10), options)];
  expect([...epochFloatBatches(numbered(10), { ...options, skipBatches: 2 })]).toEqual(whole.slice(2));
  expect([...epochFloatBatches(numbered(10), { ...options, skipBatches: 4 })]).toEqual([]);
});

test('tensors have their shapes, and none is left when each batch is disposed of, or the loop is left', () => {
  const before = tf.memory().numTensors;
  for (const { images, labels, count } of epochBatches(numbered(5), { batchSize: 3, seed: 1, epoch: 1 })) {
    expect(images.shape).toEqual([count, 1, 2, 2]);
    expect(images.dtype).toBe('float32');
    expect(labels.shape).toEqual([count, 3]);
    tf.dispose([images, labels]);
    expect(tf.memory().numTensors).toBe(before);
  }
  for (const { images, labels } of epochBatches(numbered(5), { batchSize: 1, seed: 1, epoch: 1 })) {
    tf.dispose([images, labels]);
    break;
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('the tensors of a batch hold the values of its arrays', () => {
  const dataset = numbered(4);
  const batch = toTensors(dataset, floatBatch(dataset, [3, 1]));
  expect([...batch.labels.dataSync()]).toEqual([1, 0, 0, 0, 1, 0]);
  expect([...batch.images.dataSync()]).toEqual([3, 3, 3, 3, 1, 1, 1, 1].map((v) => Math.fround(v / 255)));
  tf.dispose([batch.images, batch.labels]);
});

test('an empty dataset has no batches', () => {
  expect([...epochFloatBatches(numbered(0), { batchSize: 3, seed: 1, epoch: 1 })]).toEqual([]);
});

test('bad arguments are refused at the call', () => {
  const dataset = numbered(3);
  const good = { batchSize: 2, seed: 1, epoch: 1 };
  expect(() => epochBatches(dataset, { ...good, batchSize: 0 })).toThrow('requires batchSize');
  expect(() => epochBatches(dataset, { ...good, epoch: 0 })).toThrow('requires epoch');
  expect(() => epochBatches(dataset, { ...good, seed: -1 })).toThrow('requires seed');
  expect(() => epochBatches(dataset, { ...good, skipBatches: 0.5 })).toThrow('requires skipBatches');
  expect(() => floatBatch(dataset, [3])).toThrow('positions from 0 to 2 in numbered, got 3');
  expect(() => floatBatch({ ...dataset, classNames: ['a'] }, [1])).toThrow('has label 1 but 1 class names');
});
