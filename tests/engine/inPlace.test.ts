import * as tf from '@tensorflow/tfjs';
import { addScaled } from '../../src/engine/tensorflow/inPlace';
import { useBackend } from '../../src/engine';

beforeAll(async () => {
  await useBackend();
});

test('addScaled adds, consumes its target and leaves its addend alone', () => {
  const addend = tf.tensor1d([10, 20]);
  const { numTensors } = tf.memory();
  const sum = addScaled(tf.tensor1d([1, 2]), 0.5, addend);
  expect(Array.from(sum.dataSync())).toEqual([1 + 0.5 * 10, 2 + 0.5 * 20]);
  expect(Array.from(addend.dataSync())).toEqual([10, 20]);
  sum.dispose();
  expect(tf.memory().numTensors).toBe(numTensors);
});

test('another holder of the target keeps the old values', () => {
  const target = tf.add(tf.tensor1d([1, 2]), 0);
  const holder = target.clone();
  const own = new Float32Array(1024).fill(3);
  expect(Array.from(addScaled(target, 1, tf.ones([2])).dataSync())).toEqual([2, 3]);
  expect(Array.from(holder.dataSync())).toEqual([1, 2]);
  addScaled(tf.tensor1d(own), 1, tf.ones([1024]));
  expect(own.every((value) => value === 3)).toBe(true);
});
