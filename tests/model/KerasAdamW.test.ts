import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { KerasAdamW, kerasAdamW } from '../../src/model/KerasAdamW';

describe.each(['tensorflow', 'cpu'] as const)('kerasAdamW on %s', (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: backend });
  });

  test('decays with the learning rate of the update, then takes the step of Adam', () => {
    const [rate, decay, weightDecay] = [0.1, 0.5, 0.3];
    const w = tf.tidy(() => tf.variable(tf.tensor1d([1, -2, 0])));
    const optimizer = kerasAdamW({ learningRate: rate, decay, weightDecay });
    const expected = [1, -2, 0];
    for (let t = 0; t < 4; t++) {
      // With gradients of 1, m / √v is 1 once the corrections for the start are made.
      optimizer.minimize(() => tf.sum(w), false, [w]);
      const rateNow = rate / (1 + decay * t);
      expected.forEach((value, i) => (expected[i] = value * (1 - rateNow * weightDecay) - rateNow));
    }
    w.dataSync().forEach((value, i) => expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-5));
    tf.dispose(w);
    optimizer.dispose();
  });

  test('what is excluded by name does not decay', () => {
    const names = ['a_bias/kernel', 'dense/bias', 'norm/gamma', 'norm/beta', 'dense/kernel_1'];
    const variables = names.map((name) => tf.tidy(() => tf.variable(tf.scalar(1), true, `${backend}/${name}`)));
    const moved = (options: { exclude?: string[] }) => {
      variables.forEach((variable) => tf.tidy(() => variable.assign(tf.scalar(1))));
      // Without a gradient Adam moves nothing, so that what moves has decayed.
      const zero = tf.scalar(0);
      const optimizer = kerasAdamW({ learningRate: 0.1, weightDecay: 1, ...options });
      optimizer.applyGradients(variables.map(({ name }) => ({ name, tensor: zero })));
      tf.dispose(zero);
      optimizer.dispose();
      return variables.map((variable) => variable.dataSync()[0]!.toFixed(4));
    };
    expect(moved({})).toEqual(['0.9000', '1.0000', '1.0000', '1.0000', '0.9000']);
    expect(moved({ exclude: [] })).toEqual(Array(5).fill('0.9000'));
    expect(moved({ exclude: ['kernel', 'eta'] })).toEqual(['1.0000', '0.9000', '0.9000', '1.0000', '1.0000']);
    tf.dispose(variables);
  });

  test('a small decay adds up as it should', () => {
    const [learningRate, weightDecay, updates] = [1e-4, 0.004, 500];
    const values = Float32Array.from({ length: 2000 }, (_, i) => (i + 1) / 1000);
    const w = tf.tidy(() => tf.variable(tf.tensor1d(values)));
    const zero = tf.zeros([2000]);
    const optimizer = kerasAdamW({ learningRate, weightDecay });
    for (let t = 0; t < updates; t++) optimizer.applyGradients([{ name: w.name, tensor: zero }]);
    const sum = (numbers: Float32Array) => numbers.reduce((total, value) => total + value, 0);
    const lost = 1 - sum(w.dataSync() as Float32Array) / sum(values);
    expect(lost / (1 - (1 - learningRate * weightDecay) ** updates)).toBeCloseTo(1, 1);
    tf.dispose([w, zero]);
    optimizer.dispose();
  });

  test('a strong gradient does not disturb the decay', () => {
    const w = tf.tidy(() => tf.variable(tf.tensor1d([1, 1e-3, -1e3])));
    const optimizer = kerasAdamW({ learningRate: 1e-12, weightDecay: 1e11 });
    const gradient = tf.tensor1d([1e6, -1e6, 1e6]);
    optimizer.applyGradients([{ name: w.name, tensor: gradient }]);
    w.dataSync().forEach((value, i) => expect(value / [0.9, 0.9e-3, -0.9e3][i]!).toBeCloseTo(1, 6));
    tf.dispose([w, gradient]);
    optimizer.dispose();
  });

  test('another holder of the weights keeps the old values', () => {
    const w = tf.tidy(() => tf.variable(tf.ones([1000])));
    const holder = tf.clone(w as tf.Tensor);
    const gradient = tf.zeros([1000]);
    const optimizer = kerasAdamW({ learningRate: 0.1, weightDecay: 1 });
    optimizer.applyGradients([{ name: w.name, tensor: gradient }]);
    expect(holder.dataSync().every((value) => value === 1)).toBe(true);
    expect(w.dataSync().every((value) => Math.abs(value - 0.9) < 1e-6)).toBe(true);
    tf.dispose([w, holder, gradient]);
    optimizer.dispose();
  });
});

test('the configuration makes the same optimizer again', () => {
  const config = { learningRate: 1e-4, beta1: 0.8, beta2: 0.99, epsilon: 1e-8, decay: 1e-6 };
  const whole = { ...config, weightDecay: 0.1, exclude: ['bias'] };
  expect(kerasAdamW(whole).getConfig()).toEqual(whole);
  expect(KerasAdamW.fromConfig(KerasAdamW, whole).getConfig()).toEqual(whole);
  expect(kerasAdamW().getClassName()).toBe('KerasAdamW');
  expect(kerasAdamW().getConfig()).toMatchObject({ weightDecay: 0.004, exclude: ['bias', 'gamma', 'beta'] });
});

test('options out of range are refused', () => {
  expect(() => kerasAdamW({ learningRate: 0 })).toThrow('kerasAdamW requires learningRate to be a number above 0');
  expect(() => kerasAdamW({ weightDecay: -1 })).toThrow(
    'kerasAdamW requires weightDecay to be a number from 0 to below',
  );
  expect(() => kerasAdamW({ learningRate: 0.5, weightDecay: 2 })).toThrow('below 1 / learningRate, got 2');
});
