import { singularDirections, solveLinearSystem } from '../../src/analysis/linearAlgebra';

const dot = (one: readonly number[], other: readonly number[]) => one.reduce((sum, x, i) => sum + x * other[i]!, 0);

const MATRIX = [[1, 2, -1], [0.5, -1, 3], [2, 0.25, 1], [-1, 1, 0.75], [3, -2, 0.5]]; // prettier-ignore

test('a system is solved to nearly all 64 bits', () => {
  const [matrix, w] = [MATRIX.slice(0, 3), [1, -2, 0.5]];
  const right = matrix.map((row) => dot(row, w));
  solveLinearSystem(matrix, right).forEach((value, i) => expect(value).toBeCloseTo(w[i]!, 14));
});

test.each([
  ['has no inverse', [[1, 2], [2, 4]], [1, 1], /matrix with an inverse.*λ above 0 mends that/],
  ['is not square', [[1, 2]], [1], /square matrix.*got 1 × 2 and 1/],
  ['has no number on the right for a row', [[1, 0], [0, 1]], [1], /got 2 × 2 and 1/],
  ['has rows of two lengths', [[1, 0], [0]], [1, 1], /all of one length, got 2 rows of 2, 1 numbers/],
  ['holds a number that is not finite', [[1, 0], [0, NaN]], [1, 1], /rows of finite numbers/],
  ['is empty', [], [], /got 0 rows of no numbers/],
])('a matrix that %s is refused', (_, matrix, right, message) => {
  expect(() => solveLinearSystem(matrix as number[][], right as number[])).toThrow(message as RegExp);
}); // prettier-ignore

test('singular values are those of NumPy, the largest first', () => {
  // numpy.linalg.svd(MATRIX).S of NumPy 2
  const expected = [4.630382445907487, 3.2045825791123446, 2.3270601406670726];
  singularDirections(MATRIX).forEach(({ value }, i) => expect(value).toBeCloseTo(expected[i]!, 12));
});

test.each([
  ['tall', MATRIX],
  ['wide', MATRIX.slice(0, 2)],
  ['square', MATRIX.slice(0, 3)],
])(
  // prettier-ignore
  'XᵀX scales each direction of a %s matrix by d², and directions are perpendicular',
  (_, matrix) => {
    const axes = singularDirections(matrix);
    expect(axes).toHaveLength(3);
    axes.forEach(({ value, direction }, i) => {
      const image = matrix.map((row) => dot(row, direction));
      const scaled = [0, 1, 2].map((j) => matrix.reduce((sum, row, r) => sum + row[j]! * image[r]!, 0));
      scaled.forEach((number, j) => expect(number).toBeCloseTo(value ** 2 * direction[j]!, 12));
      axes.forEach((other, j) => expect(dot(direction, other.direction)).toBeCloseTo(i === j ? 1 : 0, 12));
    });
  },
);

test('what is given stays as it is', () => {
  const [matrix, right] = [[[2, 1], [1, 3]], [1, 2]]; // prettier-ignore
  solveLinearSystem(matrix, right);
  singularDirections(matrix);
  expect([matrix, right]).toEqual([[[2, 1], [1, 3]], [1, 2]]); // prettier-ignore
});
