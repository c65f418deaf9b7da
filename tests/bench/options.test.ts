import { readOptions } from '../../bench/options';

const article = { batch: 128, filters: 128, denseUnits: 1024 };

test("by default the article's networks and small ones are measured, the small ones with L2 and in less time", () => {
  const { configurations, fitted, parts } = readOptions([]);
  expect(configurations.slice(0, 2)).toEqual([
    { network: 'baseline', ...article },
    { network: 'L2', ...article },
  ]);
  const small = configurations.slice(2);
  expect(small.map(({ filters, denseUnits, batch }) => [filters, denseUnits, batch])).toEqual([
    [8, 32, 32],
    [8, 32, 128],
    [32, 256, 32],
    [32, 256, 128],
  ]);
  for (const { network, seconds, without } of small) {
    expect(network).toBe('L2');
    expect(seconds).toBeLessThan(1);
    expect(without).toEqual(['stock']);
  }
  expect(fitted).toEqual(small);
  expect(parts).toEqual(['steps', 'fit', 'floor', 'kernel', 'epoch', 'growth']);
});

test('what is named holds for small networks too', () => {
  const small = readOptions(['--seconds', '2', '--contenders', 'stock', '--networks', 'L2']).configurations;
  expect(small.map(({ filters }) => filters)).toEqual([128, 8, 8, 32, 32]);
  for (const { seconds, without = [] } of small) {
    expect(seconds).toBeUndefined();
    expect(without).toEqual([]);
  }
});

test('sizes and batches that are named are measured each with each, and no others', () => {
  const { configurations, fitted } = readOptions(['--sizes', '2/4,3/5', '--batch', '6']);
  expect(configurations).toEqual([
    { network: 'baseline', batch: 6, filters: 2, denseUnits: 4 },
    { network: 'L2', batch: 6, filters: 2, denseUnits: 4 },
    { network: 'baseline', batch: 6, filters: 3, denseUnits: 5 },
    { network: 'L2', batch: 6, filters: 3, denseUnits: 5 },
  ]);
  expect(fitted).toEqual(configurations.filter(({ network }) => network === 'L2'));
  // One of both is enough.
  expect(readOptions(['--batch', '32', '--networks', 'L2']).configurations).toEqual([
    { network: 'L2', ...article, batch: 32 },
  ]);
});

test('on a GPU there are no small networks by default', () => {
  const { configurations, parts } = readOptions(['--device', 'gpu']);
  expect(configurations).toEqual([
    { network: 'baseline', ...article },
    { network: 'L2', ...article },
  ]);
  expect(parts).not.toContain('floor');
  expect(() => readOptions(['--device', 'gpu', '--parts', 'floor'])).toThrow('measured on the CPU');
});
