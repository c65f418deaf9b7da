import * as tf from '@tensorflow/tfjs';

/** Everything that an answer may give back: a number, lists of them at any depth, or a tensor. */
export type Numbers = number | readonly Numbers[] | Float32Array | Float64Array | Int32Array | tf.Tensor;

/** Numbers in one row, and how they were arranged. */
export interface FlatNumbers {
  readonly values: readonly number[];
  /** [] for one number. */
  readonly shape: readonly number[];
}

/**
 * Reads an answer, and frees it if it is a tensor.
 *
 * @returns undefined if it is something else than numbers in equally long rows.
 */
export async function readNumbers(answer: unknown): Promise<FlatNumbers | undefined> {
  if (typeof answer === 'number') return { values: [answer], shape: [] };
  if (ArrayBuffer.isView(answer)) return readNumbers(Array.from(answer as Float32Array));
  if (answer instanceof tf.Tensor) {
    const { shape } = answer;
    const values = Array.from(await answer.data());
    // What a call returns is nobody else's.
    answer.dispose();
    return { values, shape };
  }
  if (!Array.isArray(answer)) return undefined;
  const rows = await Promise.all(answer.map(readNumbers));
  const [first] = rows;
  if (rows.some((row) => row === undefined || String(row.shape) !== String(first!.shape))) return undefined;
  return { values: rows.flatMap((row) => row!.values), shape: [rows.length, ...(first?.shape ?? [])] };
}

/** Whether all numbers agree to a tolerance, relative to the largest of those that are expected. */
export function agree(actual: readonly number[], expected: readonly number[], tolerance: number): boolean {
  // No finite number is near an infinite one, whatever the tolerance.
  const largest = Math.max(0, ...expected.filter(Number.isFinite).map(Math.abs));
  return (
    actual.length === expected.length &&
    actual.every((value, i) => Object.is(value, expected[i]) || Math.abs(value - expected[i]!) <= tolerance * largest)
  );
}

/** For people: few digits, long rows cut off. */
export function inWords({ values, shape }: FlatNumbers): string {
  const short = (value: number): string => String(Number(value.toPrecision(4))).replace('-', '−');
  if (shape.length === 0) return short(values[0]!);
  if (shape.length === 1) return `[${values.slice(0, 6).map(short).join(', ')}${values.length > 6 ? ', …' : ''}]`;
  const size = values.length / shape[0]!;
  const rows = Array.from({ length: Math.min(shape[0]!, 4) }, (_, i) =>
    inWords({ values: values.slice(i * size, (i + 1) * size), shape: shape.slice(1) }),
  );
  return `[${rows.join(', ')}${shape[0]! > 4 ? ', …' : ''}]`;
}
