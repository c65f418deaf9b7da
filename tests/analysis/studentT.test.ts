import { meanInterval } from '../../src/analysis/meanInterval';
import { pairedDifference } from '../../src/analysis/pairedDifference';
import { seedsNeeded } from '../../src/analysis/seedsNeeded';
import { pairedPower, tQuantile } from '../../src/analysis/studentT';

// NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2.
test.each([
  [0.975, 1, 12.706],
  [0.975, 2, 4.303],
  [0.975, 4, 2.776],
  [0.975, 9, 2.262],
  [0.975, 29, 2.045],
  [0.975, 100, 1.984],
  [0.95, 4, 2.132],
  [0.995, 4, 4.604],
  [0.9, 10, 1.372],
])('the %d quantile of t with %d degrees of freedom is that of the table', (probability, degrees, expected) => {
  expect(tQuantile(probability, degrees)).toBeCloseTo(expected, 3);
  expect(tQuantile(1 - probability, degrees)).toBeCloseTo(-expected, 3);
});

test('with one and two degrees of freedom the quantile has a closed form', () => {
  expect(tQuantile(0.9, 1)).toBeCloseTo(Math.tan(Math.PI * 0.4), 7);
  expect(tQuantile(0.9, 2)).toBeCloseTo((0.9 - 0.1) / Math.sqrt(2 * 0.9 * 0.1), 7);
});

test('tQuantile refuses what is no probability and what has no degrees of freedom', () => {
  for (const [probability, degrees] of [
    [0, 3],
    [1, 3],
    [NaN, 3],
    [0.9, 0],
  ] as const) {
    expect(() => tQuantile(probability, degrees)).toThrow(/between 0 and 1 and at least 1 degree of freedom, got/);
  }
});

test('meanInterval is mean ± t · standard error', () => {
  // Mean 6, deviations −2, 0, 2: variance 8 / 2, standard error √(4 / 3); t with 2 degrees of freedom is 4.303.
  const { mean, standardError, low, high, count } = meanInterval([4, 6, 8]);
  expect([mean, count]).toEqual([6, 3]);
  expect(standardError).toBeCloseTo(Math.sqrt(4 / 3), 12);
  expect(high).toBeCloseTo(6 + 4.3026527 * Math.sqrt(4 / 3), 6);
  expect(low + high).toBeCloseTo(12, 12);
  // At 90 %, t with 2 degrees of freedom is 2.920.
  expect(meanInterval([4, 6, 8], { level: 0.9 }).high).toBeCloseTo(6 + 2.91998558 * Math.sqrt(4 / 3), 6);
  expect(meanInterval([5, 5])).toEqual({ mean: 5, standardError: 0, low: 5, high: 5, count: 2 });
});

test('meanInterval asks for two values and a level', () => {
  expect(() => meanInterval([1])).toThrow(/at least two values, got 1/);
  expect(() => meanInterval([1, 2], { level: 95 })).toThrow(/level between 0 and 1, got 95; write 0.95 for 95 %/);
});

test('the interval of pairedDifference is that of the differences', () => {
  const { interval } = pairedDifference([10, 20, 30], [14, 26, 38]);
  const { low, high } = meanInterval([4, 6, 8]);
  expect(interval).toEqual([low, high]);
  expect(pairedDifference([1, 5], [2, 6]).interval).toEqual([1, 1]);
  const narrow = pairedDifference([10, 20, 30], [14, 26, 38], { level: 0.5 }).interval;
  expect(narrow[1] - narrow[0]).toBeLessThan(high - low);
});

// SciPy's noncentral t (scipy.stats.nct) gives the same shares and the same smallest numbers.
test.each([
  [2, 5, 0.4209614],
  [3, 1, 0.1792554],
  [10, 1, 0.8030969],
  [787, 0.1, 0.8000954],
])('the power of %d pairs with an effect of %d is that of SciPy', (pairs, effect, expected) => {
  expect(pairedPower(pairs, effect, 0.95)).toBeCloseTo(expected, 6);
});

test.each([
  [0.2, 0.95, 0.8, 199],
  [0.5, 0.95, 0.8, 34],
  [0.8, 0.95, 0.8, 15],
  [1, 0.95, 0.8, 10],
  [2, 0.95, 0.8, 5],
  [0.5, 0.95, 0.9, 44],
  [0.5, 0.99, 0.8, 51],
  [1, 0.9, 0.8, 8],
])('an effect of %d at level %d with power %d takes %d seeds', (effect, level, power, expected) => {
  expect(seedsNeeded({ difference: effect, standardDeviation: 1, level, power })).toBe(expected);
  expect(seedsNeeded({ difference: -effect / 50, standardDeviation: 1 / 50, level, power })).toBe(expected);
});

test('for many seeds it is the normal formula, (1.960 + 0.842)² (σ / δ)²', () => {
  const bare = (1.959964 + 0.841621) ** 2 * (0.3 / 0.02) ** 2;
  expect(Math.abs(seedsNeeded({ difference: 0.02, standardDeviation: 0.3 }) - bare)).toBeLessThan(3);
});

test('seedsNeeded knows its limits', () => {
  expect(seedsNeeded({ difference: 100, standardDeviation: 1 })).toBe(2);
  expect(seedsNeeded({ difference: 0.001, standardDeviation: 1 })).toBe(Infinity);
  expect(() => seedsNeeded({ difference: 0, standardDeviation: 1 })).toThrow(/difference other than 0/);
  expect(() => seedsNeeded({ difference: 1, standardDeviation: 0 })).toThrow(/standard deviation above 0/);
  expect(() => seedsNeeded({ difference: 1, standardDeviation: 1, power: 1 })).toThrow(/power between 0 and 1/);
});
