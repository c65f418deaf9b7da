import { pairedPower, requireShare } from './studentT';

/** More than this nobody trains, and the search ends. */
const MOST = 10_000;

/** Which difference is to be decided, and how surely. */
export interface SeedsNeededOptions {
  /** The true difference that one would not like to miss; its sign does not matter. */
  readonly difference: number;
  /** Standard deviation of the differences from seed to seed: `standardError · √n` of a `pairedDifference`. */
  readonly standardDeviation: number;
  /** Of the confidence interval that should leave out 0. Default 0.95. */
  readonly level?: number;
  /** The share of such experiments that decide. Default 0.8. */
  readonly power?: number;
}

/**
 * How many seeds, used by both networks, it takes to decide a difference: the smallest n with which the interval of
 * `pairedDifference` leaves out 0 in a share `power` of all such experiments. Exact for normal differences, by the
 * noncentral t distribution.
 *
 * @returns at least 2; Infinity if 10,000 seeds are not enough.
 * @throws if the difference is 0 or not finite, the standard deviation is not above 0, or a share not between 0 and 1.
 * @example
 * seedsNeeded({ difference: 0.05, standardDeviation: 0.1 }); // => 34
 * seedsNeeded({ difference: 0.1, standardDeviation: 0.1 }); // => 10
 */
export function seedsNeeded({ difference, standardDeviation, level = 0.95, power = 0.8 }: SeedsNeededOptions): number {
  if (!Number.isFinite(difference) || difference === 0 || !(standardDeviation > 0)) {
    throw new Error(
      `seedsNeeded requires a difference other than 0 and a standard deviation above 0, got ${difference} and ` +
        `${standardDeviation}; no number of seeds decides a difference of 0.`,
    );
  }
  requireShare('seedsNeeded', 'level', level);
  requireShare('seedsNeeded', 'power', power);
  const effect = Math.abs(difference) / standardDeviation;
  const decides = (seeds: number): boolean => pairedPower(seeds, effect, level) >= power;
  if (!decides(MOST)) return Infinity;
  // Power grows with the number of seeds: halve the stretch in which it reaches what is asked for.
  let [tooFew, enough] = [1, MOST];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (decides(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
