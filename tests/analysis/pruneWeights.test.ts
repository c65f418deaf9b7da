import * as tf from '@tensorflow/tfjs';
import { pruneWeights } from '../../src/analysis/pruneWeights';
import { useBackend } from '../../src/engine';
import { evaluate } from '../../src/training/evaluate';
import { brightnessDataset, disposeNetwork, smallNetwork } from '../training/smallRun';

beforeAll(() => useBackend());

const images = brightnessDataset(20);

/** The network's weights, number by number. */
const weightsOf = async (model: tf.LayersModel) => Promise.all(model.getWeights().map((weight) => weight.array()));

/** The same network, of which one layer's smallest weights were sorted out by hand. */
async function prunedByHand(layer: number, zeros: number): Promise<tf.Sequential> {
  const model = smallNetwork();
  const [kernel, bias] = model.layers[layer]!.getWeights();
  const values = Array.from(await kernel!.data());
  const order = [...values.keys()].sort((a, b) => Math.abs(values[a]!) - Math.abs(values[b]!));
  for (const place of order.slice(0, zeros)) values[place] = 0;
  model.layers[layer]!.setWeights([tf.tensor(values, kernel!.shape), bias!]);
  return model;
}

test.each([
  ['Dense 1', 4, 2 * 2 * 3 * 6],
  ['Dense 2', 5, 6 * 3],
  ['Conv2D 1', 0, 3 * 3 * 3 * 3],
  ['Conv2D 2', 1, 3 * 3 * 3 * 3],
])('sets the smallest weights of %s to 0 and measures as evaluate does', async (layer, place, size) => {
  const model = smallNetwork();
  const shares = [0, 0.25, 0.5, 0.9, 1];
  const rows = await pruneWeights({ net: model }, images, { layer, shares, batchSize: 7 });
  expect(rows).toHaveLength(shares.length);
  for (const [i, share] of shares.entries()) {
    const zeros = Math.round(share * size);
    const byHand = await prunedByHand(place, zeros);
    const { dataLoss, accuracy } = await evaluate(byHand, images);
    expect(rows[i]).toMatchObject({ network: 'net', layer, share, zeros });
    expect(rows[i]!.dataLoss).toBeCloseTo(dataLoss, 5);
    expect(rows[i]!.accuracy).toBeCloseTo(accuracy, 6);
    disposeNetwork(byHand);
  }
  disposeNetwork(model);
});

test('the threshold is the largest weight that goes, and what is as large goes with it', async () => {
  const model = smallNetwork();
  const [kernel, bias] = model.layers[5]!.getWeights();
  const values = [0, -1, 2, -2, 2, 3, ...new Array<number>(12).fill(9)];
  model.layers[5]!.setWeights([tf.tensor(values, kernel!.shape), bias!]);
  const shares = [0, 1, 2, 3, 6].map((count) => count / values.length);
  const rows = await pruneWeights({ net: model }, images, { layer: 'Dense 2', shares });
  expect(rows.map(({ threshold }) => threshold)).toEqual([0, 0, 1, 2, 3]);
  expect(rows.map(({ zeros }) => zeros)).toEqual([0, 1, 2, 5, 6]);
  disposeNetwork(model);
});

test('a network is measured beside another one, and both are as before', async () => {
  const networks = { one: smallNetwork({ seed: 1 }), two: smallNetwork({ seed: 2 }) };
  const before = await Promise.all([weightsOf(networks.one), weightsOf(networks.two)]);
  const tensors = tf.memory().numTensors;
  const rows = await pruneWeights(networks, images, { layer: 'Dense 1', shares: [0, 0.5] });
  expect(rows.map(({ network, share }) => [network, share])).toEqual([['one', 0], ['one', 0.5], ['two', 0], ['two', 0.5]]); // prettier-ignore
  expect(tf.memory().numTensors).toBe(tensors);
  expect(await Promise.all([weightsOf(networks.one), weightsOf(networks.two)])).toEqual(before);
  Object.values(networks).forEach(disposeNetwork);
});

test('an error in the middle leaves the network as it was, and no tensor behind', async () => {
  const model = smallNetwork();
  const before = await weightsOf(model);
  const tensors = tf.memory().numTensors;
  const last = model.layers.at(-1)!;
  let calls = 0;
  const call = last.call.bind(last);
  last.call = (...inputs) => {
    if (++calls === 2) throw new Error('in the middle');
    return call(...inputs);
  };
  const pruning = pruneWeights({ net: model }, images, { layer: 'Dense 1', shares: [0, 0.5, 1] });
  await expect(pruning).rejects.toThrow('in the middle');
  expect(tf.memory().numTensors).toBe(tensors);
  expect(await weightsOf(model)).toEqual(before);
  disposeNetwork(model);
});

test('asks for networks, shares and a layer', async () => {
  const [model, options] = [smallNetwork(), { layer: 'Dense 1', shares: [0.5] }];
  await expect(pruneWeights({}, images, options)).rejects.toThrow(/at least one network/);
  await expect(pruneWeights({ model }, images, { ...options, shares: [] })).rejects.toThrow(/shares from 0 to 1/);
  await expect(pruneWeights({ model }, images, { ...options, shares: [50] })).rejects.toThrow(/got 1 networks and shares \[50\]/); // prettier-ignore
  await expect(pruneWeights({ model }, images, { ...options, layer: 'Flatten 1' })).rejects.toThrow(
    /layer of model \(Conv2D 1, Conv2D 2, Conv2D 3, Dense 1, Dense 2\), got "Flatten 1"/,
  );
  disposeNetwork(model);
});
