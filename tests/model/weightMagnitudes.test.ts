import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { decadeEdges, MagnitudeCounts, MagnitudeSums } from '../../src/model/magnitudeCounts';
import { readSlices } from '../../src/model/readSlices';
import { convNet } from '../../src/model/network';
import { weightMagnitudes } from '../../src/model/weightMagnitudes';
import { smallNetwork } from '../training/smallRun';

beforeAll(() => useBackend());

const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b);

/** A dense layer from 2 inputs to 2 units with these weights. */
function denseWith(kernel: number[][]): tf.Sequential {
  const layer = tf.layers.dense({ inputShape: [2], units: 2 });
  const model = tf.sequential({ layers: [layer] });
  layer.setWeights([tf.tensor2d(kernel), tf.tensor1d([0, 0])]);
  return model;
}

describe('weightMagnitudes', () => {
  const kernel = [
    [3, -4],
    [0, 0.5],
  ];

  test('what batch normalization learns is no kernel weight', async () => {
    const sizes = { filters: 2, denseUnits: 4, inputShape: [8, 8, 3] as const, classes: 3 };
    const model = convNet({ ...sizes, batchNormalization: true, dropout: 0.5 });
    const rows = await weightMagnitudes({ net: model });
    expect(rows.map(({ layer }) => layer)).toEqual(['Conv2D 1', 'Conv2D 2', 'Conv2D 3', 'Dense 1', 'Dense 2']);
    model.dispose();
  });

  test('summarizes |w| as arithmetic says', async () => {
    const [row] = await weightMagnitudes({ net: denseWith(kernel) }, { smallest: 0.1 });
    expect(row).toMatchObject({ network: 'net', layer: 'Dense 1', count: 4, max: 4, median: 3 });
    expect(row!.mean).toBeCloseTo((3 + 4 + 0 + 0.5) / 4);
    expect(row!.l2Norm).toBeCloseTo(Math.sqrt(9 + 16 + 0.25));
  });

  test('puts every weight into the bin whose edges enclose it', async () => {
    const [row] = await weightMagnitudes({ net: denseWith(kernel) }, { binsPerDecade: 2, smallest: 0.1 });
    const root = Math.sqrt(10);
    [0.1, 0.1 * root, 1, root, 10].forEach((edge, i) => expect(row!.binEdges[i]).toBeCloseTo(edge, 12));
    expect(row!.binEdges).toHaveLength(5);
    // 0.5 in [0.316, 1), 3 in [1, 3.16), 4 in [3.16, 10); the 0 in none.
    expect(row!.counts).toEqual([0, 1, 1, 1]);
    expect(row!.below).toBe(1);
    expect(total(row!.counts) + row!.below).toBe(row!.count);
  });

  test('uses the same bins for all networks, and numbers layers within each', async () => {
    const rows = await weightMagnitudes({ a: smallNetwork(), b: smallNetwork({ seed: 9 }) });
    expect(rows.filter(({ network }) => network === 'a').map(({ layer }) => layer)).toEqual([
      ...['Conv2D 1', 'Conv2D 2', 'Conv2D 3', 'Dense 1', 'Dense 2'],
    ]);
    expect(rows[0]!.binEdges).toEqual(rows[1]!.binEdges);
  });

  test('the bins of two calls differ in number alone', async () => {
    const [[small], [large]] = [
      await weightMagnitudes({ net: denseWith([[0, 0], [1e-3, 1e-3]]) }), // prettier-ignore
      await weightMagnitudes({ net: denseWith([[0, 0], [1e3, 1e-3]]) }), // prettier-ignore
    ];
    // 8 bins a decade; the first edge above 10⁻³ (as a float a hair above it) is 33 steps from 10⁻⁷, that above 10³ is 81.
    expect([small!.binEdges.length, large!.binEdges.length]).toEqual([34, 82]);
    expect(large!.binEdges.slice(0, 34)).toEqual(small!.binEdges);
  });

  test('a layer above the size of a slice is summed up whole', async () => {
    const [inputs, units] = [2 ** 11, 2 ** 11 + 1]; // a slice is 2²⁰ weights
    const layer = tf.layers.dense({ inputShape: [inputs], units, useBias: false });
    const model = tf.sequential({ layers: [layer] });
    // 0, 0.25, 0.5, 0.75 in turn, with both signs, and an 8 at the very end in place of a 0.75.
    const values = Float32Array.from({ length: inputs * units }, (_, i) => (i % 4) * 0.25 * (i % 2 === 0 ? 1 : -1));
    values[values.length - 1] = -8;
    const count = values.length;
    layer.setWeights([tf.tensor2d(values, [inputs, units])]);
    const before = tf.memory().numTensors;
    const [row] = await weightMagnitudes({ model }, { binsPerDecade: 1, smallest: 0.3 });
    expect(tf.memory().numTensors).toBe(before);
    expect(count % 4).toBe(0);
    expect(row).toMatchObject({ count, max: 8, median: 0.5, below: count / 2, counts: [count / 2 - 1, 1] });
    expect(row!.mean).toBeCloseTo((count * 0.375 - 0.75 + 8) / count, 10);
    expect(row!.l2Norm).toBeCloseTo(Math.sqrt((count / 4) * (0.25 ** 2 + 0.5 ** 2 + 0.75 ** 2) - 0.75 ** 2 + 64), 5);
    model.dispose();
  });

  test('leaves no tensors behind', async () => {
    const network = smallNetwork();
    const before = tf.memory().numTensors;
    await weightMagnitudes({ network });
    expect(tf.memory().numTensors).toBe(before);
    const lost = denseWith([[1, NaN], [0, 1]]); // prettier-ignore
    const tensors = tf.memory().numTensors;
    await expect(weightMagnitudes({ lost })).rejects.toThrow(/diverged/);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test('reads nothing synchronously', async () => {
    const model = smallNetwork();
    const reading = jest.spyOn(tf.Tensor.prototype, 'dataSync').mockImplementation(() => {
      throw new Error('This backend has no synchronous read.');
    });
    await weightMagnitudes({ model }).finally(() => reading.mockRestore());
  });

  test.each([NaN, Infinity])('says that a network with the weight %p has diverged', async (weight) => {
    await expect(weightMagnitudes({ lost: denseWith([[1, weight], [0, 1]]) })).rejects.toThrow(/Dense 1 of lost.*diverged/); // prettier-ignore
  });

  test('weights that are all 0 have bins too', async () => {
    const [row] = await weightMagnitudes({ net: denseWith([[0, 0], [0, -0]]) }); // prettier-ignore
    expect(row).toMatchObject({ count: 4, max: 0, median: 0, l2Norm: 0, below: 4, counts: new Array(8).fill(0) });
  });

  test('asks for a network, and for options in range', async () => {
    await expect(weightMagnitudes({})).rejects.toThrow(/at least one network/);
    const net = denseWith(kernel);
    await expect(weightMagnitudes({ net }, { binsPerDecade: 0 })).rejects.toThrow(
      'weightMagnitudes requires binsPerDecade to be a whole number from 1 to 100, got 0.',
    );
    for (const smallest of [0, -1, NaN, Infinity]) {
      await expect(weightMagnitudes({ net }, { smallest })).rejects.toThrow(/smallest to be a number above 0/);
    }
  });
});

test('decadeEdges: whole decades are exact powers of ten, and the last edge is the first above the largest', () => {
  const edges = decadeEdges(1e-7, 1000, 8);
  const exponents = [-7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3];
  expect(edges.filter((_, i) => i % 8 === 0)).toEqual(exponents.map((exponent) => Number(`1e${exponent}`)));
  expect(edges).toHaveLength(10 * 8 + 2);
  expect(edges.at(-1)! / edges.at(-2)!).toBeCloseTo(10 ** (1 / 8), 12);
  expect(decadeEdges(1e-7, 999, 8).at(-1)).toBe(1000);
  expect(decadeEdges(2.5, 0, 2)).toEqual([2.5, 2.5 * Math.sqrt(10), 25]);
});

describe('counting in pieces', () => {
  const values = Float32Array.from({ length: 2000 }, (_, i) => Math.sin(i * 78.233) * 10 ** ((i % 9) - 7));
  // Edges that are floats themselves, edges between two floats, and bins narrower than a step of the table.
  const edges = [1e-7, 1.0001e-7, 2 ** -20, 1e-5, 1.0000001e-5, 3e-4, 0.5, Math.fround(0.7), 1e31];
  values.set([0, -0, 2 ** -20, -0.5, Math.fround(0.7), 1e-7, 1e30, 1e-45]);

  /** Both passes over `values` in pieces of `size`. */
  function count(values: Float32Array, edges: readonly number[], size: number): MagnitudeCounts {
    const pieces = Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
      values.subarray(i * size, (i + 1) * size),
    );
    const sums = new MagnitudeSums();
    pieces.forEach((piece) => sums.add(piece));
    const counts = new MagnitudeCounts(sums, edges);
    pieces.forEach((piece) => counts.add(piece));
    return counts;
  }

  test.each([2000, 700, 1])('pieces of %i weights: agrees with comparing every weight with every edge', (size) => {
    const expected = new Array<number>(edges.length).fill(0);
    for (const value of values) expected[edges.filter((edge) => Math.abs(value) >= edge).length]!++;
    const { below, counts } = count(values, edges, size);
    expect([below, ...counts]).toEqual(expected);
  });

  test.each([1, 2, 7, 1000])('the median of %i weights agrees with sorting', (length) => {
    const values = Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898) * 10 ** ((i % 9) - 6));
    const sorted = values.map(Math.abs).sort();
    for (const size of [length, 3]) expect(count(values, [1e-7, 1e4], size).median).toBe(sorted[length >> 1]);
  });

  test('asks for weights', () => {
    expect(() => count(new Float32Array(0), [1, 10], 1)).toThrow(/at least one weight/);
  });
});

describe.each(['tensorflow', 'cpu'])('readSlices on %s', (backend) => {
  beforeAll(() => tf.setBackend(backend));
  afterAll(() => tf.setBackend('tensorflow'));

  test.each([
    [1, [1, 1, 1, 1, 1, 1]],
    [4, [4, 2]],
    [6, [6]],
    [100, [6]],
  ])('reads every element once, in order, in pieces of %i', async (size, lengths) => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const before = tf.memory().numTensors;
    const pieces: number[][] = [];
    for await (const piece of readSlices(x, size)) pieces.push(Array.from(piece));
    expect(pieces.map(({ length }) => length)).toEqual(lengths);
    expect(pieces.flat()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });

  test('leaves no tensor when the reader stops early', async () => {
    const x = tf.tensor1d([1, 2, 3]);
    const before = tf.memory().numTensors;
    for await (const _ of readSlices(x, 1)) break;
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });
});
