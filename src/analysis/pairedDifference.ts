import { mean, sampleStandardDeviation } from 'simple-statistics';

/** How far two series of measurements on the same things lie apart, and how sure that is. */
export interface PairedDifference {
  /** Mean of second − first. */
  readonly difference: number;
  /**
   * Standard error of that mean: the standard deviation of the differences, divided by √n. With other things of the same
   * kind, the mean difference would vary by about this much.
   */
  readonly standardError: number;
  /** How many pairs there are. */
  readonly count: number;
}

/**
 * Compares two networks image by image. Whether an image is easy or hard matters to both alike and drops out of the
 * difference, so that this standard error is smaller than one that takes the two for unrelated.
 *
 * @param first one number for each image, e.g. from `imageLosses` or `imageHits`.
 * @param second the same of the other network, for the same images in the same order.
 * @throws if there are fewer than two images, or the lists differ in length.
 * @example
 * const { difference, standardError } = pairedDifference([1, 2, 9, 4], [2, 2, 11, 5]);
 * difference; // => 1
 * standardError === Math.sqrt((0 + 1 + 1 + 0) / 3 / 4); // => true
 */
export function pairedDifference(first: readonly number[], second: readonly number[]): PairedDifference {
  if (first.length !== second.length || first.length < 2) {
    throw new Error(
      `pairedDifference requires two lists of equal length with at least two numbers each, got ${first.length} and ` +
        `${second.length}; measure both networks on the same images.`,
    );
  }
  const differences = first.map((value, i) => second[i]! - value);
  const standardError = sampleStandardDeviation(differences) / Math.sqrt(differences.length);
  return { difference: mean(differences), standardError, count: differences.length };
}
