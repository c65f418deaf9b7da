import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/tensorflow';
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

  test('it leaves no tensor behind', () => {
    const weights = tf.tensor1d([1, 2]);
    const before = tf.memory().numTensors;
    const regularizer = l2Regularizer({ l2: 0.01 });
    tf.dispose([regularizer.apply(weights), tf.grad((w) => regularizer.apply(w))(weights)]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a model with it can be saved and loaded', async () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 2, inputShape: [3], kernelRegularizer: l2Regularizer({ l2: 0.25 }) })],
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
});
