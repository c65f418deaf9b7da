import * as tf from '@tensorflow/tfjs';
import { deadUnits } from '../../src/analysis/deadUnits';
import { unitNorms } from '../../src/analysis/unitNorms';
import { convNet } from '../../src/model/network';
import { useBackend } from '../../src/engine';
import { brightnessDataset, disposeNetwork, smallNetwork } from '../training/smallRun';

beforeAll(() => useBackend());

/** Two inputs, three units, two outputs, with these weights. */
function denseNetwork(incoming: number[][], outgoing: number[][]): tf.Sequential {
  const hidden = tf.layers.dense({ inputShape: [2], units: 3, activation: 'relu', useBias: false });
  const last = tf.layers.dense({ units: 2, useBias: false });
  const model = tf.sequential({ layers: [hidden, last] });
  hidden.setWeights([tf.tensor2d(incoming)]);
  last.setWeights([tf.tensor2d(outgoing)]);
  return model;
}

const network = () => denseNetwork([[3, 0, 1], [4, 0, 1]], [[1, 2], [0, 0], [5, 12]]); // prettier-ignore

test('columns lead into a unit, rows of the next layer lead out of it', async () => {
  const [row] = await unitNorms({ net: network() }, { layer: 'Dense 1' });
  expect(row).toMatchObject({ network: 'net', layer: 'Dense 1' });
  expect(row!.incoming).toEqual([5, 0, Math.sqrt(2)]);
  expect(row!.outgoing).toEqual([Math.sqrt(5), 0, 13]);
  expect(row).not.toHaveProperty('dead');
});

test('nothing leads out of the last layer', async () => {
  const [row] = await unitNorms({ net: network() }, { layer: 'Dense 2' });
  expect(row!.incoming).toEqual([Math.sqrt(1 + 25), Math.sqrt(4 + 144)]);
  expect(row!.outgoing).toBeNull();
});

test('a filter leads out to the next filters, and through Flatten from all of its positions', async () => {
  const model = convNet({ filters: 2, denseUnits: 3, inputShape: [8, 8, 3], classes: 3 });
  const expected = async (kernel: tf.Tensor, positions: number, filter: number) => {
    const mine = kernel.reshape([positions, 2, -1]).slice([0, filter, 0], [positions, 1, -1]);
    return Math.sqrt((await mine.square().sum().data())[0]!);
  };
  const [, second, third, , dense] = model.layers.map(({ weights }) => weights[0]?.read());
  const [first] = await unitNorms({ model }, { layer: 'Conv2D 1' });
  const [last] = await unitNorms({ model }, { layer: 'Conv2D 3' });
  for (const filter of [0, 1]) {
    expect(first!.outgoing![filter]).toBeCloseTo(await expected(second!, 3 * 3, filter), 5);
    // Three convolutions leave 2 × 2 positions of 8 × 8.
    expect(last!.outgoing![filter]).toBeCloseTo(await expected(dense!, 2 * 2, filter), 5);
    const incoming = third!.reshape([-1, 2]).slice([0, filter], [-1, 1]).square().sum();
    expect(last!.incoming[filter]).toBeCloseTo(Math.sqrt((await incoming.data())[0]!), 5);
  }
  model.dispose();
});

test('a kernel that is read in several pieces has the norm of the whole', async () => {
  // 4,500 × 1,000 weights: more than are squared at once.
  const hidden = tf.layers.dense({ inputShape: [4500], units: 1000, kernelInitializer: 'ones' });
  const last = tf.layers.dense({ units: 4500, kernelInitializer: tf.initializers.constant({ value: 2 }) });
  const model = tf.sequential({ layers: [hidden, last] });
  const before = tf.memory().numTensors;
  const [row] = await unitNorms({ model }, { layer: 'Dense 1' });
  expect(row!.incoming).toEqual(new Array(1000).fill(Math.sqrt(4500)));
  expect(row!.outgoing).toEqual(new Array(1000).fill(Math.sqrt(4 * 4500)));
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test('says which units are dead, by the rows of deadUnits', async () => {
  const model = smallNetwork();
  const dead = { model: await deadUnits(model, brightnessDataset(9)) };
  const [row] = await unitNorms({ model, other: model }, { layer: 'Dense 1', dead });
  expect(row!.dead).toEqual(dead.model.find(({ layer }) => layer === 'Dense 1')!.which);
  disposeNetwork(model);
});

test('weights that are no numbers give norms that are none', async () => {
  const [row] = await unitNorms(
    { lost: denseNetwork([[NaN, 1, 0], [0, 1, 0]], [[1, 1], [Infinity, 1], [0, 0]]) }, // prettier-ignore
    { layer: 'Dense 1' },
  );
  expect(row!.incoming).toEqual([NaN, Math.sqrt(2), 0]);
  expect(row!.outgoing).toEqual([Math.sqrt(2), Infinity, 0]);
});

test('asks for a network, a layer that it has, and layers in a row', async () => {
  const layer = 'Dense 1';
  await expect(unitNorms({}, { layer })).rejects.toThrow(/at least one network/);
  await expect(unitNorms({ net: network() }, { layer: 'Dense 3' })).rejects.toThrow(
    /layer of net \(Dense 1, Dense 2\), got "Dense 3"/,
  );
  const input = tf.input({ shape: [2] });
  const output = tf.layers.dense({ units: 1 }).apply(input) as tf.SymbolicTensor;
  await expect(unitNorms({ net: tf.model({ inputs: input, outputs: output }) }, { layer })).rejects.toThrow(
    /made by tf.sequential, and net is another/,
  );
  const summed = [
    tf.layers.dense({ inputShape: [2], units: 4 }),
    tf.layers.reshape({ targetShape: [2, 2] }),
    tf.layers.globalAveragePooling1d({}),
    tf.layers.dense({ units: 1 }),
  ];
  await expect(unitNorms({ net: tf.sequential({ layers: summed }) }, { layer })).rejects.toThrow(
    /something between them changes/,
  );
});
