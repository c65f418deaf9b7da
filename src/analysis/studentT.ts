import { jStat } from 'jstat';

/**
 * Quantile of Student's t distribution: the value below which a t with that many degrees of freedom falls with the given
 * probability. By jstat, to about eight digits.
 *
 * A mean of n measurements has n − 1 degrees of freedom. With few of them the quantiles are larger than the normal
 * distribution's 1.96, because the standard deviation is itself a guess from few measurements.
 *
 * @throws unless the probability lies between 0 and 1 and there is at least 1 degree of freedom.
 * @example
 * tQuantile(0.975, 4).toFixed(3); // => '2.776'
 * tQuantile(0.975, 1000).toFixed(3); // => '1.962'
 */
export function tQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability > 0 && probability < 1) || !(degreesOfFreedom >= 1)) {
    throw new Error(
      `tQuantile requires a probability between 0 and 1 and at least 1 degree of freedom, got ${probability} and ` +
        `${degreesOfFreedom}; n measurements have n − 1 degrees of freedom.`,
    );
  }
  return jStat.studentt.inv(probability, degreesOfFreedom);
}

/** How many standard errors an interval reaches to each side. @throws unless the level lies between 0 and 1. */
export function tFactor(where: string, level: number, degreesOfFreedom: number): number {
  requireShare(where, 'level', level);
  return tQuantile((1 + level) / 2, degreesOfFreedom);
}

/**
 * How often a two-sided paired t test decides a true difference: the share of the noncentral t distribution that lies
 * beyond the two limits.
 *
 * @param effect the true difference, in standard deviations of the differences.
 */
export function pairedPower(pairs: number, effect: number, level: number): number {
  const degreesOfFreedom = pairs - 1;
  const limit = tFactor('pairedPower', level, degreesOfFreedom);
  const noncentrality = effect * Math.sqrt(pairs);
  const below = (x: number): number => jStat.noncentralt.cdf(x, degreesOfFreedom, noncentrality);
  return 1 - below(limit) + below(-limit);
}

/** @throws unless the value lies between 0 and 1. */
export function requireShare(where: string, name: string, value: number): void {
  if (value > 0 && value < 1) return;
  throw new Error(`${where} requires ${name} between 0 and 1, got ${value}; write 0.95 for 95 %.`);
}
