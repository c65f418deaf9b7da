import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';
import { deadUnits } from '../../src/analysis/deadUnits';
import { predictions } from '../../src/analysis/predictions';
import { unitNorms } from '../../src/analysis/unitNorms';
import { useBackend } from '../../src/engine';
import { webgpuBackend } from '../../src/engine/webgpu/backend';
import { totalPenalty } from '../../src/model/regularizers';
import { weightMagnitudes } from '../../src/model/weightMagnitudes';
import { evaluate } from '../../src/training/evaluate';
import { fit } from '../../src/training/fit';
import type { FitOptions } from '../../src/training/fit';
import type { History } from '../../src/training/history';
import { describeWebgpu } from '../engines';
import { brightnessDataset, disposeNetwork, smallNetwork } from './smallRun';

// What a run on TensorFlow gives is the reference: the two engines add up in another order.

const DIGITS = 4;
const train = brightnessDataset(22);
const validation = brightnessDataset(9);
const options: FitOptions = { epochs: 2, batchSize: 8, validation };
const quiet = { warn: () => undefined };

/** The same first weights on both engines. */
let first: Float32Array[];

function network(): tf.Sequential {
  const model = smallNetwork({ l2: 0.01 });
  const weights = model.getWeights().map(({ shape }, i) => tf.tensor(first[i]!, shape));
  model.setWeights(weights);
  tf.dispose(weights);
  return model;
}

const numbers = ({ epochs }: History): number[] =>
  epochs.flatMap((epoch) => [epoch.train, epoch.validation!].flatMap((metrics) => Object.values(metrics)));

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, DIGITS));
}

describeWebgpu('training on WebGPU', () => {
  let expected: History;
  let folder: string;

  beforeAll(async () => {
    await useBackend({ prefer: 'tensorflow' });
    const fresh = smallNetwork({ l2: 0.01 });
    first = await Promise.all(fresh.getWeights().map(async (weight) => Float32Array.from(await weight.data())));
    disposeNetwork(fresh);
    const model = network();
    expected = await fit(model, train, options);
    disposeNetwork(model);
  });

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-webgpu-'));
    await useBackend({ prefer: 'webgpu', ...quiet });
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  test("fit gives TensorFlow's history, step by step in order", async () => {
    const model = network();
    const steps: string[] = [];
    const history = await fit(model, train, {
      ...options,
      onProgress: ({ epoch, step, state }) => steps.push(`${epoch}.${step} ${state}`),
    });
    expectClose(numbers(history), numbers(expected));
    expect(steps).toEqual([
      ...['1.1 running', '1.2 running', '1.3 running', '2.1 running', '2.2 running', '2.3 finished'],
    ]);
    disposeNetwork(model);
  });

  test('a run begun on the CPU goes on on the card, and the other way round', async () => {
    for (const [begin, end] of [
      ['tensorflow', 'webgpu'],
      ['webgpu', 'tensorflow'],
    ] as const) {
      const checkpoint = path.join(folder, begin);
      await useBackend({ prefer: begin, ...quiet });
      const stop = new AbortController();
      const started = network();
      const part = await fit(started, train, {
        ...options,
        checkpoint,
        signal: stop.signal,
        onProgress: ({ epoch, step }) => epoch === 1 && step === 1 && stop.abort(),
      });
      expect(part.stopped).toBe(true);
      disposeNetwork(started);
      await useBackend({ prefer: end, ...quiet });
      const resumed = smallNetwork({ l2: 0.01, seed: 99 });
      expectClose(numbers(await fit(resumed, train, { ...options, checkpoint })), numbers(expected));
      disposeNetwork(resumed);
    }
  });

  test('steps leave neither tensors nor memory on the card behind', async () => {
    const model = network();
    // The first run makes buffers of every size that there is, Adam's means among them.
    await fit(model, train, options);
    const before = [tf.memory().numTensors, webgpuBackend().memory().numBytesAllocatedInGPU];
    await fit(model, train, { ...options, epochs: 3 });
    expect([tf.memory().numTensors, webgpuBackend().memory().numBytesAllocatedInGPU]).toEqual(before);
    disposeNetwork(model);
  });

  test('what measures a network gives the same numbers', async () => {
    const measure = async (): Promise<unknown[]> => {
      const model = network();
      const measured = [
        await evaluate(model, validation, { batchSize: 4 }),
        await totalPenalty(model),
        await weightMagnitudes({ model }),
        await deadUnits(model, validation),
        Array.from((await predictions(model, validation)).probabilities),
        await unitNorms({ model }, { layer: 'Dense 1' }),
      ];
      disposeNetwork(model);
      return measured;
    };
    const onWebgpu = await measure();
    await useBackend({ prefer: 'tensorflow' });
    expect(rounded(onWebgpu)).toEqual(rounded(await measure()));
  });

  // The last one: a lost device stays lost.
  test('a lost card is an error with a remedy, and the checkpoint goes on elsewhere', async () => {
    const model = network();
    const run = fit(model, train, {
      ...options,
      checkpoint: folder,
      onProgress: ({ epoch, step }) => {
        if (epoch === 2 && step === 1) webgpuBackend().device.destroy();
      },
    });
    await expect(run).rejects.toThrow(/does not answer any more.*checkpoint is whole.*prefer: 'tensorflow'/s);
    await useBackend({ prefer: 'tensorflow' });
    const resumed = smallNetwork({ l2: 0.01, seed: 99 });
    expectClose(numbers(await fit(resumed, train, { ...options, checkpoint: folder })), numbers(expected));
    disposeNetwork(resumed);
  });
});

/** Numbers with as many digits as both engines agree on. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'number' ? Number(part.toPrecision(DIGITS)) : part)),
  );
