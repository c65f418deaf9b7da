// JSON has no NaN and no infinities: the losses of a diverged run would come back as null, which is no number.

/** JSON in which every number is kept. */
export const toJson = (value: unknown): string => JSON.stringify(value, writable, 1);

/** What `toJson` has written; JSON without such numbers is read as usual. */
export const fromJson = (text: string): unknown => JSON.parse(text, readable) as unknown;

const writable = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;

function readable(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { number, ...others } = value as { number?: unknown };
  return typeof number === 'string' && Object.keys(others).length === 0 ? Number(number) : value;
}
