import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import * as network from '../../src/model/network';
import { useBackend } from '../../src/engine';
import { evaluate } from '../../src/training/evaluate';
import { fit } from '../../src/training/fit';
import { lambdaGrid } from '../../src/training/lambdaGrid';
import { requireEveryRun } from '../../src/training/requireEveryRun';
import { sweep } from '../../src/training/sweep';
import type { SweepProgress } from '../../src/training/sweepProgress';
import { openRun } from '../../src/training/sweepResult';
import type { SweepResult } from '../../src/training/sweepResult';
import { buildRun } from '../../src/training/sweepRun';
import type { SweepRun } from '../../src/training/sweepRun';
import { brightnessDataset, disposeNetwork } from './smallRun';

const train = brightnessDataset(50);
const validation = brightnessDataset(21);
const base = {
  ...({ filters: 3, denseUnits: 6, inputShape: [8, 8, 3], classes: 3 } as const),
  ...{ epochs: 3, batchSize: 16, learningRate: 0.003, decay: 1e-6 },
};
const runs = lambdaGrid({ ...base, lambdas: [0, 0.02], seeds: [1, 2] });
let folder: string;

beforeAll(() => useBackend());
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-sweep-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Everything that seed and images decide; wall-clock times are left out. */
const numbers = (results: readonly SweepResult[]) =>
  results.map(({ run, history, train, validation }) => ({
    ...{ run, train, validation, settings: history.settings },
    epochs: history.epochs.map(({ epoch, train, validation }) => ({ epoch, train, validation })),
  }));

const options = () => ({ train, validation, folder });

test('each run is what fit makes of it, measured after training', async () => {
  const results = await sweep(runs, options());
  expect(results.map(({ run }) => run)).toEqual(runs);
  const run = runs[3]!;
  expect(run).toEqual({ ...base, label: 'λ = 0.02, seed 2', l2: 0.01, seed: 2 });
  const model = buildRun(run);
  const history = await fit(model, train, { epochs: 3, batchSize: 16, seed: 2, validation });
  const result = results[3]!;
  expect(result.history.epochs.map(({ train }) => train)).toEqual(history.epochs.map(({ train }) => train));
  expect(result.train).toEqual(await evaluate(model, train));
  expect(result.validation).toEqual(await evaluate(model, validation));
  expect(result.history.label).toBe(run.label);
  expect(result.seconds).toBeCloseTo(result.history.epochs.reduce((sum, { seconds }) => sum + seconds, 0));
  disposeNetwork(model);
});

test('what is finished is not trained again, and its network can be opened', async () => {
  const first = await sweep(runs, options());
  const built = jest.spyOn(network, 'convNet');
  const reports: SweepProgress[] = [];
  const again = await sweep(runs, { ...options(), onProgress: (at) => void reports.push(at) });
  expect(built).not.toHaveBeenCalled();
  built.mockRestore();
  expect(again).toEqual(first);
  expect(reports.map(({ state }) => state)).toEqual(['running', 'finished']);
  expect(reports[0]).toMatchObject({ results: first, secondsRemaining: 0 });

  const { run } = again[2]!;
  const before = tf.memory().numTensors;
  const model = await openRun(run, folder);
  expect(await evaluate(model, validation)).toEqual(again[2]!.validation);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('a finished run keeps its weights alone, without checkpoint and optimizer', async () => {
  const [{ run }] = (await sweep(runs.slice(0, 1), options())) as [SweepResult];
  const own = path.join(folder, 'lambda-0-seed-1');
  expect(fs.readdirSync(own).sort()).toEqual(['result.json', 'weights.bin']);
  const model = buildRun(run);
  expect(fs.statSync(path.join(own, 'weights.bin')).size).toBe(4 * model.countParams());
  model.dispose();
});

test.each([
  ['in an epoch', (at: SweepProgress) => at.underWay?.epoch === 2 && at.underWay.step === 1],
  ['at the end of an epoch', (at: SweepProgress) => at.underWay?.epoch === 2 && at.underWay.step === 4],
  ['at the end of a run', (at: SweepProgress) => at.underWay?.epoch === 3 && at.underWay.step === 4],
  ['between two runs', (at: SweepProgress) => at.underWay === undefined],
])('stopped %s, the results so far come back, and the same call goes on to the same numbers', async (_, isThere) => {
  const straight = await sweep(runs, { ...options(), folder: path.join(folder, 'straight') });
  const stop = new AbortController();
  const states: string[] = [];
  const part = await sweep(runs, {
    ...options(),
    signal: stop.signal,
    onProgress: (at) => {
      states.push(at.state);
      if (at.results.length === 1 && isThere(at)) stop.abort();
    },
  });
  expect(part.map(({ run }) => run)).toEqual(runs.slice(0, part.length));
  expect(part.length).toBeLessThan(runs.length);
  expect(states.filter((state) => state !== 'running')).toEqual(['stopped']);
  expect(() => requireEveryRun(runs, part)).toThrow(
    `${4 - part.length} of 4 are missing (the first is "${runs[part.length]!.label}"): the sweep was stopped; run its`,
  );
  const whole = await sweep(runs, options());
  expect(numbers(whole)).toEqual(numbers(straight));
  expect(() => requireEveryRun(runs, whole)).not.toThrow();
});

test('a run of fewer images learns from so many', async () => {
  const list = lambdaGrid({ ...base, trainImages: 20, lambdas: [0.02], seeds: [1], note: '20 images' });
  const [result] = await sweep(list, options());
  expect(result!.run.label).toBe('λ = 0.02, seed 1, 20 images');
  expect(result!.history.settings.trainImages).toBe(20);
});

test('results of other choices or other images are refused at once, with the difference', async () => {
  await sweep(runs, options());
  const built = jest.spyOn(network, 'convNet');
  const longer = [...runs.slice(0, 3), { ...runs[3]!, epochs: 5, dropout: 0.5 }];
  await expect(sweep(longer, options())).rejects.toThrow(
    'lambda-0.02-seed-2 holds the result of a run with other choices (epochs 3 instead of 5, dropout none instead of 0.5); ' +
      'give the run another label or the sweep another folder, or delete that one to train the run anew.',
  );
  const others = sweep(runs, { ...options(), validation: brightnessDataset(20) });
  await expect(others).rejects.toThrow(/validationData brightness, sha256 .* instead of brightness, sha256/);
  expect(built).not.toHaveBeenCalled();
  built.mockRestore();
  // What is the default, written out, is no other choice.
  expect(await sweep([{ ...runs[0]!, trainImages: undefined, dropout: 0 }], options())).toHaveLength(1);
});

test('a damaged result and damaged weights say so', async () => {
  await sweep(runs.slice(0, 1), options());
  const own = path.join(folder, 'lambda-0-seed-1');
  fs.truncateSync(path.join(own, 'weights.bin'), 8);
  await expect(openRun(runs[0]!, folder)).rejects.toThrow('are damaged; delete that folder and run the sweep again');
  fs.writeFileSync(path.join(own, 'result.json'), '{');
  await expect(sweep(runs, options())).rejects.toThrow(
    /cannot be read \(.*\); delete that folder to train the run anew/,
  );
  await expect(openRun(runs[1]!, folder)).rejects.toThrow('"λ = 0, seed 2" is not finished');
});

test('a diverged run comes back with its NaN', async () => {
  const wild = { ...runs[0]!, learningRate: 1e30 };
  const first = await sweep([wild], options());
  expect(first[0]!.train.dataLoss).toBeNaN();
  expect(await sweep([wild], options())).toEqual(first);
});

test.each([
  ['the same label twice', [runs[0]!, runs[0]!], 'two are called "λ = 0, seed 1"; rename one of them'],
  [
    'labels for one folder',
    [
      { ...runs[0]!, label: 'A b' },
      { ...runs[0]!, label: 'a/b' },
    ],
    '"A b" and "a/b" both give a-b; rename one',
  ],
  ['no letter', [{ ...runs[0]!, label: '…' }], 'at most 80 letters, got "…"; rename'],
  ['no epochs', [{ ...runs[0]!, epochs: 0 }], 'sweep requires epochs of "λ = 0, seed 1" to be a whole number of at'],
  ['too many images', [{ ...runs[0]!, trainImages: 51 }], 'whole number from 1 to 50, got 51'],
])('refused: %s', async (_, list, message) => {
  await expect(sweep(list, options())).rejects.toThrow(message);
});

test('an error of a run is reported and ends the sweep; nothing leaks', async () => {
  const states: string[] = [];
  const before = tf.memory().numTensors;
  const broken = [runs[0]!, { ...runs[1]!, classes: 4 }];
  const failing = sweep(broken, { ...options(), onProgress: ({ state }) => void states.push(state) });
  await expect(failing).rejects.toThrow('one output for each of the 3 classes');
  expect(states.at(-1)).toBe('failed');
  expect(tf.memory().numTensors).toBe(before);
});

test('early stopping ends a run, whose result is that of its best epoch', async () => {
  const run: SweepRun = { ...runs[0]!, label: 'stops', epochs: 40, learningRate: 0.1, earlyStopping: { patience: 2 } };
  const [result] = await sweep([run], options());
  const { epochs, bestEpoch } = result!.history;
  expect(epochs.length).toBeLessThan(40);
  expect(bestEpoch).toBe(epochs.length - 2);
  expect(result!.validation.dataLoss).toBeCloseTo(epochs[bestEpoch! - 1]!.validation!.dataLoss, 6);
  expect((await sweep([run], options()))[0]).toEqual(result);
});

test('the time that is left counts runs by their work', async () => {
  const reports: SweepProgress[] = [];
  const list = [runs[0]!, { ...runs[1]!, epochs: 9 }];
  await sweep(list, { ...options(), onProgress: (at) => void reports.push(at) });
  const [first] = reports;
  expect(first).toMatchObject({ state: 'running', results: [] });
  expect(first!.secondsRemaining).toBeUndefined();
  const between = reports.find(({ results, underWay }) => results.length === 1 && !underWay)!;
  expect(between.secondsRemaining).toBeCloseTo(3 * between.results[0]!.seconds, 6);
  const inFirst = reports.find(({ underWay }) => underWay?.epoch === 2)!;
  const { epoch, step } = inFirst.underWay!;
  const share = 1 - ((epoch - 1) * 4 + step) / 12;
  expect(inFirst.secondsRemaining).toBeCloseTo(inFirst.underWay!.secondsRemaining! * (1 + 3 / share), 6);
});

const WORKER = path.resolve(__dirname, 'sweepWorker.cjs');

/** Starts the same sweep in a process of its own; `at` is a line after which it is killed. */
function runWorker(into: string, at?: string): Promise<string> {
  const child = spawn(process.execPath, [WORKER, into], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (text) => {
    out += text;
    if (at !== undefined && out.includes(at)) child.kill('SIGKILL');
  });
  return new Promise((done) => child.once('close', (_, signal) => done(signal ?? out)));
}

test('killed in the middle of a run, a sweep goes on with the same numbers as one that was not', async () => {
  const [killed, straight] = [path.join(folder, 'killed'), path.join(folder, 'straight')];
  expect(await runWorker(killed, 'run 2, epoch 4, step 1')).toBe('SIGKILL');
  expect(fs.existsSync(path.join(killed, 'lambda-0.02-seed-1', 'result.json'))).toBe(true);
  expect(fs.existsSync(path.join(killed, 'everything', 'checkpoint.json'))).toBe(true);
  const resumed = await runWorker(killed);
  // It goes on, and does not start anew.
  expect(resumed).not.toMatch(/run 1,|run 2, epoch [123],/);
  const whole = await runWorker(straight);
  const resultsOf = (out: string) => JSON.parse(out.slice(out.indexOf('['))) as SweepResult[];
  expect(numbers(resultsOf(resumed))).toEqual(numbers(resultsOf(whole)));
  expect(resultsOf(whole)).toHaveLength(3);
  for (const { run } of resultsOf(whole)) {
    const [one, other] = await Promise.all([killed, straight].map((own) => openRun(run, own)));
    const weights = await Promise.all(
      [one!, other!].map((model) => Promise.all(model.getWeights().map((w) => w.data()))),
    );
    expect(weights[0]).toEqual(weights[1]);
    [one!, other!].forEach(disposeNetwork);
  }
});

test('thirty runs take no more memory than a few', async () => {
  const tensors: number[] = [];
  const many = lambdaGrid({ ...base, epochs: 1, lambdas: [0, 0.02, 0.2], seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] });
  await sweep(many, {
    ...options(),
    onProgress: ({ underWay }) => void (underWay ?? tensors.push(tf.memory().numTensors)),
  });
  expect(tensors).toHaveLength(32);
  // The model under way is still there when its result is.
  expect(new Set(tensors.slice(1, -1)).size).toBe(1);
  expect(tensors.at(-1)).toBe(tensors[0]);
});
