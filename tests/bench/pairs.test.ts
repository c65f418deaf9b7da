import { pairUp } from '../../bench/pairs';

test('each engine with each of the others', () => {
  expect(pairUp(['ours'], ['stock', 'keras'])).toEqual([
    { first: 'ours', other: 'stock' },
    { first: 'ours', other: 'keras' },
  ]);
});

test('two engines with each other once, and with all others', () => {
  expect(pairUp(['ours', 'webgpu'], ['webgpu', 'keras'])).toEqual([
    { first: 'ours', other: 'webgpu' },
    { first: 'ours', other: 'keras' },
    { first: 'webgpu', other: 'keras' },
  ]);
  expect(pairUp(['ours', 'webgpu'], ['webgpu'])).toEqual([{ first: 'ours', other: 'webgpu' }]);
});

test('an engine alone where there is no other', () => {
  expect(pairUp(['webgpu'], ['webgpu'])).toEqual([{ first: 'webgpu' }]);
  expect(pairUp(['ours', 'webgpu'], [])).toEqual([{ first: 'ours' }, { first: 'webgpu' }]);
  expect(pairUp([], ['keras'])).toEqual([]);
});
