import * as tf from '@tensorflow/tfjs';
import { ablateUnits } from '../../src/analysis/ablateUnits';
import { deadUnits } from '../../src/analysis/deadUnits';
import { withoutUnits } from '../../src/analysis/withoutUnits';
import { predictions } from '../../src/analysis/predictions';
import { unitNorms } from '../../src/analysis/unitNorms';
import { totalPenalty } from '../../src/model/regularizers';
import { useBackend } from '../../src/engine';
import { evaluate } from '../../src/training/evaluate';
import { brightnessDataset, disposeNetwork, smallNetwork } from '../training/smallRun';

beforeAll(() => useBackend());

const images = brightnessDataset(20);

/** A network of which unit 2 of the dense layer is dead: its bias is far below 0. */
function withDeadUnit(): tf.Sequential {
  const model = smallNetwork({ l2: 0.01 });
  const [kernel] = model.layers[4]!.getWeights();
  model.layers[4]!.setWeights([kernel!, tf.tensor1d([0.1, 0.1, -1000, 0.1, 0.1, 0.1])]);
  return model;
}

test.each(['Dense 1', 'Conv2D 1', 'Conv2D 3'])('a unit of %s that is off is one that is not there', async (layer) => {
  const model = withDeadUnit();
  const { whole, units } = await ablateUnits(model, images, { layer, batchSize: 7 });
  const { dataLoss, accuracy } = await evaluate(model, images);
  expect(whole.dataLoss).toBeCloseTo(dataLoss, 5);
  expect(whole.accuracy).toBeCloseTo(accuracy, 6);
  for (const { unit, lossIncrease, ...scores } of units) {
    const smaller = withoutUnits(model, { layer, units: [unit] });
    const expected = await evaluate(smaller, images);
    expect(scores.dataLoss).toBeCloseTo(expected.dataLoss, 5);
    expect(scores.accuracy).toBeCloseTo(expected.accuracy, 6);
    expect(lossIncrease).toBe(scores.dataLoss - whole.dataLoss);
    smaller.dispose();
  }
  expect(units.map(({ unit }) => unit)).toEqual(units.map((_, i) => i));
  disposeNetwork(model);
});

test('a dead unit changes nothing, a living one does, and nothing is left behind', async () => {
  const model = withDeadUnit();
  const dead = (await deadUnits(model, images)).find(({ layer }) => layer === 'Dense 1')!.which;
  const tensors = tf.memory().numTensors;
  const { units } = await ablateUnits(model, images, { layer: 'Dense 1' });
  expect(tf.memory().numTensors).toBe(tensors);
  expect(dead).toContain(2);
  for (const { unit, lossIncrease } of units) {
    if (dead.includes(unit)) expect(lossIncrease).toBe(0);
    else expect(Math.abs(lossIncrease)).toBeGreaterThan(0);
  }
  disposeNetwork(model);
});

test('only some units, in the order asked for', async () => {
  const model = withDeadUnit();
  const all = await ablateUnits(model, images, { layer: 'Dense 1' });
  const some = await ablateUnits(model, images, { layer: 'Dense 1', units: [4, 1] });
  expect(some).toEqual({ ...all, units: [all.units[4], all.units[1]] });
  await expect(ablateUnits(model, images, { layer: 'Dense 1', units: [6] })).rejects.toThrow(
    /each unit of Dense 1 to be a whole number from 0 to 5, got 6/,
  );
  await expect(ablateUnits(model, images, { layer: 'Dense 2' })).rejects.toThrow(/Dense 2 is the last one/);
  disposeNetwork(model);
});

test('a network without its dead units is smaller, answers the same, and keeps its penalty', async () => {
  const model = withDeadUnit();
  const smaller = withoutUnits(model, { layer: 'Dense 1', units: [2, 2] });
  // A row of 2 × 2 × 3 inputs with its bias, and three outgoing weights.
  expect(model.countParams() - smaller.countParams()).toBe(2 * 2 * 3 + 1 + 3);
  const [before, after] = [await predictions(model, images), await predictions(smaller, images)];
  after.probabilities.forEach((p, i) => expect(p).toBeCloseTo(before.probabilities[i]!, 6));
  const [norms] = await unitNorms({ smaller }, { layer: 'Dense 1' });
  expect(await totalPenalty(smaller)).toBeCloseTo(0.01 * norms!.incoming.reduce((sum, norm) => sum + norm ** 2, 0), 5);
  // It has weights of its own.
  smaller.dispose();
  expect((await evaluate(model, images)).dataLoss).toBeGreaterThan(0);
  disposeNetwork(model);
});

test('withoutUnits asks for units that are there, and leaves some', () => {
  const model = withDeadUnit();
  const tensors = tf.memory().numTensors;
  const without = (layer: string, units: number[]) => () => withoutUnits(model, { layer, units });
  expect(without('Dense 1', [6])).toThrow(/from 0 to 5, got 6/);
  expect(without('Dense 1', [0, 1, 2, 3, 4, 5])).toThrow(/all 6 are to go/);
  expect(without('Dense 2', [0])).toThrow(/Dense 2 is the last one/);
  expect(without('Dense 3', [0])).toThrow(/got "Dense 3"/);
  expect(tf.memory().numTensors).toBe(tensors);
  const normalized = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [2], units: 3 }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 2 }),
    ],
  });
  expect(() => withoutUnits(normalized, { layer: 'Dense 1', units: [0] })).toThrow(/it is a BatchNormalization of 3/);
  normalized.dispose();
  disposeNetwork(model);
});
