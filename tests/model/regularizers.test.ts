import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import {
  l1Regularizer,
  l1l2Regularizer,
  l2Regularizer,
  l2ToLambda,
  lambdaToL2,
  totalPenalty,
} from '../../src/model/regularizers';

describe.each(['tensorflow', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: backend });
  });

  test("l2Regularizer is Keras's: without the ½", () => {
    const weights = tf.tensor1d([1, 2, 3, 4]);
    expect(l2Regularizer({ l2: 0.01 }).apply(weights).dataSync()[0]).toBeCloseTo(0.01 * (1 + 4 + 9 + 16), 6);
    expect(l1Regularizer({ l1: 0.1 }).apply(weights).dataSync()[0]).toBeCloseTo(0.1 * (1 + 2 + 3 + 4), 6);
    expect(l1l2Regularizer({ l1: 0.1, l2: 0.01 }).apply(weights).dataSync()[0]).toBeCloseTo(0.1 * 10 + 0.01 * 30, 6);
  });

  test('its gradient is 2 · l2 · w', () => {
    const gradient = tf.grad((w) => l2Regularizer({ l2: 0.01 }).apply(w))(tf.tensor1d([1, -2, 0]));
    const expected = [2 * 0.01 * 1, 2 * 0.01 * -2, 0];
    gradient.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 8));
  });

  test.each([
    ['L1', l1Regularizer({ l1: 0.1 }), [0.1, -0.1, 0]],
    ['the elastic net', l1l2Regularizer({ l1: 0.1, l2: 0.01 }), [0.1 + 0.02, -0.1 - 0.04, 0]],
    ['L1 of strength 0', l1Regularizer({ l1: 0 }), [0, 0, 0]],
  ])('the gradient of %s, which is 0 at w = 0, as in Keras', (_, regularizer, expected) => {
    const gradient = tf.grad((w) => regularizer.apply(w))(tf.tensor1d([1, -2, 0]));
    gradient.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
    if (backend === 'cpu') return;
    const weights = tf.tensor1d([1, -2, 0]);
    const { numTensors } = tf.memory();
    const sum = regularizer.addGradient(tf.ones([3]), weights);
    sum.dataSync().forEach((value, i) => expect(value).toBeCloseTo(1 + expected[i]!, 6));
    sum.dispose();
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  test.each([
    ['L1', l1Regularizer({ l1: 0.1 })],
    ['L2', l2Regularizer({ l2: 0.01 })],
    ['L1L2', l1l2Regularizer({ l1: 0.1, l2: 0.01 })],
  ])('%s leaves no tensor behind', (name, regularizer) => {
    const weights = tf.tensor1d([1, 2]);
    const before = tf.memory().numTensors;
    tf.dispose([regularizer.apply(weights), tf.grad((w) => regularizer.apply(w))(weights)]);
    expect(tf.memory().numTensors).toBe(before);
    expect(regularizer.getClassName()).toBe(name);
  });

  test.each([
    ['L1', l1Regularizer({ l1: 0.25 })],
    ['L2', l2Regularizer({ l2: 0.25 })],
    ['L1L2', l1l2Regularizer({ l1: 0.25, l2: 0.5 })],
    ["tfjs's own", tf.regularizers.l1({ l1: 0.25 })],
  ])('a model with %s can be saved and loaded', async (_, kernelRegularizer) => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 2, inputShape: [3], kernelRegularizer })],
    });
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
    expect(await totalPenalty(model)).toBeGreaterThan(0);
    expect(await totalPenalty(loaded)).toBeCloseTo(await totalPenalty(model), 6);
  });
});

test("the article's λ = 0.02 is Keras's l2 = 0.01", () => {
  expect(lambdaToL2(0.02)).toBe(0.01);
  expect(l2ToLambda(0.01)).toBe(0.02);
});

test('a number in place of the object is refused', () => {
  expect(() => l2Regularizer(0.01 as unknown as { l2: number })).toThrow('l2Regularizer({ l2: 0.01 })');
  expect(() => l2Regularizer({ l2: -0.01 })).toThrow('at least 0, got -0.01');
  expect(() => l1Regularizer({ l1: Number.NaN })).toThrow('got NaN');
  expect(() => l1l2Regularizer({ l1: 1, l2: -1 })).toThrow('l1l2Regularizer requires l2 to be a number of at least 0');
});
