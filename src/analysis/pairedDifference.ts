import { meanInterval } from './meanInterval';
import type { IntervalOptions } from './meanInterval';

/** How far two series of measurements on the same things lie apart, and how sure that is. */
export interface PairedDifference {
  /** Mean of second − first. */
  readonly difference: number;
  /**
   * Standard error of that mean: the standard deviation of the differences, divided by √n. With other things of the same
   * kind, the mean difference would vary by about this much.
   */
  readonly standardError: number;
  /** Confidence interval of the difference by Student's t with n − 1 degrees of freedom: from, to. */
  readonly interval: readonly [number, number];
  /** How many pairs there are. */
  readonly count: number;
}

/**
 * Compares two networks image by image, or two values of λ seed by seed. Whether an image is easy or hard, or a seed
 * lucky, matters to both alike and drops out of the difference, so that this standard error is smaller than one that
 * takes the two for unrelated.
 *
 * @param first one number for each image, e.g. from `imageLosses` or `imageHits`; or for each seed.
 * @param second the same of the other, for the same images or seeds in the same order.
 * @throws if there are fewer than two pairs, the lists differ in length, or the level does not lie between 0 and 1.
 * @example
 * const { difference, standardError, interval } = pairedDifference([1, 2, 9, 4], [2, 2, 11, 5]);
 * difference; // => 1
 * standardError === Math.sqrt((0 + 1 + 1 + 0) / 3 / 4); // => true
 * interval.map((end) => end.toFixed(2)); // => [ '-0.30', '2.30' ]
 */
export function pairedDifference(
  first: readonly number[],
  second: readonly number[],
  options: IntervalOptions = {},
): PairedDifference {
  if (first.length !== second.length || first.length < 2) {
    throw new Error(
      `pairedDifference requires two lists of equal length with at least two numbers each, got ${first.length} and ` +
        `${second.length}; measure both networks on the same images or with the same seeds.`,
    );
  }
  const differences = first.map((value, i) => second[i]! - value);
  const { mean, standardError, low, high, count } = meanInterval(differences, options);
  return { difference: mean, standardError, interval: [low, high], count };
}
