import * as tf from '@tensorflow/tfjs';
import { deadUnits } from '../../src/analysis/deadUnits';
import { outputMeter } from '../../src/analysis/outputMeter';
import { opLayers, useBackend } from '../../src/engine';
import { convNet } from '../../src/model/network';
import { brightnessDataset } from '../training/smallRun';

beforeAll(() => useBackend());

const images = brightnessDataset(23);

/** A network with dead units in every layer, whose first weights are the same each time. */
function network({ batchNormalization = false } = {}): tf.Sequential {
  const sizes = { filters: 5, denseUnits: 12, inputShape: [8, 8, 3] as const, classes: 3, seed: 3 };
  const model = convNet({ ...sizes, batchNormalization, dropout: 0.5 });
  for (const layer of model.layers.filter((each) => ['Conv2D', 'Dense'].includes(each.getClassName()))) {
    const [kernel, bias] = layer.getWeights();
    if (!bias) continue;
    const lowered = tf.tensor1d(Array.from({ length: bias.size }, (_, unit) => (unit % 4 === 1 ? -50 : 0)));
    layer.setWeights([kernel!, lowered]);
    lowered.dispose();
  }
  return model;
}

/** The same layers as a model of another kind, which tfjs runs. */
const byTfjs = (model: tf.LayersModel): tf.LayersModel => tf.model({ inputs: model.inputs, outputs: model.outputs });

test.each([{ batchNormalization: false }, { batchNormalization: true }])(
  'the fast pass and tfjs find the same units: %o',
  async (options) => {
    const model = network(options);
    const slow = byTfjs(model);
    expect(opLayers(model)).toBeDefined();
    expect(opLayers(slow)).toBeUndefined();
    const before = tf.memory().numTensors;
    const rows = await deadUnits(model, images);
    expect(await deadUnits(slow, images)).toEqual(rows);
    expect(tf.memory().numTensors).toBe(before);
    expect(rows.at(-1)).toMatchObject({ layer: 'Dense 1', units: 12 });
    expect(rows.at(-1)!.which).toEqual(expect.arrayContaining([1, 5, 9]));
    expect(rows.at(-1)!.dead).toBeLessThan(12);
  },
);

test('the size of a batch does not decide the result', async () => {
  const model = network();
  const rows = await deadUnits(model, images);
  for (const batchSize of [1, 7, 23, 100]) expect(await deadUnits(model, images, { batchSize })).toEqual(rows);
  await expect(deadUnits(model, images, { batchSize: 0 })).rejects.toThrow(/batchSize/);
});

test('a unit that answers to one image alone, at one place, is alive', async () => {
  const conv = tf.layers.conv2d({ inputShape: [8, 8, 3], filters: 2, kernelSize: 1, activation: 'relu' });
  const dense = tf.layers.dense({ units: 3, activation: 'softmax' });
  const model = tf.sequential({ layers: [conv, tf.layers.flatten(), dense] });
  conv.setWeights([tf.ones([1, 1, 3, 2]), tf.tensor1d([-2.5, -3])]);
  const dark = { ...images, images: new Uint8Array(images.images.length) };
  dark.images.fill(255, 17 * 192 + 60, 17 * 192 + 63);
  expect(await deadUnits(model, dark, { batchSize: 4 })).toMatchObject([{ dead: 1, which: [1] }]);
});

test('units that are no number count as dead, as ever', async () => {
  const model = network();
  const layer = model.layers.find((each) => each.getClassName() === 'Dense')!;
  const [kernel, bias] = layer.getWeights();
  const broken = tf.tensor1d(Array.from({ length: bias!.size }, (_, unit) => (unit === 2 ? NaN : 1000)));
  layer.setWeights([kernel!, broken]);
  const rows = await deadUnits(model, images);
  expect(rows.at(-1)).toMatchObject({ dead: 1, which: [2] });
  expect(await deadUnits(byTfjs(model), images)).toEqual(rows);
});

test('a network that could take other images than its own is asked for no answer on them', async () => {
  const conv = tf.layers.conv2d({ inputShape: [9, 9, 3], filters: 2, kernelSize: 3, activation: 'relu' });
  const dense = tf.layers.dense({ units: 3, activation: 'softmax' });
  const model = tf.sequential({ layers: [conv, tf.layers.flatten(), dense] });
  const before = tf.memory().numTensors;
  await expect(deadUnits(model, images)).rejects.toThrow(/shape/);
  expect(tf.memory().numTensors).toBe(before);
});

test('large layers get fewer images at a time', () => {
  const layersOf = (model: tf.LayersModel): tf.layers.Layer[] =>
    model.layers.filter((layer) => layer.getConfig()['activation'] === 'relu');
  const batchSize = (filters: number): number => {
    const model = convNet({ filters, denseUnits: 2 });
    const size = { height: 32, width: 32, channels: 3 };
    const meter = outputMeter(model, layersOf(model), { ...images, ...size });
    model.dispose();
    return meter.batchSize;
  };
  expect([8, 32, 128].map(batchSize)).toEqual([128, 128, 48]);
});
