import { median, quantile } from 'simple-statistics';

/** Sums up repeated measurements. @throws if there are none. */
export function summarize(values: number[]) {
  const [lowerQuartile, upperQuartile] = [quantile(values, 0.25), quantile(values, 0.75)];
  return { count: values.length, median: median(values), lowerQuartile, upperQuartile };
}

export type Summary = Readonly<ReturnType<typeof summarize>>;

/**
 * Compares two series that were measured in turns, by the ratios of the rounds: median of the first in a round / median
 * of the second in it. (The ratio of the medians of all values would be wrong when the machine changes its speed
 * half-way: these may come from different halves.)
 *
 * @param first, second values by round; rounds that only one of them has are left out.
 * @throws if no round has values of both.
 */
export function compareRounds(first: number[][], second: number[][]): Summary {
  const ratios = first.flatMap((values, round) => {
    const others = second[round] ?? [];
    return values.length > 0 && others.length > 0 ? [median(values) / median(others)] : [];
  });
  if (ratios.length === 0) throw new Error('compareRounds requires a round with values of both, got none.');
  return summarize(ratios);
}
