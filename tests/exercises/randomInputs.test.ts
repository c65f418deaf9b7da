import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomNumbers, randomWhole, shuffled } from '../../src/exercises/randomInputs';
import { PROJECT } from '../notebook/cells';

const EXERCISES = join(PROJECT, 'src', 'exercises');

describe('inputs of checks, where a cell has put a constant in place of Math.random', () => {
  beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.5));
  afterAll(() => jest.restoreAllMocks());

  test('are drawn anew', () => {
    expect(new Set(randomNumbers(20, 0, 100)).size).toBeGreaterThan(1);
    expect(new Set(Array.from({ length: 20 }, () => randomWhole(1, 1000))).size).toBeGreaterThan(1);
    expect(new Set(Array.from({ length: 20 }, () => String(shuffled([1, 2, 3, 4, 5])))).size).toBeGreaterThan(1);
  });

  test('come from nowhere else', () => {
    const direct = readdirSync(EXERCISES).filter((file) =>
      readFileSync(join(EXERCISES, file), 'utf8').includes('Math.random('),
    );
    expect(direct).toEqual([]);
  });
});

test('shuffled keeps all values, and the list it is given', () => {
  const values = [1, 2, 2, 3];
  expect(shuffled(values).sort()).toEqual([1, 2, 2, 3]);
  expect(values).toEqual([1, 2, 2, 3]);
});
