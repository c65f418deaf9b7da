import { singularDirections } from '../../src/analysis/linearAlgebra';
import { ridgeSolution } from '../../src/analysis/ridge';

const data = {
  features: [[1, 2, -1], [0.5, -1, 3], [2, 0.25, 1], [-1, 1, 0.75], [3, -2, 0.5]], // prettier-ignore
  targets: [1, -2, 0.5, 3, -1.5],
};
const dot = (one: readonly number[], other: readonly number[]) => one.reduce((sum, x, i) => sum + x * other[i]!, 0);

/** Ridge(alpha, fit_intercept=False, solver='svd').fit(X, y).coef_ of scikit-learn 1.9 */
const SCIKIT_LEARN: [number, number[]][] = [
  [0.1, [-0.11828708863427606, 0.9420155842583048, 0.007933763639279853]],
  [1, [-0.13556471452915936, 0.8415823287322434, -0.027434383150752327]],
  [10, [-0.15688939039217836, 0.4393708932611483, -0.10513490039746377]],
];

test.each(SCIKIT_LEARN)('λ = %d gives what scikit-learn gives for alpha = λ', (lambda, expected) => {
  ridgeSolution(data, lambda).forEach((w, i) => expect(w).toBeCloseTo(expected[i]!, 12));
});

test('one weight: Σxy / (Σx² + λ)', () => {
  const w = ridgeSolution({ features: [[1], [2], [-1]], targets: [2, 3, 1] }, 0.5);
  expect(w[0]).toBeCloseTo((1 * 2 + 2 * 3 - 1 * 1) / (1 + 4 + 1 + 0.5), 14);
});

test('along each singular direction the penalty leaves d² / (d² + λ)', () => {
  const [free, shrunk] = [ridgeSolution(data, 0), ridgeSolution(data, 2)];
  for (const { value, direction } of singularDirections(data.features)) {
    expect(dot(shrunk, direction)).toBeCloseTo((dot(free, direction) * value ** 2) / (value ** 2 + 2), 12);
  }
});

test('more weights than points: only with a penalty is there one answer', () => {
  const wide = { features: data.features.slice(0, 2), targets: [1, -2] };
  expect(() => ridgeSolution(wide, 0)).toThrow(/λ above 0 mends that/);
  const w = ridgeSolution(wide, 0.5);
  const errors = wide.features.map((row, i) => dot(row, w) - wide.targets[i]!);
  w.forEach((weight, j) => {
    const pull = wide.features.reduce((sum, row, i) => sum + row[j]! * errors[i]!, 0);
    expect(pull + 0.5 * weight).toBeCloseTo(0, 12);
  });
});

test('what does not fit is refused', () => {
  expect(() => ridgeSolution({ ...data, targets: [1] }, 1)).toThrow(/a target for each row, got 5 rows and 1 targets/);
  expect(() => ridgeSolution(data, -1)).toThrow(/λ of 0 or more, got -1/);
});
