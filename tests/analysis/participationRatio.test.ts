import { participationRatio } from '../../src/analysis/participationRatio';
import { createRandom } from '../../src/data/random';

test('n equal values share evenly, one alone has 1/n, and scale does not matter', () => {
  expect(participationRatio([0.3, 0.3, 0.3])).toBeCloseTo(1, 12);
  expect(participationRatio([0, 7, 0, 0, 0])).toBeCloseTo(1 / 5, 12);
  expect(participationRatio([1, 1, 0, 0])).toBeCloseTo(2 / 4, 12);
  expect(participationRatio([1, 2, 3])).toBeCloseTo((1 + 2 + 3) ** 2 / (3 * (1 + 4 + 9)), 12);
  expect(participationRatio(Float32Array.of(10, 20, 30))).toBeCloseTo(participationRatio([1, 2, 3]), 6);
});

test('has the values that mathematics gives for magnitudes of even and of normal numbers', () => {
  const random = createRandom(1);
  const numbers = (draw: () => number) => Float64Array.from({ length: 200_000 }, () => Math.abs(draw()));
  // E|u|² / E[u²] of numbers from −1 to 1: (1/2)² / (1/3).
  expect(participationRatio(numbers(() => 2 * random.next() - 1))).toBeCloseTo(3 / 4, 2);
  expect(participationRatio(numbers(() => random.normal()))).toBeCloseTo(2 / Math.PI, 2);
});

test('refuses what has no shares', () => {
  expect(() => participationRatio([])).toThrow(/got none/);
  expect(() => participationRatio([0, 0])).toThrow(/got zeros alone/);
  expect(() => participationRatio([1, -1])).toThrow(/got -1; take the magnitudes/);
  expect(() => participationRatio([1, NaN])).toThrow(/got NaN/);
});
