import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { deleteCheckpoint } from '../../src/training/checkpoint';
import { fit } from '../../src/training/fit';
import type { History } from '../../src/training/history';
import type { TrainingProgress } from '../../src/training/progress';
import { brightnessDataset, disposeNetwork, smallNetwork } from './smallRun';

const train = brightnessDataset(50);
const validation = brightnessDataset(21);
const options = { epochs: 3, batchSize: 16, validation };
let folder: string;

beforeAll(() => useBackend());
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-checkpoint-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const numbers = (history: History) => history.epochs.map(({ train, validation }) => ({ train, validation }));

/** Trains a new network in `folder` and stops it after the given step. */
async function interruptedRun(epoch: number, step: number): Promise<History> {
  const model = smallNetwork({ l2: 0.01 });
  const stop = new AbortController();
  const history = await fit(model, train, {
    ...options,
    checkpoint: folder,
    signal: stop.signal,
    onProgress: (at) => at.epoch === epoch && at.step === step && stop.abort(),
  });
  disposeNetwork(model);
  return history;
}

test.each([
  [1, 1],
  [2, 3],
  [2, 4],
])('a run stopped in epoch %d after step %d goes on as if nothing had happened', async (epoch, step) => {
  const straight = smallNetwork({ l2: 0.01 });
  const expected = await fit(straight, train, options);

  const part = await interruptedRun(epoch, step);
  expect(part.stopped).toBe(true);
  // Other initial weights, to show that they come from the checkpoint.
  const resumed = smallNetwork({ l2: 0.01, seed: 99 });
  const history = await fit(resumed, train, { ...options, checkpoint: folder });

  expect(history.stopped).toBe(false);
  expect(numbers(history)).toEqual(numbers(expected));
  // The weights go back to the seed of the run that was stopped.
  expect(history.settings.weightSeed).toBe(5);
  resumed.getWeights().forEach((weight, i) => {
    expect(Array.from(weight.dataSync())).toEqual(Array.from(straight.getWeights()[i]!.dataSync()));
  });
  [straight, resumed].forEach(disposeNetwork);
});

test('the losses of a diverged run stay NaN', async () => {
  const wild = { learningRate: 1e30 };
  const straight = await fit(smallNetwork(wild), train, options);
  expect(straight.epochs[0]!.train.dataLoss).toBeNaN();
  await fit(smallNetwork(wild), train, { ...options, epochs: 2, checkpoint: folder });
  const resumed = await fit(smallNetwork(wild), train, { ...options, checkpoint: folder });
  expect(numbers(resumed)).toEqual(numbers(straight));
});

test('a finished run can be given more epochs', async () => {
  const model = smallNetwork();
  await fit(model, train, { ...options, checkpoint: folder });
  const longer = await fit(model, train, { ...options, epochs: 5, checkpoint: folder });
  expect(longer.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
  disposeNetwork(model);
});

test('a finished run that is asked for again reports its end once, with its numbers, and returns its history', async () => {
  const first = await fit(smallNetwork(), train, { ...options, checkpoint: folder });
  const reports: TrainingProgress[] = [];
  const onProgress = (at: TrainingProgress) => void reports.push(at);
  const again = await fit(smallNetwork({ seed: 99 }), train, { ...options, checkpoint: folder, onProgress });
  expect(numbers(again)).toEqual(numbers(first));
  expect(again.stopped).toBe(false);
  const [at, ...others] = reports;
  expect(others).toEqual([]);
  expect(at).toMatchObject({ state: 'finished', epoch: 3, epochs: 3, step: 4, steps: 4, secondsRemaining: 0 });
  expect(at!.history.epochs).toHaveLength(3);
  expect(at!.dataLoss).toBeCloseTo(first.epochs[2]!.train.dataLoss, 12);
  expect(at!.accuracy).toBeCloseTo(first.epochs[2]!.train.accuracy, 12);
});

test('a deleted checkpoint is gone, and the next run starts anew; other files stay', async () => {
  await interruptedRun(2, 1);
  fs.writeFileSync(path.join(folder, 'notes.txt'), 'mine');
  deleteCheckpoint(folder);
  expect(fs.readdirSync(folder)).toEqual(['notes.txt']);
  const model = smallNetwork();
  expect((await fit(model, train, { ...options, epochs: 1, checkpoint: folder })).epochs).toHaveLength(1);
  fs.rmSync(path.join(folder, 'notes.txt'));
  deleteCheckpoint(folder);
  expect(fs.existsSync(folder)).toBe(false);
  deleteCheckpoint(folder);
  disposeNetwork(model);
});

test('what a kill in the middle of a deletion left goes with the next one', async () => {
  await interruptedRun(2, 1);
  fs.rmSync(path.join(folder, 'checkpoint.json'));
  deleteCheckpoint(folder);
  expect(fs.existsSync(folder)).toBe(false);
});

test('only one set of weights stays on disk', async () => {
  await interruptedRun(2, 1);
  expect(fs.readdirSync(folder).filter((name) => name.endsWith('.bin'))).toHaveLength(1);
});

test('a checkpoint of another run is refused and kept', async () => {
  await interruptedRun(1, 2);
  const model = smallNetwork({ l2: 0.01 });
  const other = fit(model, train, { ...options, batchSize: 8, checkpoint: folder });
  await expect(other).rejects.toThrow(/another run \(batchSize 16 instead of 8\); choose another folder/);
  expect(fs.existsSync(path.join(folder, 'checkpoint.json'))).toBe(true);
  disposeNetwork(model);
});

test('another penalty or learning rate is another run', async () => {
  await interruptedRun(1, 2);
  const unpenalized = smallNetwork({ l2: 0 });
  await expect(fit(unpenalized, train, { ...options, checkpoint: folder })).rejects.toThrow(
    'penalties Dense 1: L2 {"l2":0.01} instead of none',
  );
  const faster = smallNetwork({ l2: 0.01, learningRate: 0.1 });
  await expect(fit(faster, train, { ...options, checkpoint: folder })).rejects.toThrow(/optimizer KerasAdam/);
  [unpenalized, faster].forEach(disposeNetwork);
});

test('other images of the same number are another run', async () => {
  await interruptedRun(1, 2);
  const model = smallNetwork({ l2: 0.01 });
  const darker = { ...train, images: train.images.map((value) => value >> 1) };
  await expect(fit(model, darker, { ...options, checkpoint: folder })).rejects.toThrow(
    /another run \(trainData brightness, sha256 \w+… instead of brightness, sha256 \w+…\)/,
  );
  disposeNetwork(model);
});

test('fewer epochs than are finished is an error, not another result', async () => {
  const model = smallNetwork();
  await fit(model, train, { ...options, checkpoint: folder });
  await expect(fit(model, train, { ...options, epochs: 1, checkpoint: folder })).rejects.toThrow(
    /at least the 3 that the checkpoint/,
  );
  disposeNetwork(model);
});

test('stopped while an epoch is validated, it goes on with the validation', async () => {
  const straight = smallNetwork();
  const expected = await fit(straight, train, options);

  const stop = new AbortController();
  const model = smallNetwork();
  // Validation takes two batches; the signal comes while the first of them is under way: what waits for the event loop
  // after the last step runs then.
  const history = await fit(model, train, {
    ...options,
    checkpoint: folder,
    signal: stop.signal,
    onProgress: ({ step }) => {
      if (step === 3) setImmediate(() => setImmediate(() => setImmediate(() => stop.abort())));
    },
  });
  expect(history).toMatchObject({ stopped: true, epochs: [] });
  const saved = JSON.parse(fs.readFileSync(path.join(folder, 'checkpoint.json'), 'utf8'));
  expect(saved).toMatchObject({ step: 4, epochs: [] });

  const resumed = await fit(model, train, { ...options, checkpoint: folder });
  expect(numbers(resumed)).toEqual(numbers(expected));
  expect(resumed.epochs.every(({ stepSeconds }) => stepSeconds > 0)).toBe(true);
  [straight, model].forEach(disposeNetwork);
});

test('stopped while an epoch is validated without a checkpoint, the epoch stays in the history', async () => {
  const stop = new AbortController();
  const model = smallNetwork();
  const onProgress = ({ step }: { step: number }) => {
    if (step === 3) setImmediate(() => setImmediate(() => setImmediate(() => stop.abort())));
  };
  const history = await fit(model, train, { ...options, signal: stop.signal, onProgress });
  expect(history).toMatchObject({ stopped: true, epochs: [{ epoch: 1 }] });
  expect(history.epochs[0]).not.toHaveProperty('validation');
  expect(history.epochs[0]!.train.accuracy).toBeGreaterThan(0);
  disposeNetwork(model);
});

test("saving the state of tfjs's own optimizers leaves no tensor behind", async () => {
  const model = smallNetwork();
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
  await fit(model, train, { ...options, epochs: 1 });
  const { numTensors } = tf.memory();
  await fit(model, train, { ...options, checkpoint: folder });
  expect(tf.memory().numTensors).toBe(numTensors);
  disposeNetwork(model);
});

test('a network that was trained before does not claim to start from its seed', async () => {
  const model = smallNetwork();
  expect((await fit(model, train, options)).settings.weightSeed).toBe(5);
  const again = await fit(model, train, { ...options, checkpoint: folder });
  expect(again.settings.weightSeed).toBeNull();
  // Nor does one that goes on from its checkpoint.
  const fresh = smallNetwork();
  const longer = await fit(fresh, train, { ...options, epochs: 4, checkpoint: folder });
  expect(longer.settings.weightSeed).toBeNull();
  [model, fresh].forEach(disposeNetwork);
});

test('damaged files are named, and the weights stay as they were', async () => {
  await interruptedRun(1, 2);
  const tensors = fs.readdirSync(folder).find((name) => name.endsWith('.bin'))!;
  fs.truncateSync(path.join(folder, tensors), 100);
  const model = smallNetwork({ l2: 0.01 });
  const before = Array.from(model.getWeights()[0]!.dataSync());
  await expect(fit(model, train, { ...options, checkpoint: folder })).rejects.toThrow(/is damaged; delete the folder/);
  expect(Array.from(model.getWeights()[0]!.dataSync())).toEqual(before);
  fs.writeFileSync(path.join(folder, 'checkpoint.json'), '{ half');
  await expect(fit(model, train, { ...options, checkpoint: folder })).rejects.toThrow(/cannot be read/);
  disposeNetwork(model);
});
