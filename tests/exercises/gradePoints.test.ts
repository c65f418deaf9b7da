import { checkPenalty, checkRidgeWeight, gradePoints } from '../../src';
import { right, wrong } from '../../src/exercises/CheckResult';

const sumOfSquares = (weights: number[][]) => weights.flat().reduce((sum, w) => sum + w * w, 0);
let printed: jest.SpyInstance;
beforeEach(() => (printed = jest.spyOn(console, 'log').mockImplementation()));
afterEach(() => printed.mockRestore());

it('adds up the points of right answers, and prints what each check says', async () => {
  const parts = [
    { points: 2, check: right('The first is right.') },
    { points: 1.5, check: Promise.resolve(wrong('The second is not.')) },
  ];
  expect(await gradePoints(parts)).toBe(2);
  expect(printed.mock.calls).toEqual([
    ['✓ The first is right. (2 of 2 points)'],
    ['✗ The second is not. (0 of 1.5 points)'],
  ]);
});

it('gives half for the misconceptions that are named, and nothing for others', async () => {
  const noHalf = (weights: number[][], lambda: number) => lambda * sumOfSquares(weights);
  const check = () => checkPenalty(noHalf);
  expect(await gradePoints([{ points: 3, check: check(), half: ['the ½ is forgotten'] }])).toBe(1.5);
  expect(await gradePoints([{ points: 3, check: check(), half: ['λ is forgotten'] }])).toBe(0);
});

it('gives nothing for a starting cell', async () => {
  const starting = (): number => {
    throw new Error('not done yet');
  };
  expect(await gradePoints([{ points: 3, check: checkRidgeWeight(starting), half: [] }])).toBe(0);
});
