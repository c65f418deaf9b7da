import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/tensorflow/useBackend';
import { convNet } from '../../src/model/convNet';
import { kerasAdam } from '../../src/model/KerasAdam';
import { l1Regularizer, l2Regularizer } from '../../src/model/regularizers';
import { evaluateBatch, lossGradients, predictProbabilities, trainStep } from '../../src/model/trainStep';
import { goldenBatch } from '../golden/golden';

const small = { filters: 2, denseUnits: 4, inputShape: [12, 12, 3] as [number, number, number], l2: 0.01 };

describe.each(['tensorflow', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: backend });
  });

  test('steps leave no tensor behind', () => {
    const { images, labels } = goldenBatch(0, 8);
    const model = convNet({ ...small, seed: 1 });
    const optimizer = kerasAdam();
    trainStep(model, optimizer, images, labels);
    const { numTensors, numBytes, numDataBuffers } = tf.memory();
    for (let i = 0; i < 3; i++) {
      trainStep(model, optimizer, images, labels);
      evaluateBatch(model, images, labels);
      predictProbabilities(model, images).dispose();
      tf.dispose(lossGradients(model, images, labels).gradients);
    }
    expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers });
  });

  test("any tfjs optimizer can be used, with the numbers of tfjs's own loop", () => {
    const { images, labels } = goldenBatch(0, 8);
    const [a, b] = [0, 1].map(() => convNet({ ...small, seed: 1 })) as [tf.Sequential, tf.Sequential];
    trainStep(a, tf.train.sgd(0.1), images, labels);
    const { gradients } = lossGradients(b, images, labels);
    tf.train.sgd(0.1).applyGradients(gradients as tf.NamedTensorMap);
    a.getWeights().forEach((weight, i) => {
      expect(tf.max(tf.abs(tf.sub(weight, b.getWeights()[i]!))).dataSync()[0]).toBeLessThan(1e-7);
    });
  });

  test('the loss falls on a batch that is seen again and again', () => {
    const { images, labels } = goldenBatch(0, 8);
    const model = convNet({ ...small, filters: 4, denseUnits: 16, seed: 1 });
    const optimizer = kerasAdam({ learningRate: 0.02 });
    const losses = Array.from({ length: 20 }, () => trainStep(model, optimizer, images, labels).dataLoss);
    expect(losses.at(-1)).toBeLessThan(0.5 * losses[0]!);
  });

  test('frozen layers stay as they are', () => {
    const { images, labels } = goldenBatch(0, 8);
    const model = convNet({ ...small, seed: 1 });
    for (const i of [0, 1, 5]) model.layers[i]!.trainable = false;
    const before = model.layers.map((layer) => layer.getWeights().map((w) => Array.from(w.dataSync())));
    trainStep(model, kerasAdam(), images, labels);
    model.layers.forEach((layer, i) => {
      const now = layer.getWeights().map((w) => Array.from(w.dataSync()));
      if ([0, 1, 3, 5].includes(i)) expect(now).toEqual(before[i]);
      else expect(now).not.toEqual(before[i]);
    });
  });

  test('an explicit input layer changes nothing', () => {
    const { images, labels } = goldenBatch(0, 8);
    const plain = convNet({ ...small, seed: 1 });
    const explicit = tf.sequential({
      layers: [
        tf.layers.inputLayer({ inputShape: small.inputShape }),
        ...convNet({ ...small, seed: 1 }).layers,
      ],
    });
    expect(evaluateBatch(explicit, images, labels)).toEqual(evaluateBatch(plain, images, labels));
    const [a, b] = [explicit, plain].map((model) => trainStep(model, kerasAdam(), images, labels));
    expect(a).toEqual(b);
  });

  test('images and labels of different number are refused', () => {
    const { images } = goldenBatch(0, 8);
    const { labels } = goldenBatch(0, 7);
    const model = convNet({ ...small, seed: 1 });
    expect(() => trainStep(model, kerasAdam(), images, labels)).toThrow('got 8 images and 7 labels');
    expect(() => evaluateBatch(model, images, labels)).toThrow('got 8 images and 7 labels');
  });
});

describe('kernels and automatic differentiation agree', () => {
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
  ])('with %s', (_, options) => {
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
    // tfjs's dropout is unknown to the kernels; at rate 0 it changes nothing.
    const reference = build([tf.layers.dropout({ rate: 0 })]);
    model
      .getWeights()
      .forEach((w, i) => w.shape.length === 1 && model.weights[i]!.write(tf.fill(w.shape, 0.1)));
    reference.setWeights(model.getWeights());
    const { images, labels } = goldenBatch(0, 8);
    const ours = lossGradients(model, images, labels);
    const theirs = lossGradients(reference, images, labels);
    expect(ours.result.dataLoss).toBeCloseTo(theirs.result.dataLoss, 5);
    expect(ours.result.penalty).toBeCloseTo(theirs.result.penalty, 4);
    expect(ours.result.correct).toBe(theirs.result.correct);
    model.trainableWeights.forEach(({ name }, i) => {
      const a = ours.gradients[name]!;
      const b = theirs.gradients[reference.trainableWeights[i]!.name]!;
      const error = tf.div(tf.max(tf.abs(tf.sub(a, b))), tf.max(tf.abs(b))).dataSync()[0];
      expect(error).toBeLessThan(1e-5);
    });
  });
});
