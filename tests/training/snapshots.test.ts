import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { weightMagnitudes } from '../../src/model/weightMagnitudes';
import { fit } from '../../src/training/fit';
import type { TrainingProgress } from '../../src/training/progress';
import { brightnessDataset, disposeNetwork, smallNetwork } from './smallRun';

const train = brightnessDataset(50);
const validation = brightnessDataset(21);
const options = { epochs: 3, batchSize: 16, validation, label: 'small' };
let folder: string;

beforeAll(() => useBackend());
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-snapshots-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Trains a new network in `folder` and stops it after the given step. */
async function stoppedRun(epoch: number, step: number, snapshots: readonly number[]) {
  const model = smallNetwork({ l2: 0.01 });
  const stop = new AbortController();
  const onProgress = (at: TrainingProgress) => at.epoch === epoch && at.step === step && stop.abort();
  const history = await fit(model, train, {
    ...{ ...options, snapshots, checkpoint: folder, signal: stop.signal, onProgress },
  });
  disposeNetwork(model);
  return history;
}

test('are the weights after the epochs that were asked for, in their order', async () => {
  const model = smallNetwork();
  const first = await weightMagnitudes({ small: model });
  const history = await fit(model, train, { ...options, snapshots: [3, 0, 2, 3] });
  expect(history.snapshots.map(({ epoch }) => epoch)).toEqual([0, 2, 3]);
  expect(history.snapshots[0]!.layers).toEqual(first);
  expect(history.snapshots[2]!.layers).toEqual(await weightMagnitudes({ small: model }));
  expect(history.snapshots[1]!.layers).not.toEqual(history.snapshots[2]!.layers);
  expect(history.snapshots[1]!.layers.map(({ network, layer }) => `${network} ${layer}`)).toEqual(
    ['Conv2D 1', 'Conv2D 2', 'Conv2D 3', 'Dense 1', 'Dense 2'].map((layer) => `small ${layer}`),
  );
  expect(JSON.parse(JSON.stringify(history))).toEqual(history);
  disposeNetwork(model);
});

test('change nothing in the run, and are none unless asked for', async () => {
  const [plain, watched] = [smallNetwork(), smallNetwork()];
  const history = await fit(plain, train, options);
  const { epochs, snapshots } = await fit(watched, train, { ...options, snapshots: [0, 1, 2, 3] });
  expect(history.snapshots).toEqual([]);
  expect(snapshots).toHaveLength(4);
  const results = (records: typeof epochs) => records.map(({ train, validation }) => ({ train, validation }));
  expect(results(epochs)).toEqual(results(history.epochs));
  [plain, watched].forEach(disposeNetwork);
});

test('leave no tensors behind', async () => {
  const model = smallNetwork();
  await fit(model, train, { ...options, epochs: 1 });
  const before = tf.memory().numTensors;
  await fit(model, train, { ...options, snapshots: [0, 1, 2, 3] });
  expect(tf.memory().numTensors).toBe(before);
  disposeNetwork(model);
});

test('are in the history that the report of the epoch has', async () => {
  const model = smallNetwork();
  const counts: number[] = [];
  const onProgress = ({ step, history }: TrainingProgress) => step === 4 && counts.push(history.snapshots.length);
  await fit(model, train, { ...options, snapshots: [1, 3], onProgress });
  expect(counts).toEqual([1, 1, 2]);
  disposeNetwork(model);
});

test.each([
  ['in the first epoch', 1, 1],
  ['in the second', 2, 3],
  ['after the second', 2, 4],
])('a run stopped %s and resumed has those of one that was not', async (_, epoch, step) => {
  const snapshots = [0, 1, 2, 3];
  const straight = smallNetwork({ l2: 0.01 });
  const expected = await fit(straight, train, { ...options, snapshots });
  const part = await stoppedRun(epoch, step, snapshots);
  expect(part.snapshots).toEqual(expected.snapshots.slice(0, part.epochs.length + 1));
  const resumed = smallNetwork({ l2: 0.01, seed: 99 });
  const history = await fit(resumed, train, { ...options, snapshots, checkpoint: folder });
  expect(history.snapshots).toEqual(expected.snapshots);
  [straight, resumed].forEach(disposeNetwork);
});

test('a resumed run can ask for others, and keeps those it has, under its own label', async () => {
  await stoppedRun(2, 4, [0, 1]);
  const model = smallNetwork({ l2: 0.01 });
  // After 2 epochs it goes on from the very weights that are asked for.
  const history = await fit(model, train, { ...options, label: 'resumed', snapshots: [2, 3], checkpoint: folder });
  expect(history.snapshots.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
  const names = history.snapshots.flatMap(({ layers }) => layers.map(({ network }) => network));
  expect(new Set(names)).toEqual(new Set(['resumed']));
  disposeNetwork(model);
});

test('of the first weights are not taken from those of a resumed run', async () => {
  await stoppedRun(1, 2, []);
  const model = smallNetwork({ l2: 0.01 });
  const history = await fit(model, train, { ...options, snapshots: [0, 1], checkpoint: folder });
  expect(history.snapshots.map(({ epoch }) => epoch)).toEqual([1]);
  disposeNetwork(model);
});

test('are in the checkpoint of their epoch', async () => {
  const { snapshots } = await stoppedRun(2, 4, [0, 2, 3]);
  const saved = JSON.parse(fs.readFileSync(path.join(folder, 'checkpoint.json'), 'utf8'));
  expect(saved.snapshots.map(({ epoch }: { epoch: number }) => epoch)).toEqual([0, 2]);
  expect(saved.snapshots).toEqual(snapshots);
});

test('a checkpoint from before there were snapshots has none', async () => {
  await stoppedRun(2, 1, [0]);
  const file = path.join(folder, 'checkpoint.json');
  const { snapshots, ...manifest } = JSON.parse(fs.readFileSync(file, 'utf8'));
  expect(snapshots).toHaveLength(1);
  fs.writeFileSync(file, JSON.stringify(manifest));
  const model = smallNetwork({ l2: 0.01 });
  const history = await fit(model, train, { ...options, checkpoint: folder });
  expect(history).toMatchObject({ stopped: false, snapshots: [] });
  disposeNetwork(model);
});

test('a network that diverges trains on without them', async () => {
  const model = smallNetwork({ learningRate: 1e30 });
  const history = await fit(model, train, { ...options, snapshots: [0, 1, 3] });
  expect(history.epochs).toHaveLength(3);
  expect(history.snapshots.map(({ epoch }) => epoch)).toEqual([0]);
  await expect(weightMagnitudes({ model })).rejects.toThrow(/diverged/);
  disposeNetwork(model);
});
