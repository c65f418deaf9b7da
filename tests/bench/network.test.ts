import { useBackend } from '../../src/tensorflow';
import { expectedBytes, pairWithOurs } from '../../bench/memoryNeeds';
import { activationBytes, stepFlops, weightBytes } from '../../bench/network';
import type { Configuration } from '../../bench/network';
import { countParameters, layerAccounts } from '../../src/model/accounting';
import { convNet } from '../../src/model/network';

beforeAll(() => useBackend({ prefer: 'cpu' }));

const small: Configuration = { network: 'baseline', batch: 6, filters: 3, denseUnits: 5 };
const article: Configuration = { network: 'L2', batch: 128, filters: 128, denseUnits: 1024 };

test("arithmetic and sizes are those of the library's own network", () => {
  const model = convNet({ filters: 3, denseUnits: 5, seed: 1 });
  const accounts = layerAccounts(model).filter(({ kind }) => kind !== 'Flatten');
  // layerAccounts adds one operation for each output's bias.
  const products = accounts.map(({ flops, activationBytes: bytes }) => flops - bytes / 4);
  const total = products.reduce((a, b) => a + b, 0);
  expect(stepFlops(small)).toBe(6 * (3 * total - products[0]!));
  expect(weightBytes(small)).toBe(4 * countParameters(model));
  expect(activationBytes(small)).toBe(6 * accounts.reduce((sum, { activationBytes: b }) => sum + b, 0));
  model.dispose();
});

test("the article's network: 88.9 million parameters, 235 billion operations", () => {
  expect(weightBytes(article)).toBe(4 * 88_914_698);
  expect(stepFlops(article) / 1e9).toBeCloseTo(235, 0);
});

test('each contender is compared in a pair with ours, if both fit into memory', () => {
  const names = ['stock', 'keras', 'pytorch'] as const;
  const need = (...list: Parameters<typeof expectedBytes>[0][]) =>
    list.reduce((sum, name) => sum + expectedBytes(name, article), 0);
  const pair = (available: number) => pairWithOurs(names, article, available);

  expect(pair(need('ours', 'stock'))).toEqual({ pairs: [['stock'], ['keras'], ['pytorch']], tooLarge: [] });
  expect(pair(need('ours', 'keras'))).toEqual({ pairs: [['keras'], ['pytorch']], tooLarge: ['stock'] });
  expect(pair(need('ours', 'keras') - 1)).toEqual({ pairs: [['pytorch']], tooLarge: ['stock', 'keras'] });
  // Ours is measured even then; its own forecast refuses what cannot be.
  expect(pair(0)).toEqual({ pairs: [[]], tooLarge: [...names] });
});
