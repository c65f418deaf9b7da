import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { forecastMemory } from '../../src/model/memory';
import { convNet } from '../../src/model/network';
import { layerSummary } from '../../src/model/summary';
import { forecastTime } from '../../src/training/forecast';
import { getProfile, profiles } from '../../src/training/profiles';
import { measureSpeed, solveNonNegative } from '../../src/training/speed';
import { stepWork } from '../../src/training/stepWork';

const SPEED = { flopsPerSecond: 1e11, outputsPerSecond: 1e9, weightsPerSecond: 1e9, secondsPerStep: 0.005 };
const small = { filters: 2, denseUnits: 4, inputShape: [12, 10, 3], classes: 7 } as const;

beforeEach(async () => {
  await useBackend();
});

describe('sizes of a network from its options', () => {
  test.each([
    ['tiny', profiles.tiny] as const,
    ['quick', profiles.quick] as const,
    ['small', small] as const,
    ['dropout', { ...small, dropout: 0.5, l1: 0.1 }] as const,
    ['batch normalization', { ...small, batchNormalization: true }] as const,
  ])('%s: the same layers and the same memory as of the network itself', (_, options) => {
    const model = convNet(options);
    expect(layerSummary(options)).toEqual(layerSummary(model));
    expect(forecastMemory(options, { batchSize: 32 })).toEqual(forecastMemory(model, { batchSize: 32 }));
    expect(stepWork(options, 32)).toEqual(stepWork(model, 32));
    model.dispose();
  });

  test('the article’s network is not built for it', () => {
    const before = tf.memory().numTensors;
    const start = performance.now();
    expect(layerSummary({}).map(({ parameters }) => parameters)).toEqual([
      (3 * 3 * 3 + 1) * 128,
      (3 * 3 * 128 + 1) * 128,
      (3 * 3 * 128 + 1) * 128,
      0,
      (26 * 26 * 128 + 1) * 1024,
      (1024 + 1) * 10,
    ]);
    expect(forecastMemory({}).weights).toBe(4 * 88_914_698);
    expect(performance.now() - start).toBeLessThan(100);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('sizes that are none are refused', () => {
    expect(() => layerSummary({ filters: 0 })).toThrow('requires filters to be a whole number');
  });
});

describe('forecastTime', () => {
  // Convolutions to 10 × 8, 8 × 6 and 6 × 4, each output a sum of 9 products for each channel, and a bias.
  const flops =
    10 * 8 * 2 * (2 * 9 * 3 + 1) +
    8 * 6 * 2 * (2 * 9 * 2 + 1) +
    6 * 4 * 2 * (2 * 9 * 2 + 1) +
    4 * (2 * 6 * 4 * 2 + 1) +
    7 * (2 * 4 + 1);
  const outputs = 10 * 8 * 2 + 8 * 6 * 2 + 6 * 4 * 2 + 4 + 7;
  const weights = (9 * 3 + 1) * 2 + 2 * (9 * 2 + 1) * 2 + (6 * 4 * 2 + 1) * 4 + (4 + 1) * 7;

  test('is the arithmetic that its docstring gives', () => {
    const plan = { images: 100, epochs: 3, batchSize: 32, validationImages: 40 };
    const forecast = forecastTime(small, plan, SPEED);
    // Four steps an epoch (32 + 32 + 32 + 4), two validation batches.
    expect(forecast.arithmetic).toBeCloseTo((3 * 100 * 3 * flops) / 1e11, 12);
    expect(forecast.outputs).toBeCloseTo((3 * 100 * outputs) / 1e9, 12);
    expect(forecast.updates).toBeCloseTo((3 * 4 * weights) / 1e9, 12);
    expect(forecast.overhead).toBeCloseTo(3 * 4 * 0.005, 12);
    const perImage = (3 * flops) / 1e11 + outputs / 1e9;
    expect(forecast.validation).toBeCloseTo((3 * 40 * perImage + 3 * 2 * 0.005) / 3, 12);
    const { arithmetic, updates, overhead, validation } = forecast;
    expect(forecast.total).toBeCloseTo(arithmetic + forecast.outputs + updates + overhead + validation, 12);
  });

  test('a part that is too fast to be seen takes no time', () => {
    const { updates, total } = forecastTime(small, { images: 1, epochs: 1 }, { ...SPEED, weightsPerSecond: Infinity });
    expect(updates).toBe(0);
    expect(total).toBeGreaterThan(0);
  });

  test('a plan that is none is refused', () => {
    expect(() => forecastTime(small, { images: 0, epochs: 1 }, SPEED)).toThrow('requires images');
    expect(() => forecastTime(small, { images: 1, epochs: 1.5 }, SPEED)).toThrow('requires epochs');
    expect(() => forecastTime(small, { images: 1, epochs: 1, batchSize: 0 }, SPEED)).toThrow('requires batchSize');
    expect(() => forecastTime(small, { images: 1, epochs: 1, validationImages: -1 }, SPEED)).toThrow(
      'validationImages',
    );
  });
});

describe('solveNonNegative', () => {
  test('finds the factors of equations that have a solution', () => {
    const rows = [
      [1, 2, 0],
      [0, 1, 3],
      [2, 0, 1],
    ];
    const factors = [0.5, 2, 1];
    const times = rows.map((row) => row.reduce((sum, value, j) => sum + value * factors[j]!, 0));
    solveNonNegative(rows, times).forEach((factor, j) => expect(factor).toBeCloseTo(factors[j]!, 6));
  });

  test('stays at 0 where a solution would need less', () => {
    // x + y = 1 and x + 2y = 0.5 have the solution y = −0.5.
    const [x, y] = solveNonNegative(
      [
        [1, 1],
        [1, 2],
      ],
      [1, 0.5],
    );
    expect(y).toBe(0);
    // The least squared relative error: (1 − x)² + (1 − 2x)² is smallest at x = 3/5.
    expect(x).toBeCloseTo(0.6, 6);
  });
});

describe('measureSpeed', () => {
  test('measures for the time asked for, with speeds that a computer can have, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const start = performance.now();
    const speed = await measureSpeed({ seconds: 0.5 });
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(tf.memory().numTensors).toBe(before);
    expect(speed.flopsPerSecond).toBeGreaterThan(1e8);
    expect(speed.secondsPerStep).toBeLessThan(1);
    for (const value of Object.values(speed)) expect(value).toBeGreaterThanOrEqual(0);
  });

  test('plain JavaScript takes hours for what TensorFlow does in minutes', async () => {
    await useBackend({ prefer: 'cpu' });
    const speed = await measureSpeed({ seconds: 0 });
    const { filters, denseUnits, epochs, batchSize } = getProfile('quick');
    const plan = { images: 2000, epochs, batchSize, validationImages: 1000 };
    const { total } = forecastTime({ filters, denseUnits }, plan, speed);
    expect(total / 3600).toBeGreaterThan(1);
  });

  test('seconds that are none are refused', async () => {
    await expect(measureSpeed({ seconds: NaN })).rejects.toThrow('requires seconds');
  });
});
