/** The part of jstat, which comes without types, that the library uses. */
declare module 'jstat' {
  export const jStat: {
    readonly studentt: {
      /** Quantile of Student's t distribution. */
      inv(probability: number, degreesOfFreedom: number): number;
    };
    readonly noncentralt: {
      /** Share of the noncentral t distribution below x. */
      cdf(x: number, degreesOfFreedom: number, noncentrality: number): number;
    };
  };
}
