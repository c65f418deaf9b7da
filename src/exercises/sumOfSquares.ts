/** Σw². */
export const sumOfSquares = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value * value, 0);
