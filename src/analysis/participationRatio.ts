/**
 * How evenly a total is shared: (Σv)² / (n·Σv²). If n numbers are equal it is 1; if one of them has everything it is
 * 1/n; times n it says how many equal ones would share like this. The measure and its name come from physics, where it
 * tells how many atoms take part in a vibration (Bell and Dean, Discussions of the Faraday Society 50, 1970, p. 55).
 *
 * For magnitudes |w|, Σw² = (Σ|w|)² / (n · ratio): with the sum of the magnitudes given, an L2 penalty is the smaller the
 * more alike they are. Magnitudes that are spread evenly from 0 to a largest one have a ratio of ¾; those of normal
 * numbers 2/π, about 0.64.
 *
 * @param values of at least 0, not all 0; lists or typed arrays.
 * @returns from 1/n to 1.
 * @throws if there are none, one is below 0 or no finite number, or all are 0.
 * @example
 * participationRatio([2, 2, 2, 2]); // => 1
 * participationRatio([8, 0, 0, 0]); // => 0.25
 */
export function participationRatio(values: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value >= 0 && value < Infinity)) {
      throw new Error(
        `participationRatio requires finite numbers of at least 0, got ${value}; take the magnitudes, e.g. by Math.abs.`,
      );
    }
    sum += value;
    squares += value * value;
  }
  if (squares === 0) {
    throw new Error(
      `participationRatio requires at least one number above 0, got ${values.length === 0 ? 'none' : 'zeros alone'}.`,
    );
  }
  return (sum * sum) / (values.length * squares);
}
