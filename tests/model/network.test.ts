import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { convNet } from '../../src/model/network';
import { glorotUniform } from '../../src/model/glorotUniform';
import { totalPenalty } from '../../src/model/regularizers';
import { layerSummary } from '../../src/model/summary';

const small = { filters: 4, denseUnits: 8, inputShape: [12, 12, 3] as [number, number, number] };
const values = (model: tf.LayersModel): number[][] => model.getWeights().map((w) => Array.from(w.dataSync()));

describe("the article's network", () => {
  let model: tf.Sequential;
  beforeAll(async () => {
    await useBackend();
    model = convNet({ l2: 0.01, seed: 1 });
  });
  afterAll(() => model.dispose());

  test('has its 88,914,698 parameters', () => {
    expect(model.countParams()).toBe(88_914_698);
    expect(layerSummary(model).map(({ parameters }) => parameters)).toEqual([
      (3 * 3 * 3 + 1) * 128, // 3,584
      (3 * 3 * 128 + 1) * 128, // 147,584
      (3 * 3 * 128 + 1) * 128,
      0,
      (26 * 26 * 128 + 1) * 1024, // 88,605,696
      (1024 + 1) * 10, // 10,250
    ]);
  });

  test('needs 235 GFLOP for a training step of 128 images', () => {
    const forward = layerSummary(model).map(({ flops }) => flops);
    expect(forward[1]).toBe(28 * 28 * 128 * (2 * 3 * 3 * 128 + 1));
    // Each layer's forward product has two of the same size in the backward pass; the first layer needs only one.
    const step = 128 * (3 * forward.reduce((a, b) => a + b, 0) - forward[0]!);
    expect(step / 1e9).toBeCloseTo(235, -1);
  });

  test('starts with a penalty of about 20.2, as in Keras', async () => {
    // Weights uniform in ±limit have a mean square of limit² / 3.
    const [fanIn, fanOut] = [26 * 26 * 128, 1024];
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    const expected = (0.01 * fanIn * fanOut * limit ** 2) / 3;
    expect(expected).toBeCloseTo(20.2, 1);
    expect(Math.abs((await totalPenalty(model)) / expected - 1)).toBeLessThan(1e-3);
  });
});

describe.each(['tensorflow', 'cpu'] as const)('convNet on %s', (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: backend });
  });

  test('the same seed gives the same weights, another seed others', () => {
    const [a, b, c] = [7, 7, 8].map((seed) => values(convNet({ ...small, seed })));
    expect(a).toEqual(b);
    a!.forEach((weight, i) => {
      // Biases are 0 whatever the seed.
      if (i % 2 === 1) expect(weight.every((w) => w === 0)).toBe(true);
      else expect(weight).not.toEqual(c![i]);
    });
  });

  test('layers of the same shape start differently', () => {
    const weights = values(convNet({ ...small, seed: 7 }));
    expect(weights[2]).toHaveLength(weights[4]!.length);
    expect(weights[2]).not.toEqual(weights[4]);
  });

  test('kernels are uniform in the limits of Glorot', () => {
    const limit = Math.sqrt(6 / (3 * 3 * (64 + 32)));
    const kernel = glorotUniform({ seed: 3 }).apply([3, 3, 64, 32]);
    const data = Array.from(kernel.dataSync());
    const mean = data.reduce((a, b) => a + b) / data.length;
    const square = data.reduce((a, b) => a + b * b, 0) / data.length;
    expect(Math.max(...data.map(Math.abs))).toBeLessThanOrEqual(limit * (1 + 1e-6));
    expect(Math.abs(mean)).toBeLessThan(0.03 * limit);
    expect(square).toBeCloseTo(limit ** 2 / 3, 4);
  });

  test('only l2 above 0 brings a penalty', async () => {
    expect(await totalPenalty(convNet({ ...small, seed: 1 }))).toBe(0);
    const model = convNet({ ...small, l2: 0.5, seed: 1 });
    const kernel = values(model)[6]!;
    expect(await totalPenalty(model)).toBeCloseTo(
      kernel.reduce((sum, w) => sum + 0.5 * w * w, 0),
      4,
    );
  });
});

test('l1, l2 and both have the regularizers that Keras has for them', () => {
  const penalty = (options: { l1?: number; l2?: number }) =>
    convNet({ ...small, ...options }).layers[4]!.getConfig()['kernelRegularizer'];
  expect(penalty({ l1: 0.1 })).toEqual({ className: 'L1', config: { l1: 0.1 } });
  expect(penalty({ l2: 0.1 })).toEqual({ className: 'L2', config: { l2: 0.1 } });
  expect(penalty({ l1: 0.1, l2: 0.2 })).toEqual({ className: 'L1L2', config: { l1: 0.1, l2: 0.2 } });
  expect(penalty({})).toBeNull();
});

test('wrong options are refused with what to do', () => {
  expect(() => convNet({ filters: 0, seed: 1 })).toThrow('requires filters to be a whole number');
  expect(() => convNet({ seed: Number.NaN })).toThrow('requires seed to be a whole number of at least 0, got NaN');
  expect(() => convNet({ l2: -1, seed: 1 })).toThrow('requires l2 to be a number of at least 0, got -1');
});

test("the running averages of batch normalization keep what they are told to, by default Keras's 0.99", () => {
  const momenta = (batchNormalization: boolean | { momentum: number }): unknown[] => {
    const model = convNet({ ...small, batchNormalization });
    const found = model.layers.map((layer) => layer.getConfig()['momentum']).filter((value) => value !== undefined);
    model.dispose();
    return found;
  };
  expect(momenta(true)).toEqual([0.99, 0.99, 0.99]);
  expect(momenta({ momentum: 0.9 })).toEqual([0.9, 0.9, 0.9]);
  expect(momenta(false)).toEqual([]);
});
