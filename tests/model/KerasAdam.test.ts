import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { convNet } from '../../src/model/network';
import { KerasAdam, kerasAdam } from '../../src/model/KerasAdam';
import { trainStep } from '../../src/model/trainStep';
import { goldenBatch } from '../golden/golden';
import { compiled } from './compiled';

const small = { filters: 2, denseUnits: 4, inputShape: [12, 12, 3] as [number, number, number], l2: 0.01 };

describe.each(['tensorflow', 'cpu'] as const)('kerasAdam on %s', (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: backend });
  });

  test('follows the formula, in double precision by hand', () => {
    const [rate, beta1, beta2, epsilon, decay] = [0.1, 0.9, 0.999, 1e-7, 0.5];
    const w = tf.variable(tf.tensor1d([1, -2]));
    const optimizer = kerasAdam({ learningRate: rate, decay });
    const expected = [1, -2];
    const m = [0, 0];
    const v = [0, 0];
    for (let t = 0; t < 4; t++) {
      optimizer.minimize(() => tf.sum(tf.square(w)), false, [w]);
      const step = ((rate / (1 + decay * t)) * Math.sqrt(1 - beta2 ** (t + 1))) / (1 - beta1 ** (t + 1));
      expected.forEach((value, i) => {
        const gradient = 2 * value;
        m[i]! += (gradient - m[i]!) * (1 - beta1);
        v[i]! += (gradient ** 2 - v[i]!) * (1 - beta2);
        expected[i]! -= (step * m[i]!) / (Math.sqrt(v[i]!) + epsilon);
      });
    }
    w.dataSync().forEach((value, i) => expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-5));
    expect(optimizer.iterations).toBe(4);
    expect(optimizer.currentLearningRate).toBeCloseTo(0.1 / (1 + 0.5 * 4), 10);
  });

  test('saved and restored, training goes on as if it had not stopped', async () => {
    const batch = goldenBatch(0, 8);
    const options = { learningRate: 1e-2, decay: 0.1 };
    const optimizer = kerasAdam(options);
    const model = compiled(convNet({ ...small, seed: 1 }), optimizer);
    for (let i = 0; i < 3; i++) await trainStep(model, batch);
    const weights = model.getWeights().map((w) => w.clone());
    const state = (await optimizer.getWeights()).map(({ name, tensor }) => ({
      name,
      tensor: tensor.clone(),
    }));
    const goOn = async (with_: KerasAdam) => {
      compiled(model, with_);
      for (let i = 0; i < 3; i++) await trainStep(model, batch);
      return model.getWeights().map((w) => Array.from(w.dataSync()));
    };
    const expected = await goOn(optimizer);

    model.setWeights(weights);
    const restored = kerasAdam(options);
    await restored.setWeights(state);
    tf.dispose(state.map(({ tensor }) => tensor));
    expect(await goOn(restored)).toEqual(expected);

    model.setWeights(weights);
    expect(await goOn(kerasAdam(options))).not.toEqual(expected);
  });

  test('a state that is read stays what it was while training goes on', async () => {
    const w = tf.variable(tf.tensor1d([1, 2, 3]));
    const optimizer = kerasAdam();
    const step = () => optimizer.applyGradients([{ name: w.name, tensor: tf.tensor1d([1, 1, 1]) }]);
    step();
    const copy = tf.clone((await optimizer.getWeights())[1]!.tensor);
    const weightsThen = tf.clone(w as tf.Tensor);
    const before = [Array.from(copy.dataSync()), Array.from(weightsThen.dataSync())];
    step();
    expect([Array.from(copy.dataSync()), Array.from(weightsThen.dataSync())]).toEqual(before);
    expect(Array.from(w.dataSync())).not.toEqual(before[1]);
  });

  test("the caller's own array is not written over", () => {
    // Arrays of several sizes, since TensorFlow shares some with JavaScript and copies others.
    for (const size of [1, 3, 16, 1000, 4096, 100_000]) {
      const own = new Float32Array(size).fill(1);
      const w = tf.variable(tf.tensor1d(own));
      kerasAdam().applyGradients([{ name: w.name, tensor: tf.ones([size]) }]);
      expect(own.every((value) => value === 1)).toBe(true);
      expect(w.dataSync().every((value) => value < 1)).toBe(true);
    }
  });

  test('dispose frees everything', async () => {
    const w = tf.tidy(() => tf.variable(tf.zeros([5, 5])));
    const gradient = tf.ones([5, 5]);
    const { numTensors, numBytes, numDataBuffers } = tf.memory();
    const optimizer = kerasAdam();
    for (let i = 0; i < 3; i++) optimizer.applyGradients([{ name: w.name, tensor: gradient }]);
    await optimizer.getWeights();
    // Two means of 25 floats, and the counter.
    expect(tf.memory().numBytes - numBytes).toBe(4 * (2 * 25 + 1));
    optimizer.dispose();
    expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers });
  });

  test('a frozen variable and one without gradient stay as they are', () => {
    const w = tf.variable(tf.tensor1d([1]));
    const other = tf.variable(tf.tensor1d([1]));
    kerasAdam().minimize(() => tf.sum(tf.square(w)), false, [w, other]);
    expect(other.dataSync()[0]).toBe(1);
    expect(w.dataSync()[0]).toBeLessThan(1);
  });
});

test('the configuration makes the same optimizer again', () => {
  const config = { learningRate: 1e-4, beta1: 0.8, beta2: 0.99, epsilon: 1e-8, decay: 1e-6 };
  expect(kerasAdam(config).getConfig()).toEqual(config);
  expect(KerasAdam.fromConfig(KerasAdam, config).getConfig()).toEqual(config);
});

test('options out of range are refused', () => {
  expect(() => kerasAdam({ learningRate: 0 })).toThrow('requires learningRate to be a number above 0, got 0');
  expect(() => kerasAdam({ decay: -1 })).toThrow('requires decay');
  expect(() => kerasAdam({ beta1: 1 })).toThrow('requires beta1');
});

test('a gradient of an unknown variable is refused', async () => {
  await useBackend();
  expect(() => kerasAdam().applyGradients([{ name: 'nobody', tensor: tf.scalar(1) }])).toThrow("unknown 'nobody'");
});
