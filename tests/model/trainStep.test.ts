import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { convNet } from '../../src/model/network';
import { kerasAdam } from '../../src/model/KerasAdam';
import { l1Regularizer, l2Regularizer } from '../../src/model/regularizers';
import { evaluateBatch, lossGradients, trainStep } from '../../src/model/trainStep';
import { goldenBatch } from '../golden/golden';
import { compiled } from './compiled';

const small = { filters: 2, denseUnits: 4, inputShape: [12, 12, 3] as [number, number, number], l2: 0.01 };

describe.each(['tensorflow', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: backend });
  });

  test('steps leave no tensor behind', async () => {
    const batch = goldenBatch(0, 8);
    const model = compiled(convNet({ ...small, seed: 1 }), kerasAdam());
    await trainStep(model, batch);
    const { numTensors, numBytes, numDataBuffers } = tf.memory();
    for (let i = 0; i < 3; i++) {
      await trainStep(model, batch);
      await evaluateBatch(model, batch);
      tf.dispose((await lossGradients(model, batch)).gradients);
    }
    expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers });
  });

  test("any tfjs optimizer can be used, with the numbers of tfjs's own loop", async () => {
    const batch = goldenBatch(0, 8);
    const [a, b] = [0, 1].map(() => convNet({ ...small, seed: 1 })) as [tf.Sequential, tf.Sequential];
    await trainStep(compiled(a, tf.train.sgd(0.1)), batch);
    const { gradients } = await lossGradients(b, batch);
    // In the order of the layers: of each its kernel weights and its biases.
    const variables = b.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const named = Object.values(gradients).map((tensor, i) => ({ name: variables[i]!.name, tensor }));
    tf.train.sgd(0.1).applyGradients(named);
    a.getWeights().forEach((weight, i) => {
      expect(tf.max(tf.abs(tf.sub(weight, b.getWeights()[i]!))).dataSync()[0]).toBeLessThan(1e-7);
    });
  });

  test('the loss falls on a batch that is seen again and again', async () => {
    const batch = goldenBatch(0, 8);
    const network = convNet({ ...small, filters: 4, denseUnits: 16, seed: 1 });
    const model = compiled(network, kerasAdam({ learningRate: 0.02 }));
    const losses: number[] = [];
    for (let i = 0; i < 20; i++) losses.push((await trainStep(model, batch)).dataLoss);
    expect(losses.at(-1)).toBeLessThan(0.5 * losses[0]!);
  });

  test('frozen layers stay as they are', async () => {
    const batch = goldenBatch(0, 8);
    const model = compiled(convNet({ ...small, seed: 1 }), kerasAdam());
    for (const i of [0, 1, 5]) model.layers[i]!.trainable = false;
    const before = model.layers.map((layer) => layer.getWeights().map((w) => Array.from(w.dataSync())));
    await trainStep(model, batch);
    model.layers.forEach((layer, i) => {
      const now = layer.getWeights().map((w) => Array.from(w.dataSync()));
      if ([0, 1, 3, 5].includes(i)) expect(now).toEqual(before[i]);
      else expect(now).not.toEqual(before[i]);
    });
  });

  test('an explicit input layer changes nothing', async () => {
    const batch = goldenBatch(0, 8);
    const plain = convNet({ ...small, seed: 1 });
    const explicit = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: small.inputShape }), ...convNet({ ...small, seed: 1 }).layers],
    });
    expect(await evaluateBatch(explicit, batch)).toEqual(await evaluateBatch(plain, batch));
    const steps = [explicit, plain].map((model) => trainStep(compiled(model, kerasAdam()), batch));
    const [a, b] = await Promise.all(steps);
    expect(a).toEqual(b);
  });

  test('images and labels of different number are refused', async () => {
    const { images } = goldenBatch(0, 8);
    const { labels } = goldenBatch(0, 7);
    const model = compiled(convNet({ ...small, seed: 1 }), kerasAdam());
    for (const use of [trainStep, evaluateBatch, lossGradients]) {
      await expect(use(model, { images, labels })).rejects.toThrow('got 8 images and 7 labels');
    }
  });

  test('a model that is not compiled is refused', async () => {
    const step = trainStep(convNet({ ...small, seed: 1 }), goldenBatch(0, 8));
    await expect(step).rejects.toThrow('requires a compiled model; call model.compile');
  });
});

describe('ops and automatic differentiation agree', () => {
  beforeAll(async () => {
    await useBackend();
  });

  test.each([
    ['strides and zero padding', { strides: 2, padding: 'same' as const }],
    ['no bias, no activation', { useBias: false, activation: 'linear' as const }],
    [
      'penalties on every weight',
      { kernelRegularizer: l1Regularizer({ l1: 0.1 }), biasRegularizer: l2Regularizer({ l2: 1 }) },
    ],
  ])('with %s', async (_, options) => {
    const build = (extra: tf.layers.Layer[]) =>
      tf.sequential({
        layers: [
          tf.layers.conv2d({
            inputShape: [12, 12, 3],
            filters: 3,
            kernelSize: [3, 2],
            activation: 'relu',
            ...options,
          }),
          tf.layers.conv2d({ filters: 2, kernelSize: 3, ...options }),
          tf.layers.flatten(),
          ...extra,
          tf.layers.dense({ units: 10, activation: 'softmax' }),
        ],
      });
    const model = build([]);
    // tfjs's dropout is unknown to the fast ops; at rate 0 it changes nothing.
    const reference = build([tf.layers.dropout({ rate: 0 })]);
    model.getWeights().forEach((w, i) => w.shape.length === 1 && model.weights[i]!.write(tf.fill(w.shape, 0.1)));
    reference.setWeights(model.getWeights());
    const batch = goldenBatch(0, 8);
    const [ours, theirs] = [await lossGradients(model, batch), await lossGradients(reference, batch)];
    expect(ours.dataLoss).toBeCloseTo(theirs.dataLoss, 5);
    expect(ours.penalty).toBeCloseTo(theirs.penalty, 4);
    expect(ours.correct).toBe(theirs.correct);
    expect(Object.keys(ours.gradients)).toEqual(Object.keys(theirs.gradients));
    expect(Object.keys(ours.gradients)).toHaveLength(model.trainableWeights.length);
    Object.entries(ours.gradients).forEach(([name, a]) => {
      const b = theirs.gradients[name]!;
      const error = tf.div(tf.max(tf.abs(tf.sub(a, b))), tf.max(tf.abs(b))).dataSync()[0];
      expect(error).toBeLessThan(1e-5);
    });
  });
});
