import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type * as tf from '@tensorflow/tfjs';
import { kerasAdam } from '../../src/model/KerasAdam';
import { kerasAdamW } from '../../src/model/KerasAdamW';
import { convNet } from '../../src/model/network';
import type { ConvNetOptions } from '../../src/model/network';
import { useBackend } from '../../src/engine';
import { fit } from '../../src/training/fit';
import type { History } from '../../src/training/history';
import { brightnessDataset, disposeNetwork } from './smallRun';

const train = brightnessDataset(50);
const validation = brightnessDataset(21);
let folder: string;

beforeAll(() => useBackend());
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-methods-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const numbers = (history: History) => history.epochs.map(({ train, validation }) => ({ train, validation }));

function network(options: ConvNetOptions, optimizer: tf.Optimizer): tf.Sequential {
  const model = convNet({ filters: 3, denseUnits: 8, inputShape: [8, 8, 3], classes: 3, seed: 5, ...options });
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  return model;
}

const adam = () => kerasAdam({ learningRate: 0.003 });
const adamW = () => kerasAdamW({ learningRate: 0.003, weightDecay: 0.1, decay: 0.01 });

test.each<[string, ConvNetOptions, () => tf.Optimizer]>([
  ['dropout', { dropout: 0.5 }, adam],
  ['batch normalization', { batchNormalization: true }, adam],
  ['AdamW', {}, adamW],
  ['all of them', { dropout: 0.5, batchNormalization: true, l1: 1e-4, l2: 1e-3 }, adamW],
])('with %s a stopped run goes on as if nothing had happened', async (_, options, optimizer) => {
  const straight = network(options, optimizer());
  const expected = await fit(straight, train, { epochs: 3, batchSize: 16, validation });

  const stopped = network(options, optimizer());
  const stop = new AbortController();
  await fit(stopped, train, {
    ...{ epochs: 3, batchSize: 16, validation, checkpoint: folder, signal: stop.signal },
    onProgress: ({ epoch, step }) => epoch === 2 && step === 3 && stop.abort(),
  });
  const resumed = network(options, optimizer());
  const history = await fit(resumed, train, { epochs: 3, batchSize: 16, validation, checkpoint: folder });

  expect(history.epochs).toHaveLength(3);
  expect(numbers(history)).toEqual(numbers(expected));
  expect(resumed.getWeights().map((weight) => Array.from(weight.dataSync()))).toEqual(
    straight.getWeights().map((weight) => Array.from(weight.dataSync())),
  );
  [straight, stopped, resumed].forEach(disposeNetwork);
});

test('the settings say what was chosen', async () => {
  const options = { dropout: 0.25, batchNormalization: true, l1: 0.5 };
  const model = network(options, kerasAdamW({ weightDecay: 0.1 }));
  const { settings } = await fit(model, train, { epochs: 1, batchSize: 25 });
  expect(settings).toMatchObject({ weightSeed: 5, penalties: ['Dense 1: L1 {"l1":0.5}'] });
  expect(settings.optimizer).toMatch(/^KerasAdamW .*"weightDecay":0.1,"exclude":\["bias","gamma","beta"\]/);
  expect(settings.layers).toContain('Dropout 1 {"rate":0.25,"seed":5}');
  expect(settings.layers).toContain('BatchNormalization 2 {"momentum":0.99,"epsilon":0.001}');
  expect(settings.layers).toContain('Activation 3 {"activation":"relu"}');
  disposeNetwork(model);
});
