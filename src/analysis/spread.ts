/** How repeated measurements of one thing lie. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** One standard deviation to each side of the mean, or from one to the other of two; none of a single one. */
  readonly range?: readonly [number, number];
}

/**
 * Mean and spread of the same measurement with several seeds. The standard deviation has n − 1 in its denominator; of
 * two values it would say less than the values themselves.
 *
 * @param values at least one, all finite.
 */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { count, mean };
  if (count === 2) return { count, mean, range: [Math.min(...values), Math.max(...values)] };
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
  return { count, mean, range: [mean - deviation, mean + deviation] };
}
