/** Every byte's float: one look-up is faster than a division, and gives exactly float32(byte / 255). */
const FLOAT_OF_BYTE = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * Turns pixels from bytes (0 to 255) into float32 in [0, 1] by dividing by 255.
 *
 * @param bytes pixels in any shape.
 * @param floats where to write, of the same length; a new array if left out.
 * @returns `floats`.
 * @throws if `floats` has another length than `bytes`.
 */
export function toFloat(bytes: Uint8Array, floats: Float32Array = new Float32Array(bytes.length)): Float32Array {
  if (floats.length !== bytes.length) {
    throw new Error(`toFloat requires room for ${bytes.length} values, got an array of ${floats.length}.`);
  }
  copyAsFloat(bytes, 0, bytes.length, floats, 0);
  return floats;
}

/** Writes bytes[from … from + length) as floats to floats[at …). For callers that have checked the bounds. */
export function copyAsFloat(
  bytes: Uint8Array,
  from: number,
  length: number,
  floats: Float32Array,
  at: number,
): void {
  for (let i = 0; i < length; i++) floats[at + i] = FLOAT_OF_BYTE[bytes[from + i]!]!;
}
