import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { bestEpochOf, isExhausted } from '../../src/training/earlyStopping';
import { evaluate } from '../../src/training/evaluate';
import { fit } from '../../src/training/fit';
import type { FitOptions } from '../../src/training/fit';
import type { EpochRecord, History } from '../../src/training/history';
import type { TrainingProgress } from '../../src/training/progress';
import { requireFinished } from '../../src/training/requireFinished';
import { brightnessDataset, disposeNetwork, smallNetwork } from './smallRun';

/** Epochs with these validation losses; null is an epoch without validation. */
const epochs = (losses: readonly (number | null)[]): EpochRecord[] =>
  losses.map((dataLoss, i) => {
    const train = { dataLoss: 1 / (i + 1), penalty: 0, totalLoss: 1 / (i + 1), accuracy: 0.5 };
    const validation = { dataLoss: dataLoss ?? NaN, penalty: 0, totalLoss: dataLoss ?? NaN, accuracy: 0.5 };
    return { epoch: i + 1, train, ...(dataLoss !== null && { validation }), seconds: 1, stepSeconds: 0.1 };
  });

describe('the rule', () => {
  test.each<[(number | null)[], number | undefined]>([
    [[2, 1.5, 1.6, 1.7], 2],
    // Of two equal ones, the first: the second is no improvement.
    [[2, 1.5, 1.5], 2],
    [[2, NaN, 1.9], 3],
    [[NaN, NaN], 1],
    [[NaN, 3], 2],
    [[2, null], 1],
    [[null], undefined],
    [[], undefined],
  ])('of the validation losses %p, the best epoch is %p', (losses, best) => {
    expect(bestEpochOf(epochs(losses))).toBe(best);
  });

  test.each<[number[], number, number]>([
    // Keras's EarlyStopping(patience=2, restore_best_weights=True) ends after epoch 5: 4 and 5 are no better than 3.
    [[2, 1.8, 1.5, 1.6, 1.55, 1.2], 2, 5],
    // A rise for one epoch is waited out, so it gets to see 1.2.
    [[2, 1.8, 1.5, 1.6, 1.2, 1.3, 1.3, 1.3, 1], 3, 8],
    [[2, 2.1], 1, 2],
  ])('with the losses %p and patience %d a run ends after epoch %d', (losses, patience, last) => {
    const ends = losses.findIndex((_, i) => isExhausted(epochs(losses.slice(0, i + 1)), { patience })) + 1;
    expect(ends).toBe(last);
  });
});

describe('in a run', () => {
  const train = brightnessDataset(40);
  // Every fourth label is wrong: once the network is sure of the others, these cost more and more.
  const held = brightnessDataset(21);
  const validation = { ...held, labels: held.labels.map((label, i) => (i % 4 === 0 ? (label + 1) % 3 : label)) };
  const patience = 3;
  const options = { epochs: 40, batchSize: 16, validation, earlyStopping: { patience } };
  let folder: string;

  beforeAll(() => useBackend());
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-early-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const numbers = (history: History) => history.epochs.map(({ train, validation }) => ({ train, validation }));
  const weightsOf = (model: tf.LayersModel) => model.getWeights().map((weight) => Array.from(weight.dataSync()));
  const network = (seed = 5) => smallNetwork({ learningRate: 0.01, seed });

  /** Trains a new network; its weights are read and it is freed. */
  async function run(wanted: Partial<FitOptions>, seed?: number) {
    const model = network(seed);
    const history = await fit(model, train, { ...options, ...wanted });
    const result = { history, weights: weightsOf(model) };
    disposeNetwork(model);
    return result;
  }

  test('it ends `patience` epochs after the best one, with the weights from after that one', async () => {
    const { history, weights } = await run({});
    const losses = history.epochs.map(({ validation }) => validation!.dataLoss);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(best).toBeGreaterThan(1);
    expect(history).toMatchObject({ bestEpoch: best, stopped: false, settings: { epochs: 40 } });
    expect(history.epochs).toHaveLength(best + patience);
    expect(best + patience).toBeLessThan(40);

    const { earlyStopping: _, ...plain } = options;
    const model = network();
    const untilBest = await fit(model, train, { ...plain, epochs: best });
    expect(weights).toEqual(weightsOf(model));
    expect(numbers(history).slice(0, best)).toEqual(numbers(untilBest));
    expect(untilBest).not.toHaveProperty('bestEpoch');
    expect((await evaluate(model, validation, { batchSize: 16 })).dataLoss).toBeCloseTo(losses[best - 1]!, 6);
    disposeNetwork(model);
  });

  test('at the last epoch, too, the best weights are put back', async () => {
    const { history, weights } = await run({ epochs: 4, earlyStopping: { patience: 100 } });
    expect(history.epochs).toHaveLength(4);
    expect(history.bestEpoch).toBeLessThan(4);
    const { earlyStopping: _, ...plain } = options;
    const model = network();
    await fit(model, train, { ...plain, epochs: history.bestEpoch! });
    expect(weights).toEqual(weightsOf(model));
    disposeNetwork(model);
  });

  test('the last report says finished, once, with nothing left to do, and the run counts as whole', async () => {
    const reports: TrainingProgress[] = [];
    const { history } = await run({ onProgress: (at) => void reports.push(at) });
    const last = reports.at(-1)!;
    expect(reports.filter(({ state }) => state !== 'running')).toEqual([last]);
    expect(last).toMatchObject({ state: 'finished', epoch: history.epochs.length, epochs: 40, secondsRemaining: 0 });
    expect(last.history.bestEpoch).toBe(history.bestEpoch);
    expect(reports.at(-2)!.history).not.toHaveProperty('bestEpoch');
    expect(() => requireFinished([history])).not.toThrow();
  });

  test.each([
    ['before the best epoch', 1, 2],
    ['after it', 3, 1],
    ['at the end of an epoch', 4, 3],
  ])('stopped %s and gone on with, it ends with the same numbers and weights', async (_, epoch, step) => {
    const expected = await run({});
    const stop = new AbortController();
    const onProgress = (at: TrainingProgress) => at.epoch === epoch && at.step === step && stop.abort();
    const part = await run({ checkpoint: folder, signal: stop.signal, onProgress });
    expect(part.history.stopped).toBe(true);
    expect(part.history).not.toHaveProperty('bestEpoch');
    expect(() => requireFinished([part.history])).toThrow('was stopped after');

    const resumed = await run({ checkpoint: folder }, 99);
    expect(numbers(resumed.history)).toEqual(numbers(expected.history));
    expect(resumed.history.bestEpoch).toBe(expected.history.bestEpoch);
    expect(resumed.weights).toEqual(expected.weights);

    // A finished one comes back as it ended.
    const again = await run({ checkpoint: folder }, 99);
    expect(numbers(again.history)).toEqual(numbers(expected.history));
    expect(again.history.bestEpoch).toBe(expected.history.bestEpoch);
    expect(again.weights).toEqual(expected.weights);
  });

  test('a run that its last epoch ended can be given more, from its last weights', async () => {
    const expected = await run({});
    await run({ epochs: expected.history.bestEpoch! + 1, checkpoint: folder });
    const longer = await run({ checkpoint: folder }, 99);
    expect(numbers(longer.history)).toEqual(numbers(expected.history));
    expect(longer.weights).toEqual(expected.weights);
  });

  test('other choices are another run; a checkpoint from before there was a choice is one without', async () => {
    const { earlyStopping: _, ...plain } = options;
    const model = network();
    await fit(model, train, { ...plain, epochs: 1, checkpoint: folder });
    const saved = JSON.parse(fs.readFileSync(path.join(folder, 'checkpoint.json'), 'utf8'));
    expect(saved.settings).not.toHaveProperty('earlyStopping');
    expect(saved.settings).not.toHaveProperty('augment');
    await expect(fit(model, train, { ...options, checkpoint: folder })).rejects.toThrow(
      'another run (earlyStopping none instead of {"patience":3})',
    );
    await expect(fit(model, train, { ...plain, augment: { flips: true }, checkpoint: folder })).rejects.toThrow(
      'another run (augment none instead of {"flips":true,"shifts":0})',
    );
    const goesOn = await fit(model, train, { ...plain, epochs: 2, augment: { shifts: 0 }, checkpoint: folder });
    expect(goesOn.epochs).toHaveLength(2);
    disposeNetwork(model);
  });

  test('a run with the choice does not go on without it', async () => {
    await run({ epochs: 1, checkpoint: folder, augment: { shifts: 1 } });
    const { earlyStopping: _, ...plain } = options;
    const model = network();
    await expect(fit(model, train, { ...plain, checkpoint: folder })).rejects.toThrow(
      'augment {"flips":false,"shifts":1} instead of none, earlyStopping {"patience":3} instead of none',
    );
    disposeNetwork(model);
  });

  test('it needs validation images and a patience of at least one epoch', async () => {
    const model = network();
    const { validation: _, ...blind } = options;
    await expect(fit(model, train, blind)).rejects.toThrow('fit requires validation images for earlyStopping');
    const hasty = fit(model, train, { ...options, earlyStopping: { patience: 0 } });
    await expect(hasty).rejects.toThrow('fit requires patience to be a whole number of at least 1, got 0');
    disposeNetwork(model);
  });
});
