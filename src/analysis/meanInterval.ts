import { mean, sampleStandardDeviation } from 'simple-statistics';
import { tFactor } from './studentT';

/** A mean, and how far it can be trusted. */
export interface MeanInterval {
  readonly mean: number;
  /** Sample standard deviation (with n − 1), divided by √n. */
  readonly standardError: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
  /** How many values there are. */
  readonly count: number;
}

/** How sure the interval should be. */
export interface IntervalOptions {
  /** The share of such intervals that contain the true mean. Default 0.95. */
  readonly level?: number;
}

/**
 * Mean of a few measurements with its confidence interval by Student's t: mean ± t · standard error, where t belongs to
 * n − 1 degrees of freedom. It takes the measurements for independent and roughly normal.
 *
 * @param values e.g. the validation loss of one λ with several seeds.
 * @throws if there are fewer than two values, or the level does not lie between 0 and 1.
 * @example
 * const { mean, standardError, low, high } = meanInterval([4, 6, 8]);
 * mean; // => 6
 * standardError.toFixed(3); // => '1.155'
 * [low.toFixed(2), high.toFixed(2)]; // => [ '1.03', '10.97' ]
 */
export function meanInterval(values: readonly number[], { level = 0.95 }: IntervalOptions = {}): MeanInterval {
  if (values.length < 2) {
    throw new Error(
      `meanInterval requires at least two values, got ${values.length}; one alone says nothing about its noise.`,
    );
  }
  const count = values.length;
  const middle = mean([...values]);
  const standardError = sampleStandardDeviation([...values]) / Math.sqrt(count);
  const reach = tFactor('meanInterval', level, count - 1) * standardError;
  return { mean: middle, standardError, low: middle - reach, high: middle + reach, count };
}
