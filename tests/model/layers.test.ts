import * as tf from '@tensorflow/tfjs';
import { opLayers, useBackend } from '../../src/engine';
import { seededDropout } from '../../src/model/Dropout';
import { kerasAdam } from '../../src/model/KerasAdam';
import { l1Regularizer, l2Regularizer } from '../../src/model/regularizers';
import { evaluateBatch, lossGradients, trainStep } from '../../src/model/trainStep';
import { goldenBatch } from '../golden/golden';
import { compiled } from './compiled';

type Layers = tf.layers.Layer[];

/** Layers of each kind that the fast pass knows, between a convolution and the scores. */
const kinds: Record<string, () => Layers> = {
  'ReLU as activation': () => [tf.layers.activation({ activation: 'relu' }), tf.layers.flatten()],
  'ReLU as layer': () => [tf.layers.reLU(), tf.layers.flatten()],
  'no activation': () => [tf.layers.activation({ activation: 'linear' }), tf.layers.flatten()],
  'batch normalization of images': () => [
    tf.layers.batchNormalization(),
    tf.layers.activation({ activation: 'relu' }),
    tf.layers.flatten(),
  ],
  'batch normalization of dense units': () => [
    tf.layers.flatten(),
    tf.layers.dense({ units: 6, useBias: false }),
    tf.layers.batchNormalization({ momentum: 0.7, epsilon: 0.01, axis: 1 }),
    tf.layers.reLU(),
  ],
  'batch normalization with penalties': () => [
    tf.layers.batchNormalization({
      gammaRegularizer: l2Regularizer({ l2: 0.1 }),
      betaRegularizer: l1Regularizer({ l1: 0.1 }),
    }),
    tf.layers.flatten(),
  ],
  'frozen batch normalization': () => {
    const frozen = tf.layers.batchNormalization({ movingVarianceInitializer: tf.initializers.constant({ value: 2 }) });
    frozen.trainable = false;
    return [frozen, tf.layers.flatten()];
  },
  dropout: () => [tf.layers.flatten(), seededDropout({ rate: 0.3 })],
  'dropout of images before a normalization': () => [
    seededDropout({ rate: 0.3 }),
    tf.layers.batchNormalization(),
    tf.layers.flatten(),
  ],
};

function build(between: Layers, extra: Layers): tf.Sequential {
  const model = tf.sequential({
    layers: [
      // Without bias: before a normalization its gradient would be 0, but for rounding.
      tf.layers.conv2d({ inputShape: [12, 12, 3], filters: 3, kernelSize: 3, useBias: false }),
      ...between,
      ...extra,
      tf.layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
  return compiled(model, kerasAdam({ learningRate: 0.01 }));
}

const difference = (a: tf.Tensor, b: tf.Tensor): number =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]! / Math.max(tf.max(tf.abs(b)).dataSync()[0]!, 1e-3));

beforeAll(async () => {
  await useBackend();
});

test.each(Object.entries(kinds))("the fast pass has tfjs's numbers with %s", async (_, between) => {
  const model = build(between(), []);
  // tfjs's own dropout is unknown to the fast ops; at rate 0 it changes nothing.
  const reference = build(between(), [tf.layers.dropout({ rate: 0 })]);
  expect([opLayers(model) !== undefined, opLayers(reference)]).toEqual([true, undefined]);
  reference.setWeights(model.getWeights());
  const batch = goldenBatch(0, 8);
  const before = model.getWeights().map((weight) => weight.arraySync());

  const [ours, theirs] = [await lossGradients(model, batch), await lossGradients(reference, batch)];
  expect(ours.dataLoss).toBeCloseTo(theirs.dataLoss, 5);
  expect(ours.penalty).toBeCloseTo(theirs.penalty, 5);
  expect(Object.keys(ours.gradients)).toEqual(Object.keys(theirs.gradients));
  expect(Object.keys(ours.gradients)).toHaveLength(model.trainableWeights.length);
  Object.entries(ours.gradients).forEach(([name, gradient]) =>
    expect(difference(gradient, theirs.gradients[name]!)).toBeLessThan(1e-4),
  );
  tf.dispose([ours.gradients, theirs.gradients]);
  // A measurement leaves the moving statistics where they are, too.
  for (const each of [model, reference]) expect(each.getWeights().map((weight) => weight.arraySync())).toEqual(before);

  await trainStep(model, batch);
  await trainStep(reference, batch);
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  for (let i = 0; i < 3; i++) {
    const [a, b] = [await trainStep(model, batch), await trainStep(reference, batch)];
    expect(a.dataLoss).toBeCloseTo(b.dataLoss, 4);
  }
  const [a, b] = [await evaluateBatch(model, batch), await evaluateBatch(reference, batch)];
  expect(a.dataLoss).toBeCloseTo(b.dataLoss, 4);
  expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers });
  const moving = model.layers.findIndex((layer) => layer.getClassName() === 'BatchNormalization');
  if (moving >= 0) {
    const [mean, variance] = model.layers[moving]!.weights.slice(2).map((weight) => weight.read());
    const [theirMean, theirVariance] = reference.layers[moving]!.weights.slice(2).map((weight) => weight.read());
    expect(difference(mean!, theirMean!)).toBeLessThan(1e-3);
    // tfjs, too, divides by the number of values, not by one less.
    expect(difference(variance!, theirVariance!)).toBeLessThan(1e-3);
  }
});

test.each<[string, () => Layers]>([
  ['an unknown activation', () => [tf.layers.activation({ activation: 'tanh' }), tf.layers.flatten()]],
  ['a ReLU with an upper end', () => [tf.layers.reLU({ maxValue: 6 }), tf.layers.flatten()]],
  ['normalization along another axis', () => [tf.layers.batchNormalization({ axis: 1 }), tf.layers.flatten()]],
  ['normalization without gamma', () => [tf.layers.batchNormalization({ scale: false }), tf.layers.flatten()]],
  [
    'a constraint on gamma',
    () => [tf.layers.batchNormalization({ gammaConstraint: tf.constraints.nonNeg() }), tf.layers.flatten()],
  ],
  ["tfjs's own dropout", () => [tf.layers.flatten(), tf.layers.dropout({ rate: 0.5 })]],
])('%s is left to tfjs', (_, between) => {
  expect(opLayers(build(between(), []))).toBeUndefined();
});
