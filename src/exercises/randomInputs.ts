// Inputs that are new for each check, so that no constant passes.

/** A whole number from `low` to `high`, both included. */
export const randomWhole = (low: number, high: number): number => low + Math.floor(Math.random() * (high - low + 1));

/** Numbers between `low` and `high`, with two decimals, which messages can show. */
export const randomNumbers = (count: number, low: number, high: number): number[] =>
  Array.from({ length: count }, () => Number((low + Math.random() * (high - low)).toFixed(2)));

/** Rows of such numbers. */
export const randomMatrix = (rows: number, columns: number, low: number, high: number): number[][] =>
  Array.from({ length: rows }, () => randomNumbers(columns, low, high));

/** The same numbers, every other one of each row with the opposite sign. */
export const alternating = (rows: number[][]): number[][] => rows.map((row) => row.map((w, i) => (i % 2 ? -w : w)));
