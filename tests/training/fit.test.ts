import { inspect } from 'util';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { evaluate } from '../../src/training/evaluate';
import { fit } from '../../src/training/fit';
import type { History } from '../../src/training/history';
import type { TrainingProgress } from '../../src/training/progress';
import { brightnessDataset, disposeNetwork, smallNetwork } from './smallRun';

const train = brightnessDataset(50);
const validation = brightnessDataset(21);

beforeAll(() => useBackend());

/** What the seed decides; wall-clock times are left out. */
const numbers = (history: History) => history.epochs.map(({ train, validation }) => ({ train, validation }));

async function run(options: { seed?: number; l2?: number; learningRate?: number; epochs?: number } = {}) {
  const model = smallNetwork(options);
  const history = await fit(model, train, {
    epochs: options.epochs ?? 2,
    batchSize: 16,
    validation,
    seed: options.seed ?? 1,
  });
  return { model, history };
}

test('learns to tell the classes apart', async () => {
  const { model, history } = await run({ epochs: 12, learningRate: 0.01 });
  expect(history.epochs).toHaveLength(12);
  expect(history.epochs.at(-1)!.validation!.accuracy).toBeGreaterThan(0.9);
  expect(history.epochs.at(-1)!.train.dataLoss).toBeLessThan(history.epochs[0]!.train.dataLoss);
  disposeNetwork(model);
});

test('the same seed gives the same history, another seed another order', async () => {
  const [first, again, other] = [await run(), await run(), await run({ seed: 2 })];
  expect(numbers(again.history)).toEqual(numbers(first.history));
  expect(numbers(other.history)).not.toEqual(numbers(first.history));
  [first, again, other].forEach(({ model }) => disposeNetwork(model));
});

test('epoch means weight every image alike, also those of the smaller last batch', async () => {
  // With weights that stand still the mean over the epoch is the mean over the set: 16 + 16 + 16 + 2 images.
  const { model, history } = await run({ learningRate: 1e-30, l2: 0.01, epochs: 1 });
  const whole = await evaluate(model, train, { batchSize: 50 });
  const epoch = history.epochs[0]!.train;
  expect(epoch.dataLoss).toBeCloseTo(whole.dataLoss, 5);
  expect(epoch.penalty).toBeCloseTo(whole.penalty, 5);
  expect(epoch.accuracy).toBeCloseTo(whole.accuracy, 10);
  disposeNetwork(model);
});

test('reports data loss, penalty and their sum, in validation too', async () => {
  const { model, history } = await run({ l2: 0.5 });
  for (const { train, validation } of history.epochs) {
    expect(train.totalLoss).toBe(train.dataLoss + train.penalty);
    expect(validation!.totalLoss).toBe(validation!.dataLoss + validation!.penalty);
    expect(validation!.penalty).toBeGreaterThan(0);
  }
  const kernel = (model.layers[4]!.getWeights()[0]!.dataSync() as Float32Array).map((w) => w * w);
  const squares = kernel.reduce((sum, square) => sum + square, 0);
  expect(history.epochs.at(-1)!.validation!.penalty).toBeCloseTo(0.5 * squares, 4);
  disposeNetwork(model);
});

test('leaves no tensors behind beyond the optimizer state of the first step', async () => {
  const model = smallNetwork({ l2: 0.01 });
  await fit(model, train, { epochs: 1, batchSize: 16, validation });
  const before = tf.memory().numTensors;
  await fit(model, train, { epochs: 2, batchSize: 16, validation });
  expect(tf.memory().numTensors).toBe(before);
  disposeNetwork(model);
});

test('reports every step, with the time that remains', async () => {
  const model = smallNetwork();
  const seen: TrainingProgress[] = [];
  await fit(model, train, { epochs: 2, batchSize: 16, label: 'small', onProgress: (p) => seen.push(p) });
  expect(seen.map(({ epoch, step }) => `${epoch}.${step}`)).toEqual(
    ['1.1', '1.2', '1.3', '1.4', '2.1', '2.2', '2.3', '2.4'], // 50 images in batches of 16
  );
  expect(seen.at(-1)).toMatchObject({ label: 'small', epochs: 2, steps: 4, secondsRemaining: 0 });
  // The last step of an epoch is reported with the epoch in the history.
  expect(seen.map(({ history }) => history.epochs.length)).toEqual([0, 0, 0, 1, 1, 1, 1, 2]);
  expect(seen[0]!.secondsRemaining).toBeGreaterThan(0);
  disposeNetwork(model);
});

test('an error in the progress callback ends the run with that error', async () => {
  const model = smallNetwork();
  const onProgress = () => Promise.reject(new Error('mine'));
  await expect(fit(model, train, { epochs: 1, batchSize: 16, onProgress })).rejects.toThrow('mine');
  disposeNetwork(model);
});

test('a signal stops the run after the step under way', async () => {
  const model = smallNetwork();
  const stop = new AbortController();
  const history = await fit(model, train, {
    epochs: 3,
    batchSize: 16,
    signal: stop.signal,
    onProgress: ({ epoch, step }) => epoch === 2 && step === 2 && stop.abort(),
  });
  expect(history.stopped).toBe(true);
  expect(history.epochs).toHaveLength(1);
  disposeNetwork(model);
});

test('an interrupt that the callback meets ends the run, with the history so far', async () => {
  const model = smallNetwork();
  // What the notebook's kernel throws into code that wants to show something after an interrupt.
  const interrupt = Object.assign(new Error('the cell was interrupted'), { name: 'KeyboardInterrupt' });
  const history = await fit(model, train, {
    ...{ epochs: 3, batchSize: 16 },
    onProgress: ({ epoch, step }) => {
      if (epoch === 2 && step === 2) throw interrupt;
    },
  });
  expect(history).toMatchObject({ stopped: true, epochs: [{ epoch: 1 }] });
  disposeNetwork(model);
});

test('the history says how to repeat the run', async () => {
  const { model, history } = await run({ l2: 0.5, seed: 3 });
  expect(history.settings).toEqual({
    ...{ epochs: 2, batchSize: 16, seed: 3, weightSeed: 3, parameters: model.countParams() },
    ...{ trainImages: 50, trainData: expect.stringMatching(/^brightness, sha256 [0-9a-f]{16}…$/) },
    ...{ validationImages: 21, validationData: expect.stringMatching(/^brightness, sha256 [0-9a-f]{16}…$/) },
    layers: [
      ...[1, 2, 3].map((i) => expect.stringContaining(`Conv2D ${i} {"filters":3,"kernelSize":[3,3]`)),
      'Flatten 1 {}',
      expect.stringContaining('Dense 1 {"units":6,"activation":"relu"'),
      expect.stringContaining('Dense 2 {"units":3,"activation":"softmax"'),
    ],
    optimizer: expect.stringContaining('KerasAdam {"learningRate":0.003'),
    penalties: ['Dense 1: L2 {"l2":0.5}'],
  });
  expect(history.settings.trainData).not.toBe(history.settings.validationData);
  disposeNetwork(model);
});

test('a history shows itself in one line, and is plain JSON', async () => {
  const { model, history } = await run();
  expect(inspect(history)).toMatch(
    /^History of network: 2 of 2 epochs; train data loss [\d.]+, accuracy [\d.]+; held out data loss [\d.]+, accuracy [\d.]+$/,
  );
  expect(Object.keys(history)).toEqual(['label', 'epochs', 'snapshots', 'settings', 'environment', 'stopped']);
  expect(JSON.parse(JSON.stringify(history))).toEqual(history);
  disposeNetwork(model);
});

describe('bad input', () => {
  const model = () => smallNetwork();

  test.each([
    [{ epochs: 0 }, /fit requires epochs to be a whole number of at least 1, got 0/],
    [{ epochs: 3, snapshots: [0, 4] }, /fit requires each of snapshots to be a whole number from 0 to 3, got 4/],
    [{ epochs: 3, snapshots: [1.5] }, /fit requires each of snapshots to be a whole number from 0 to 3, got 1.5/],
    [{ epochs: 1, batchSize: 2.5 }, /fit requires batchSize to be a whole number of at least 1, got 2.5/],
  ])('%j', async (options, message) => {
    await expect(fit(model(), train, options)).rejects.toThrow(message);
  });

  test('a model that is not compiled', async () => {
    const plain = tf.sequential({
      layers: [tf.layers.flatten({ inputShape: [8, 8, 3] }), tf.layers.dense({ units: 3 })],
    });
    await expect(fit(plain, train, { epochs: 1 })).rejects.toThrow(/requires a compiled model; call model.compile/);
  });

  test('images of another size', async () => {
    const wide = { ...train, width: 16, count: 25 };
    await expect(fit(model(), wide, { epochs: 1 })).rejects.toThrow(/inputShape: \[8,16,3\]/);
  });

  test('another number of classes', async () => {
    const four = { ...train, classNames: ['a', 'b', 'c', 'd'] };
    await expect(fit(model(), four, { epochs: 1 })).rejects.toThrow(/units: 4/);
  });

  test('no images', async () => {
    await expect(evaluate(model(), { ...train, count: 0 })).rejects.toThrow(/at least one image/);
  });
});
