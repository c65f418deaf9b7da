import * as tf from '@tensorflow/tfjs';
import { epochBatches } from '../../src/data/batches';
import type { Batch } from '../../src/data/batches';
import { syntheticShapes } from '../../src/data/synthetic';
import { useBackend } from '../../src/engine';
import { useNativeOps } from '../../src/engine/tensorflow/nativeOps';
import { convNet } from '../../src/model/network';
import { kerasAdam } from '../../src/model/KerasAdam';
import { kerasAdamW } from '../../src/model/KerasAdamW';
import { l1l2Regularizer, l1Regularizer, l2Regularizer, totalPenalty } from '../../src/model/regularizers';
import { trainStep } from '../../src/model/trainStep';
import { compiled } from './compiled';

beforeAll(async () => {
  await useBackend({ prefer: 'tensorflow' });
  expect(useNativeOps(true)).toBe(true);
  [batch] = epochBatches(train, { batchSize: 16, epoch: 1 });
});

const { train } = syntheticShapes({ trainImages: 16, testImages: 1 });
let batch: Batch | undefined;

test('a layer of five million weights is updated by rows as it is in one piece', async () => {
  const results = [];
  for (const native of [true, false]) {
    expect(useNativeOps(native)).toBe(native);
    // 26 · 26 · 8 · 1000 weights: no whole number of rows makes one part, and the last part is shorter.
    const model = convNet({ filters: 8, denseUnits: 1000, l2: 0.01, seed: 1 });
    compiled(model, kerasAdamW({ learningRate: 0.001, weightDecay: 0.1 }));
    const steps = [await trainStep(model, batch!), await trainStep(model, batch!)];
    results.push({ model, steps, weights: model.getWeights() });
  }
  useNativeOps(true);
  const [ours, theirs] = results;
  ours!.steps.forEach(({ dataLoss, penalty, correct }, i) => {
    expect(penalty).toBeGreaterThan(1);
    expect(penalty / theirs!.steps[i]!.penalty).toBeCloseTo(1, 5);
    expect(dataLoss / theirs!.steps[i]!.dataLoss).toBeCloseTo(1, 4);
    expect(correct).toBe(theirs!.steps[i]!.correct);
  });
  for (const [i, weights] of ours!.weights.entries()) {
    // Two steps of 0.001, each the same to some digits.
    const difference = tf.tidy(() => tf.max(tf.abs(tf.sub(weights, theirs!.weights[i]!))));
    expect((await difference.data())[0]).toBeLessThan(2e-5);
  }
  results.forEach(({ model }) => model.dispose());
});

describe('the penalty of a step is that of the weights before it, each counted once', () => {
  const flatten = () => tf.layers.flatten({ inputShape: [32, 32, 3] });
  const last = () => tf.layers.dense({ units: 10, activation: 'softmax' });
  const dense = (options: object) => tf.layers.dense({ units: 4, activation: 'relu', ...options });
  const frozen = () => {
    const layer = dense({ kernelRegularizer: l2Regularizer({ l2: 0.5 }) });
    layer.trainable = false;
    return layer;
  };
  const penalty = l1l2Regularizer({ l1: 0.1, l2: 0.2 });
  test.each([
    ['none', () => dense({})],
    ['L2 of the kernel weights', () => dense({ kernelRegularizer: l2Regularizer({ l2: 0.5 }) })],
    ['L1', () => dense({ kernelRegularizer: l1Regularizer({ l1: 0.5 }) })],
    [
      'both, of bias too',
      () => dense({ kernelRegularizer: penalty, biasRegularizer: penalty, biasInitializer: 'ones' }),
    ],
    ['of a frozen layer', frozen],
    ["tfjs's own regularizer", () => dense({ kernelRegularizer: tf.regularizers.l2({ l2: 0.5 }) })],
    [
      'of batch normalization',
      () => tf.layers.batchNormalization({ gammaRegularizer: penalty, betaRegularizer: penalty }),
    ],
  ])('%s', async (_, layer) => {
    const model = compiled(tf.sequential({ layers: [flatten(), layer(), last()] }), kerasAdam());
    const { numTensors } = tf.memory();
    const expected = await totalPenalty(model);
    const { penalty: measured } = await trainStep(model, batch!);
    expect(measured).toBeCloseTo(expected, 4);
    await trainStep(model, batch!);
    const moments = 2 * model.trainableWeights.length;
    expect(tf.memory().numTensors).toBe(numTensors + moments);
    model.dispose();
  });
});
