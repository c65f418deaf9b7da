/** Σ aᵢbᵢ of two lists of the same length. */
export const dot = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, i) => sum + value * other[i]!, 0);
