import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { TENSORFLOW_OPS } from '../../src/engine/tensorflow/ops';

beforeAll(() => useBackend({ prefer: 'tensorflow', deterministic: true }));
afterAll(() => {
  delete process.env['TF_DETERMINISTIC_OPS'];
  delete process.env['TF_CUDNN_DETERMINISTIC'];
});

test('the cross-entropy is the same by ops that can be deterministic on a card', () => {
  expect(process.env['TF_DETERMINISTIC_OPS']).toBe('1');
  const logits = tf.tensor2d([
    [1, 2, 3],
    [1000, 0, -1000],
  ]);
  const labels = tf.tensor2d([
    [0, 0, 1],
    [0, 1, 0],
  ]);
  const { numTensors } = tf.memory();
  const byParts = TENSORFLOW_OPS.softmaxCrossentropy(logits, labels);
  delete process.env['TF_DETERMINISTIC_OPS'];
  const byOne = TENSORFLOW_OPS.softmaxCrossentropy(logits, labels);
  const numbers = (tensors: tf.Tensor[]) => tensors.map((tensor) => Array.from(tensor.dataSync()));
  numbers(byParts).forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(numbers(byOne)[i]![j]!, 5)));
  expect(numbers(byParts)[0]![1]).toBeCloseTo(1000, 3);
  tf.dispose([byParts, byOne]);
  expect(tf.memory().numTensors).toBe(numTensors);
});
