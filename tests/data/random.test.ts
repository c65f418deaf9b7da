import { createRandom, deriveSeed } from '../../src/data/random';

const draw = (seed: number, count: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
};
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const correlation = (a: number[], b: number[]): number => {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
  const deviation = (values: number[], m: number): number => Math.sqrt(mean(values.map((v) => (v - m) ** 2)));
  return covariance / (deviation(a, meanA) * deviation(b, meanB));
};

test('the same seed gives the same numbers, another seed others', () => {
  expect(draw(7, 5)).toEqual(draw(7, 5));
  expect(draw(7, 5)).not.toEqual(draw(8, 5));
});

test('the numbers lie in [0, 1) and are spread evenly', () => {
  const numbers = draw(1, 100_000);
  const buckets = new Array<number>(10).fill(0);
  for (const number of numbers) buckets[Math.floor(number * 10)]!++;
  // Each bucket is binomial with standard deviation √(100,000 · 0.1 · 0.9) ≈ 95.
  for (const bucket of buckets) expect(Math.abs(bucket - 10_000)).toBeLessThan(5 * 95);
});

test('neighboring seeds and streams of one seed are uncorrelated', () => {
  const count = 20_000;
  const pairs = [
    [draw(1, count), draw(2, count)],
    [draw(deriveSeed(1, 'order of epoch 1'), count), draw(deriveSeed(1, 'order of epoch 2'), count)],
    [draw(1, count), draw(deriveSeed(1, 'images'), count)],
  ] as const;
  // The standard deviation of the correlation of independent streams is 1/√count.
  for (const [a, b] of pairs) expect(Math.abs(correlation(a, b))).toBeLessThan(5 / Math.sqrt(count));
});

test('shuffle reaches every order equally often', () => {
  const random = createRandom(5);
  const seen = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = random.shuffle(Uint32Array.of(0, 1, 2)).join('');
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  expect(seen.size).toBe(6);
  // Binomial: √(6000 · 1/6 · 5/6) ≈ 29.
  for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(5 * 29);
});

test('integers reach both ends and nothing else', () => {
  const random = createRandom(2);
  const seen = new Set(Array.from({ length: 500 }, () => random.integer(3)));
  expect([...seen].sort()).toEqual([0, 1, 2]);
});

test('derived seeds are whole numbers that differ by name and by seed', () => {
  const seeds = [deriveSeed(1, 'a'), deriveSeed(1, 'b'), deriveSeed(2, 'a'), deriveSeed(12, 'a')];
  expect(new Set(seeds).size).toBe(4);
  for (const seed of seeds) expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
});

test.each([-1, 0.5, NaN, 2 ** 53])('a seed of %p is refused', (seed) => {
  expect(() => createRandom(seed)).toThrow('createRandom requires seed to be a whole number of at least 0');
  expect(() => deriveSeed(seed, 'x')).toThrow('deriveSeed requires seed');
});

test('integer(0) is refused', () => {
  expect(() => createRandom(1).integer(0)).toThrow('from 1 to 4294967296, got 0');
});

test('normal numbers have the moments and the tails of a normal distribution', () => {
  const random = createRandom(3);
  const numbers = Array.from({ length: 100_000 }, () => random.normal());
  // Standard errors: 1/√n of the mean, √(2/n) of the variance, √(96/n) of the fourth moment.
  expect(Math.abs(mean(numbers))).toBeLessThan(5 / Math.sqrt(100_000));
  expect(Math.abs(mean(numbers.map((x) => x ** 2)) - 1)).toBeLessThan(5 * Math.sqrt(2 / 100_000));
  expect(Math.abs(mean(numbers.map((x) => x ** 4)) - 3)).toBeLessThan(5 * Math.sqrt(96 / 100_000));
  // Φ(−1.96) = 0.025 on each side.
  const beyond = numbers.filter((x) => Math.abs(x) > 1.959964).length / 100_000;
  expect(Math.abs(beyond - 0.05)).toBeLessThan(5 * Math.sqrt((0.05 * 0.95) / 100_000));
});
