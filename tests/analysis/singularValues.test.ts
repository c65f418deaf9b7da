import * as tf from '@tensorflow/tfjs';
import { singularDirections } from '../../src/analysis/linearAlgebra';
import { effectiveRank, singularValues } from '../../src/analysis/singularValues';
import { createRandom } from '../../src/data/random';
import { useBackend } from '../../src/engine';
import { disposeNetwork, smallNetwork } from '../training/smallRun';

beforeAll(() => useBackend());

function dense(rows: number[][]): tf.Sequential {
  const layer = tf.layers.dense({ inputShape: [rows.length], units: rows[0]!.length, useBias: false });
  const model = tf.sequential({ layers: [layer] });
  layer.setWeights([tf.tensor2d(rows)]);
  return model;
}

const randomRows = (rows: number, columns: number) => {
  const random = createRandom(rows);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
};

test.each([
  [12, 5],
  [5, 12],
  [7, 7],
])('those of a %i × %i matrix are those of the decomposition itself', async (rows, columns) => {
  const matrix = randomRows(rows, columns);
  const values = await singularValues(dense(matrix), { layer: 'Dense 1' });
  const expected = singularDirections(matrix).map(({ value }) => value);
  expect(values).toHaveLength(Math.min(rows, columns));
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 3));
});

test('a convolution has a column for each filter', async () => {
  const model = smallNetwork();
  const kernel = (await model.layers[0]!.getWeights()[0]!.reshape([27, 3]).array()) as number[][];
  const tensors = tf.memory().numTensors;
  const values = await singularValues(model, { layer: 'Conv2D 1' });
  expect(tf.memory().numTensors).toBe(tensors);
  singularDirections(kernel).forEach(({ value }, i) => expect(values[i]).toBeCloseTo(value, 4));
  disposeNetwork(model);
});

test('a column of zeros, or one that repeats, leaves a value of 0, to the precision that is said', async () => {
  const matrix = randomRows(50, 6).map(([a, b, c]) => [a!, b!, c!, a!, 0, a! + b!]);
  const values = await singularValues(dense(matrix), { layer: 'Dense 1' });
  values.slice(3).forEach((value) => expect(value / values[0]!).toBeLessThan(1e-3));
  expect(values[2]! / values[0]!).toBeGreaterThan(0.1);
});

test('a large kernel takes seconds, one that is too large is refused', async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [5000], units: 128 })] });
  const values = await singularValues(model, { layer: 'Dense 1' });
  const norm = (await model.getWeights()[0]!.square().sum().data())[0]!;
  // Σd² = Σw²
  expect(values.reduce((sum, value) => sum + value ** 2, 0) / norm).toBeCloseTo(1, 4);
  const large = tf.sequential({ layers: [tf.layers.dense({ inputShape: [1100], units: 1030 })] });
  await expect(singularValues(large, { layer: 'Dense 1' })).rejects.toThrow(
    /at most 1024 units or inputs.* 1100 × 1030/,
  );
  await expect(singularValues(dense([[NaN]]), { layer: 'Dense 1' })).rejects.toThrow(/diverged/);
  [model, large].forEach((one) => one.dispose());
});

test('the effective rank counts equal values, and less where they differ', () => {
  expect(effectiveRank([3, 3, 3])).toBeCloseTo(3, 12);
  expect(effectiveRank([3, 0, 0])).toBe(1);
  const entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
  expect(effectiveRank([6, 2])).toBeCloseTo(Math.exp(entropy), 12);
  expect(() => effectiveRank([])).toThrow(/one of them above 0/);
  expect(() => effectiveRank([1, -1])).toThrow(/at least 0/);
  expect(() => effectiveRank([0, 0])).toThrow(/one of them above 0, got \[0, 0\]/);
});
