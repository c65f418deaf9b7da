import * as statistics from 'simple-statistics';

/**
 * The middle one of some numbers when they are sorted; of an even number of them, the mean of the two in the middle.
 *
 * @throws if there are no numbers.
 * @example
 * median([1, 100, 3]); // => 3
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('median requires at least one number, got none.');
  return statistics.median([...values]);
}
