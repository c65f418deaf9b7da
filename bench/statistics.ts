/** What is reported of repeated measurements. */
export interface Summary {
  readonly count: number;
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly least: number;
  readonly most: number;
}

/**
 * The value below which a share of the values lies, interpolated between neighbours: position share · (n − 1) of the
 * sorted values, as NumPy and R (type 7) do by default.
 *
 * @param share from 0 to 1.
 * @throws if there are no values, or share is out of range.
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('quantile requires at least one value, got none.');
  if (!(share >= 0 && share <= 1)) throw new Error(`quantile requires share from 0 to 1, got ${share}.`);
  const sorted = [...values].sort((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  return below + (above - below) * (position - Math.floor(position));
}

/** Median, quartiles and extremes. @throws if there are no values. */
export function summarize(values: readonly number[]): Summary {
  return {
    count: values.length,
    median: quantile(values, 0.5),
    lowerQuartile: quantile(values, 0.25),
    upperQuartile: quantile(values, 0.75),
    least: quantile(values, 0),
    most: quantile(values, 1),
  };
}

/** How two interleaved series compare. */
export interface Ratio {
  /**
   * Median over the rounds of (median of the first in the round / median of the second in it). Not the ratio of the
   * medians of all values: when the machine changes its speed half-way, these may come from different halves.
   */
  readonly ratio: number;
  /** Quartiles over the rounds: how steady the ratio is. */
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

/**
 * Compares two series that were measured in turns.
 *
 * @param first, second values by round; rounds that only one of them has are left out.
 * @throws if no round has values of both.
 */
export function compareRounds(first: readonly number[][], second: readonly number[][]): Ratio {
  const median = (values: readonly number[]) => quantile(values, 0.5);
  const byRound: number[] = [];
  for (const [i, values] of first.entries()) {
    const other = second[i] ?? [];
    if (values.length > 0 && other.length > 0) byRound.push(median(values) / median(other));
  }
  if (byRound.length === 0) throw new Error('compareRounds requires a round with values of both, got none.');
  return {
    ratio: median(byRound),
    lowerQuartile: quantile(byRound, 0.25),
    upperQuartile: quantile(byRound, 0.75),
  };
}
