import * as tf from '@tensorflow/tfjs';
import { firstLayerFilters } from '../../src/analysis/filters';
import { useBackend } from '../../src/engine';
import { smallNetwork } from '../training/smallRun';

beforeAll(() => useBackend());

test("holds the first convolution's kernel weights in tfjs's order, as a copy", async () => {
  const conv = tf.layers.conv2d({ inputShape: [4, 4, 2], filters: 3, kernelSize: [1, 2] });
  const second = tf.layers.conv2d({ filters: 1, kernelSize: 2 });
  const model = tf.sequential({ layers: [conv, second] });
  const kernel = tf.range(0, 12).reshape([1, 2, 2, 3]);
  conv.setWeights([kernel, tf.zeros([3])]);
  const before = tf.memory().numTensors;
  const { values, ...shape } = await firstLayerFilters(model);
  expect(shape).toEqual({ layer: 'Conv2D 1', height: 1, width: 2, channels: 2, filters: 3 });
  expect([...values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(tf.memory().numTensors).toBe(before);
  // What the reader does to its copy does not reach the network.
  values.fill(7);
  expect([...(await conv.getWeights()[0]!.data())]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('stays what it was while training goes on', async () => {
  const model = smallNetwork();
  const { values } = await firstLayerFilters(model);
  const kept = Float32Array.from(values);
  model.layers[0]!.setWeights(model.layers[0]!.getWeights().map((weights) => weights.add(1)));
  expect(values).toEqual(kept);
});

test('asks for a convolution', async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: 1 })] });
  await expect(firstLayerFilters(model)).rejects.toThrow(/a model with a Conv2D layer, got Dense/);
});
