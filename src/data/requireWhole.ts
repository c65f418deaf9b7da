/** @throws unless `value` is a whole number from `least` to `most`. */
export function requireWhole(
  where: string,
  name: string,
  value: number,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new Error(`${where} requires ${name} to be a whole number ${range}, got ${value}.`);
}
