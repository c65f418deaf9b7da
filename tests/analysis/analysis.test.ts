import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { accuracyStandardError, generalizationGap } from '../../src/analysis/accuracy';
import { deadUnits } from '../../src/analysis/deadUnits';
import { gradientCheck } from '../../src/analysis/gradientCheck';
import { brightnessDataset, smallNetwork } from '../training/smallRun';
import { historyOf } from '../charts/histories';

beforeAll(() => useBackend());

/** A dense layer from 2 inputs to 2 units with these weights. */
function denseWith(kernel: number[][]): tf.Sequential {
  const layer = tf.layers.dense({ inputShape: [2], units: 2 });
  const model = tf.sequential({ layers: [layer] });
  layer.setWeights([tf.tensor2d(kernel), tf.tensor1d([0, 0])]);
  return model;
}

test('deadUnits counts units that are 0 on every image, and only those', async () => {
  const conv = tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 3, kernelSize: 3, activation: 'relu' });
  const dense = tf.layers.dense({ units: 3, activation: 'softmax' });
  const model = tf.sequential({ layers: [conv, tf.layers.flatten(), dense] });
  // Pixels are never negative. Filter 0 sees them with weight 1, filter 1 with −1 (always 0), filter 2 nothing but its
  // bias of −0.5 and pixel sums of up to 27: alive on bright images alone.
  const kernel = tf.stack([tf.ones([3, 3, 3]), tf.mul(tf.ones([3, 3, 3]), -1), tf.fill([3, 3, 3], 0.03)], 3);
  conv.setWeights([kernel, tf.tensor1d([0, 0, -0.5])]);
  const before = tf.memory().numTensors;
  expect(await deadUnits(model, brightnessDataset(30))).toEqual([{ layer: 'Conv2D 1', units: 3, dead: 1, which: [1] }]);
  expect(tf.memory().numTensors).toBe(before);
});

test('deadUnits counts where the ReLU is a layer of its own, behind a normalization', async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 2, kernelSize: 3 }),
      tf.layers.batchNormalization(),
      tf.layers.activation({ activation: 'relu' }),
      tf.layers.reLU(),
    ],
  });
  const normalization = model.layers[1]!;
  // Beta so far below 0 that the second filter never answers.
  normalization.setWeights([tf.ones([2]), tf.tensor1d([100, -100]), tf.zeros([2]), tf.ones([2])]);
  expect(await deadUnits(model, brightnessDataset(6))).toEqual([
    { layer: 'Activation 1', units: 2, dead: 1, which: [1] },
    { layer: 'ReLU 1', units: 2, dead: 1, which: [1] },
  ]);
  model.dispose();
});

test('deadUnits asks for a ReLU layer', async () => {
  await expect(deadUnits(denseWith([[1, 2], [3, 4]]), brightnessDataset(3))).rejects.toThrow(/activation 'relu'/); // prettier-ignore
});

test('gradientCheck accepts the right gradient and catches a wrong one', async () => {
  const x = tf.tensor1d([0.5, -1, 2]);
  const before = tf.memory().numTensors;
  const right = await gradientCheck((w) => tf.mul(0.01, tf.sum(tf.square(w))).asScalar(), x);
  [0.01 * 2 * 0.5, 0.01 * 2 * -1, 0.01 * 2 * 2].forEach((g, i) => expect(right.analytic[i]).toBeCloseTo(g, 6));
  expect(right.maxRelativeError).toBeLessThan(1e-3);
  expect(tf.memory().numTensors).toBe(before);
  const forgotHalf = tf.customGrad((w) => ({
    value: tf.mul(0.01, tf.sum(tf.square(w as tf.Tensor))),
    gradFunc: (dy: tf.Tensor) => tf.mul(dy, tf.mul(0.01, w as tf.Tensor)),
  }));
  const wrong = await gradientCheck((w) => forgotHalf(w) as tf.Scalar, x);
  expect(wrong.maxRelativeError).toBeCloseTo(0.5, 2);
});

test('deadUnits frees its batch when the model does not take the images', async () => {
  const dense = tf.layers.dense({ inputShape: [5], units: 2, activation: 'relu' });
  const model = tf.sequential({ layers: [dense] });
  const before = tf.memory().numTensors;
  await expect(deadUnits(model, brightnessDataset(3))).rejects.toThrow();
  expect(tf.memory().numTensors).toBe(before);
});

test('gradientCheck checks more elements than it reads at once, each in its place', async () => {
  const x = tf.range(1, 301).div(100).reshape([3, 100]);
  const before = tf.memory().numTensors;
  const { analytic, numeric } = await gradientCheck((w) => tf.sum(tf.mul(w, tf.square(w))), x, { step: 0.5 });
  expect(tf.memory().numTensors).toBe(before);
  expect(analytic).toHaveLength(300);
  for (const i of [0, 63, 64, 299]) {
    const value = (i + 1) / 100;
    expect(analytic[i]).toBeCloseTo(3 * value ** 2, 4);
    // Of x³ the centered difference is 3x² + h².
    expect(Math.abs(numeric[i]! - (3 * value ** 2 + 0.5 ** 2))).toBeLessThan(0.01);
  }
});

test('gradientCheck frees everything when the function throws or returns no scalar', async () => {
  const x = tf.tensor1d([1, 2, 3]);
  const before = tf.memory().numTensors;
  let calls = 0;
  const failsLater = (w: tf.Tensor): tf.Scalar => {
    const value = tf.sum(tf.square(w)) as tf.Scalar;
    if (++calls > 3) throw new Error('on purpose');
    return value;
  };
  await expect(gradientCheck(failsLater, x)).rejects.toThrow('on purpose');
  await expect(gradientCheck((w) => tf.square(w) as tf.Scalar, x)).rejects.toThrow(/got shape \[3\]; add tf.sum/);
  await expect(gradientCheck((w) => tf.sum(w), x, { step: 0 })).rejects.toThrow(/step above 0, got 0/);
  expect(tf.memory().numTensors).toBe(before);
});

test('nothing reads synchronously', async () => {
  const model = smallNetwork();
  const x = tf.tensor1d([1, 2]);
  const reading = jest.spyOn(tf.Tensor.prototype, 'dataSync').mockImplementation(() => {
    throw new Error('This backend has no synchronous read.');
  });
  try {
    await deadUnits(model, brightnessDataset(5));
    await gradientCheck((w) => tf.sum(tf.square(w)), x);
  } finally {
    reading.mockRestore();
  }
});

test('generalizationGap subtracts in the right direction', () => {
  const history = historyOf('a', [{ train: [1.5, 0.6], validation: [1.9, 0.4] }]);
  expect(generalizationGap(history).dataLoss).toBeCloseTo(1.9 - 1.5);
  expect(generalizationGap(history).accuracy).toBeCloseTo(0.6 - 0.4);
  expect(() => generalizationGap(history, { epoch: 2 })).toThrow(/requires epoch 2 with validation/);
});

test('accuracyStandardError is the binomial one', () => {
  expect(accuracyStandardError(0.4, { images: 1000 })).toBeCloseTo(Math.sqrt((0.4 * 0.6) / 1000), 12);
  expect(() => accuracyStandardError(1.2, { images: 10 })).toThrow(/accuracy from 0 to 1/);
});
