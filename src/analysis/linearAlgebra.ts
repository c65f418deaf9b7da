import { LuDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';

/** A table of numbers, row by row. */
export type Rows = readonly (readonly number[])[];

/** One of the directions in which a matrix is a single number. */
export interface SingularDirection {
  /** d, the length that the matrix gives to a vector of length 1 along this direction; 0 or more. */
  readonly value: number;
  /** That vector, with as many numbers as the matrix has columns. */
  readonly direction: number[];
}

/**
 * The numbers w with matrix · w = right, like NumPy's `linalg.solve`, with JavaScript's 64-bit numbers.
 *
 * @param matrix as many rows as columns.
 * @throws if the shapes do not fit, or there is not exactly one solution.
 * @example
 * solveLinearSystem([[2, 0], [0, 4]], [6, 2]); // => [ 3, 0.5 ]
 */
export function solveLinearSystem(matrix: Rows, right: readonly number[]): number[] {
  const { rows, columns } = requireRows('solveLinearSystem', matrix);
  if (rows !== columns || right.length !== rows) {
    throw new Error(
      'solveLinearSystem requires a square matrix and one number on the right for each row, got ' +
        `${rows} × ${columns} and ${right.length}.`,
    );
  }
  const parts = new LuDecomposition(toMatrix(matrix));
  if (parts.isSingular()) {
    throw new Error(
      'solveLinearSystem requires a matrix with an inverse, and this one has none: one of its rows is made of the ' +
        'others. In a regression, λ above 0 mends that.',
    );
  }
  return parts.solve(Matrix.columnVector(right.slice())).to1DArray();
}

/**
 * The singular value decomposition of a matrix X, seen from its columns: for weights along a direction, X only scales
 * by d. Then XᵀX scales them by d², the curvature of ½‖Xw − y‖². The largest d comes first.
 *
 * @param matrix any number of rows and columns.
 * @returns as many directions as columns; they are perpendicular.
 * @throws if it is empty or its rows differ in length.
 * @example
 * singularDirections([[0, 3], [2, 0]]).map(({ value }) => value); // => [ 3, 2 ]
 */
export function singularDirections(matrix: Rows): SingularDirection[] {
  const { rows, columns } = requireRows('singularDirections', matrix);
  // Rows of zeros change neither the values nor the directions, and no direction is then left out.
  const zeros = Array.from({ length: Math.max(0, columns - rows) }, () => new Array<number>(columns).fill(0));
  const parts = new SingularValueDecomposition(toMatrix([...matrix, ...zeros]), { computeLeftSingularVectors: false });
  return parts.diagonal.map((value, i) => ({ value, direction: parts.rightSingularVectors.getColumn(i) }));
}

const toMatrix = (rows: Rows): Matrix => new Matrix(rows.map((row) => [...row]));

/** @throws if the rows are no matrix of finite numbers. */
export function requireRows(where: string, matrix: Rows): { rows: number; columns: number } {
  const columns = matrix[0]?.length ?? 0;
  if (columns === 0 || matrix.some((row) => row.length !== columns || !row.every(Number.isFinite))) {
    throw new Error(
      `${where} requires rows of finite numbers, all of one length, got ${matrix.length} rows of ` +
        `${[...new Set(matrix.map((row) => row.length))].join(', ') || 'no'} numbers.`,
    );
  }
  return { rows: matrix.length, columns };
}
