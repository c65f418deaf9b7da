import { chooseLambda } from '../../src/analysis/chooseLambda';

/** Scores of several seeds for each λ, in an order that is not that of λ. */
const scores = Object.entries({ 1: [1.95, 2.05], 0: [2.2, 2.4], 9: [2.3, 2.3], 0.1: [1.8, 2.0] }).flatMap(
  ([lambda, all]) => all.map((validation, i) => ({ lambda: Number(lambda), seed: i, train: 0, validation })),
);

test('the lowest mean is chosen', () => {
  const choice = chooseLambda(scores);
  expect(choice).toMatchObject({ lambda: 0.1, bestLambda: 0.1 });
  expect([choice.mean, choice.bestMean, choice.limit].map((value) => value.toFixed(6))).toEqual(
    Array(3).fill('1.900000'),
  );
});

test('or the largest λ within one standard error of it', () => {
  // The best has mean 1.9 and standard deviation √0.02, so its standard error is 0.1: λ = 1, with 2, just fits.
  const choice = chooseLambda(scores, { rule: 'one standard error' });
  expect(choice).toMatchObject({ lambda: 1, bestLambda: 0.1 });
  expect(choice.mean).toBeCloseTo(2, 12);
  expect(choice.limit).toBeCloseTo(1.9 + Math.sqrt(0.02 / 2), 12);
  const apart = scores.map((score) => (score.lambda === 1 ? { ...score, validation: score.validation + 0.01 } : score));
  expect(chooseLambda(apart, { rule: 'one standard error' }).lambda).toBe(0.1);
});

test('of an accuracy the highest is the best', () => {
  const accuracies = scores.map(({ lambda, validation }) => ({ lambda, validation: 1 - validation / 4 }));
  expect(chooseLambda(accuracies, { metric: 'accuracy' }).lambda).toBe(0.1);
  const choice = chooseLambda(accuracies, { metric: 'accuracy', rule: 'one standard error' });
  expect([choice.lambda, choice.limit < choice.bestMean]).toEqual([1, true]);
});

test('of equals the largest λ is taken, and a smaller λ never counts as simpler', () => {
  const equal = [0, 0.1, 1].flatMap((lambda) => [1, 1].map((validation) => ({ lambda, validation })));
  expect(chooseLambda(equal).lambda).toBe(1);
  const falling = [0, 1, 2].flatMap((lambda) =>
    [3 - lambda, 3.9 - lambda].map((validation) => ({ lambda, validation })),
  );
  expect(chooseLambda(falling, { rule: 'one standard error' }).lambda).toBe(2);
});

test('what cannot be chosen from is refused', () => {
  expect(() => chooseLambda([])).toThrow(/requires finite scores, got none/);
  expect(() => chooseLambda([{ lambda: 9, validation: NaN }])).toThrow(/got NaN at λ = 9; leave runs/);
  const single = [{ lambda: 0.1, validation: 1 }];
  expect(chooseLambda(single).lambda).toBe(0.1);
  expect(() => chooseLambda(single, { rule: 'one standard error' })).toThrow(/at least two seeds .* one at λ = 0.1/);
});
