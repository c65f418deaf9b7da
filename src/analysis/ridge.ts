import { dot } from './dot';
import { requireRows, solveLinearSystem } from './linearAlgebra';
import type { Rows } from './linearAlgebra';
import { requireLambda } from './quadratic';

/** What a linear regression learns from. */
export interface RegressionData {
  /** X: a row for each point, a column for each weight. */
  readonly features: Rows;
  /** y: a number for each point. */
  readonly targets: readonly number[];
}

/**
 * The weights at which ½‖Xw − y‖² + ½λ‖w‖² is smallest: the solution of (XᵀX + λI) w = Xᵀy, with JavaScript's 64-bit
 * numbers. There is no bias, and every weight is penalized.
 *
 * @param lambda λ, 0 or more, for a data loss that is half a sum, not a mean.
 * @throws if the shapes do not fit, λ is below 0, or it is 0 and XᵀX has no inverse.
 * @example
 * ridgeSolution({ features: [[1, 0], [0, 2]], targets: [4, 3] }, 1); // => [ 2, 1.2 ]
 */
export function ridgeSolution({ features, targets }: RegressionData, lambda: number): number[] {
  const { rows, columns } = requireRows('ridgeSolution', features);
  requireLambda('ridgeSolution', lambda);
  if (targets.length !== rows) {
    throw new Error(`ridgeSolution requires a target for each row, got ${rows} rows and ${targets.length} targets.`);
  }
  const column = Array.from({ length: columns }, (_, j) => features.map((row) => row[j]!));
  const gram = column.map((one, j) => column.map((other, k) => dot(one, other) + (j === k ? lambda : 0)));
  return solveLinearSystem(
    gram,
    column.map((values) => dot(values, targets)),
  );
}
