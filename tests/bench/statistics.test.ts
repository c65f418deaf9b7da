import { quantile } from 'simple-statistics';
import { compareRounds, summarize } from '../../bench/statistics';

test('quantile, of a library, interpolates between the neighbors at position share · (n − 1)', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe((2 + 3) / 2);
  expect(quantile([5, 1, 3], 0.5)).toBe(3);
  // Position 0.25 · 3 = 0.75 lies three quarters of the way from 1 to 2.
  expect(quantile([4, 1, 3, 2], 0.25)).toBe(1 + 0.75);
  expect(quantile([10, 20, 30, 40, 50, 60], 0.9)).toBeCloseTo(50 + (0.9 * 5 - 4) * 10, 12);
  expect(quantile([7], 0.25)).toBe(7);
});

test('quantile leaves its input alone and compares as numbers, not as text', () => {
  const values = [10, 9, 100];
  expect(quantile(values, 0.5)).toBe(10);
  expect(values).toEqual([10, 9, 100]);
});

test('quantile refuses what has no answer', () => {
  expect(() => quantile([], 0.5)).toThrow('at least one data point');
  expect(() => quantile([1], 1.5)).toThrow('between 0 and 1');
});

test('summarize', () => {
  expect(summarize([8, 2, 4, 6, 10])).toEqual({
    count: 5,
    median: 6,
    lowerQuartile: 4,
    upperQuartile: 8,
  });
});

test('the ratio is the median of the ratios of the rounds', () => {
  const ours = [
    [1, 1],
    [2, 2, 8],
    [3, 3],
  ];
  const other = [
    [2, 2],
    [4, 4, 1],
    [4, 4],
  ];
  // Rounds: 1/2, 2/4, 3/4.
  expect(compareRounds(ours, other)).toEqual({
    count: 3,
    median: 0.5,
    lowerQuartile: 0.5,
    upperQuartile: (0.5 + 0.75) / 2,
  });
});

test('a machine that becomes twice as slow half-way leaves the ratio as it is', () => {
  // The medians of all values are 0.8 and 2: their ratio would be 0.4.
  const ours = [[0.8], [0.8], [0.8], [1.6], [1.6]];
  const other = [[1], [1], [2], [2], [2]];
  expect(compareRounds(ours, other).median).toBe(0.8);
});

test('rounds that only one side finished have no ratio', () => {
  const all = { median: 0.5, lowerQuartile: 0.5, upperQuartile: 0.5 };
  expect(compareRounds([[1], [5]], [[2]])).toEqual({ count: 1, ...all });
  expect(() => compareRounds([[1]], [[]])).toThrow('a round with values of both');
});
