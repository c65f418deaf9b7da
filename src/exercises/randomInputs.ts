// Inputs that are new for each check, so that no constant passes.

/** Kept from the start: a cell may put a generator of its own in place of `Math.random`, or a constant. */
const fromSystem = Math.random.bind(Math);

/** A number from 0 to below 1 that no cell can foresee. */
export const randomShare = (): number => fromSystem();

/** The same values in another order. */
export function shuffled<Value>(values: readonly Value[]): Value[] {
  const keys = values.map(randomShare);
  return [...keys.keys()].sort((a, b) => keys[a]! - keys[b]!).map((i) => values[i]!);
}

/** A whole number from `low` to `high`, both included. */
export const randomWhole = (low: number, high: number): number => low + Math.floor(randomShare() * (high - low + 1));

/** Numbers between `low` and `high`, with two decimals, which messages can show. */
export const randomNumbers = (count: number, low: number, high: number): number[] =>
  Array.from({ length: count }, () => Number((low + randomShare() * (high - low)).toFixed(2)));

/** Rows of such numbers. */
export const randomMatrix = (rows: number, columns: number, low: number, high: number): number[][] =>
  Array.from({ length: rows }, () => randomNumbers(columns, low, high));

/** The same numbers, every other one of each row with the opposite sign. */
export const alternating = (rows: number[][]): number[][] => rows.map((row) => row.map((w, i) => (i % 2 ? -w : w)));
