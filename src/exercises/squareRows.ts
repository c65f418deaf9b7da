/** A matrix, row by row. */
export type Rows = number[][];

/** Square, so that products in the wrong order and sums over the wrong axis have a shape too, and can be named. */
export const SIZE = 3;

/** The square matrix with these entries. */
export const entries = (entry: (row: number, column: number) => number): Rows =>
  Array.from({ length: SIZE }, (_, i) => Array.from({ length: SIZE }, (_, j) => entry(i, j)));
