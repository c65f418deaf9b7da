import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { fit } from '../../src/training/fit';
import type { FitOptions } from '../../src/training/fit';
import { epochProgress, progressLine } from '../../src/training/progress';
import type { TrainingProgress } from '../../src/training/progress';
import { historyOf } from '../charts/histories';
import { brightnessDataset, disposeNetwork, smallNetwork } from './smallRun';

const train = brightnessDataset(50);
const validation = brightnessDataset(21);

beforeAll(() => useBackend());
afterEach(() => jest.restoreAllMocks());

/** Runs `fit` on 50 images in batches of 16, four steps an epoch. @returns its reports as `epoch.step state`. */
async function reports(
  options: Partial<FitOptions>,
  onProgress: (at: TrainingProgress) => unknown = () => undefined,
): Promise<{ seen: TrainingProgress[]; told: string[]; error: Error | undefined }> {
  const model = smallNetwork();
  const seen: TrainingProgress[] = [];
  const run = fit(model, train, {
    ...{ epochs: 2, batchSize: 16, ...options },
    onProgress: (at) => {
      seen.push(at);
      return onProgress(at);
    },
  });
  const error = await run.then(
    () => undefined,
    (error: Error) => error,
  );
  disposeNetwork(model);
  return { seen, told: seen.map(({ epoch, step, state }) => `${epoch}.${step} ${state}`), error };
}

describe('how a run ends', () => {
  test('finished: in the report of the last step', async () => {
    const { told, seen } = await reports({ validation });
    expect(told).toEqual([
      ...['1.1 running', '1.2 running', '1.3 running', '1.4 running'],
      ...['2.1 running', '2.2 running', '2.3 running', '2.4 finished'],
    ]);
    expect(seen.at(-1)!.history.epochs).toHaveLength(2);
  });

  test.each([
    ['in an epoch', 2, ['1.4 running', '2.1 running', '2.2 running', '2.2 stopped']],
    ['between two epochs', 4, ['2.2 running', '2.3 running', '2.4 running', '2.4 stopped']],
  ])('stopped %s: in a report of its own', async (_, step, last) => {
    const stop = new AbortController();
    const { told, seen } = await reports(
      { epochs: 3, signal: stop.signal },
      (at) => at.epoch === 2 && at.step === step && stop.abort(),
    );
    expect(told.slice(-4)).toEqual(last);
    expect(seen.at(-1)!.history).toMatchObject({ stopped: true });
    expect(seen.at(-1)!.history.epochs).toHaveLength(step === 4 ? 2 : 1);
  });

  test('a signal that comes with the last report stops nothing', async () => {
    const stop = new AbortController();
    const { told } = await reports({ signal: stop.signal }, ({ state }) => state === 'finished' && stop.abort());
    expect(told.slice(-2)).toEqual(['2.3 running', '2.4 finished']);
  });

  test.each([false, true])('stopped in the last validation, with a checkpoint: %p', async (saves) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-progress-'));
    const stop = new AbortController();
    // The signal comes while the first of the two validation batches is under way.
    const { told, seen } = await reports(
      { epochs: 1, validation, signal: stop.signal, ...(saves && { checkpoint: folder }) },
      ({ step }) => step === 3 && setImmediate(() => setImmediate(() => setImmediate(() => stop.abort()))) && undefined,
    );
    fs.rmSync(folder, { recursive: true });
    expect(told).toEqual([
      ...['1.1 running', '1.2 running', '1.3 running'],
      // Without a checkpoint the epoch enters the history, and is reported, as it is.
      ...(saves ? [] : ['1.4 running']),
      '1.4 stopped',
    ]);
    expect(seen.at(-1)!.history.epochs).toHaveLength(saves ? 0 : 1);
  });

  /** Lets the given step throw. */
  function failAt(step: number): void {
    const read = tf.Tensor.prototype.data;
    let reads = 0;
    jest.spyOn(tf.Tensor.prototype, 'data').mockImplementation(function (this: tf.Tensor) {
      // Every training step reads its numbers once.
      if (++reads === step) throw new Error('no memory');
      return read.call(this) as never;
    });
  }

  test('failed: in a report of its own, and the error goes on', async () => {
    failAt(6);
    const { told, error } = await reports({});
    expect(told.slice(-3)).toEqual(['1.4 running', '2.1 running', '2.1 failed']);
    expect(error).toEqual(new Error('no memory'));
  });

  test('failed at the first step: no numbers yet', async () => {
    failAt(1);
    const { told, seen } = await reports({});
    expect(told).toEqual(['1.0 failed']);
    expect(seen[0]).toMatchObject({ dataLoss: NaN, stepSeconds: NaN });
    expect(seen[0]).not.toHaveProperty('secondsLeftInEpoch');
    expect(progressLine(seen[0]!)).toMatch(/^network {2}░{24} {2}epoch 1\/2, step 0\/4 {2}0:0\d, failed$/);
  });

  test('a callback that throws at the end does not hide what the run failed of', async () => {
    failAt(2);
    const { error } = await reports({}, ({ state }) => {
      if (state === 'failed') throw new Error('mine');
    });
    expect(error).toEqual(new Error('no memory'));
  });

  test('an error of the callback is a failure too', async () => {
    const { told, error } = await reports({}, ({ step }) => {
      if (step === 2) throw new Error('mine');
    });
    expect(told).toEqual(['1.1 running', '1.2 running', '1.2 failed']);
    expect(error).toEqual(new Error('mine'));
  });

  test('a checkpoint is written before its epoch is reported', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-progress-'));
    const saved: number[] = [];
    await reports({ checkpoint: folder }, ({ step }) => {
      if (step < 4) return;
      saved.push(JSON.parse(fs.readFileSync(path.join(folder, 'checkpoint.json'), 'utf8')).epochs.length);
    });
    fs.rmSync(folder, { recursive: true });
    expect(saved).toEqual([1, 2]);
  });
});

test('the time of a step is the median, and that left in the epoch as many steps as are left', () => {
  const sums = { images: 10, dataLoss: 20, penalty: 5, correct: 4 };
  const at = epochProgress({ step: 3, sums, seconds: 10, stepSeconds: [1, 7, 2] }, 8);
  expect(at).toEqual({
    ...{ step: 3, steps: 8, stepSeconds: 2, secondsLeftInEpoch: 2 * (8 - 3) },
    ...{ dataLoss: 20 / 10, penalty: 5 / 10, accuracy: 4 / 10 },
  });
});

test('of a long epoch the last thousand steps count', () => {
  const sums = { images: 1, dataLoss: 1, penalty: 0, correct: 0 };
  const stepSeconds = [...new Array<number>(3000).fill(9), ...new Array<number>(1000).fill(1)];
  expect(epochProgress({ step: 4000, sums, seconds: 1, stepSeconds }, 5000).stepSeconds).toBe(1);
});

test.each([
  ['running', '1:05, 0:30 left'],
  ['finished', '1:05'],
  ['stopped', '1:05, stopped'],
  ['failed', '1:05, failed'],
] as const)('the line of a run that is %s ends in %s', (state, end) => {
  const line = progressLine({
    ...{ state, label: 'L2', epoch: 1, epochs: 2, step: 2, steps: 4, stepSeconds: 1, secondsLeftInEpoch: 2 },
    ...{ secondsElapsed: 65, secondsRemaining: 30, dataLoss: 1.25, penalty: 0.5, accuracy: 0.375 },
    history: historyOf('L2', []),
  });
  const bar = '█'.repeat(24 / 4) + '░'.repeat(24 - 24 / 4);
  expect(line).toBe(`L2  ${bar}  epoch 1/2, step 2/4  data loss 1.250, penalty 0.500, accuracy 0.375  ${end}`);
});
