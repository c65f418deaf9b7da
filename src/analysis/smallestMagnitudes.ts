import type * as tf from '@tensorflow/tfjs';
import { readSlices } from '../model/readSlices';

/** Where a number of the smallest weights ends. */
export interface MagnitudeThreshold {
  /** The largest |w| among them; 0 if there are none. */
  readonly threshold: number;
  /** Weights with |w| of at most the threshold: as many as were asked for, and those equal to the last of them. */
  readonly count: number;
}

/** A float's bits without the sign. For floats of at least 0, their order is the order of the numbers. */
const UNSIGNED = 0x7fffffff;

/**
 * Finds, for each of some numbers of weights, the |w| up to which there are that many. Weights are read in pieces, twice,
 * and never sorted: first counted by the upper 16 bits, then by the lower ones where a wanted rank lies.
 *
 * @param counts how many of the smallest, each from 0 to all.
 */
export async function smallestMagnitudes(weights: tf.Tensor, counts: readonly number[]): Promise<MagnitudeThreshold[]> {
  const high = new Float64Array(1 << 15);
  for await (const bits of magnitudeBits(weights)) for (const bit of bits) high[(bit & UNSIGNED) >>> 16]!++;
  const places = counts.map((count) => (count === 0 ? undefined : findRank(high, count - 1)));
  const low = new Map(places.flatMap((place) => (place ? [[place.bin, new Float64Array(1 << 16)]] : [])));
  for await (const bits of magnitudeBits(weights)) {
    for (const bit of bits) {
      const counted = low.get((bit & UNSIGNED) >>> 16);
      if (counted) counted[bit & 0xffff]!++;
    }
  }
  return places.map((place) => {
    if (!place) return { threshold: 0, count: 0 };
    const { bin, below } = findRank(low.get(place.bin)!, place.rest);
    const [threshold] = new Float32Array(Uint32Array.of((place.bin << 16) | bin).buffer);
    return { threshold: threshold!, count: place.below + below + low.get(place.bin)![bin]! };
  });
}

async function* magnitudeBits(weights: tf.Tensor): AsyncGenerator<Uint32Array> {
  for await (const values of readSlices(weights)) {
    yield new Uint32Array(values.buffer, values.byteOffset, values.length);
  }
}

/** The bin that holds the item of this rank (from 0), its rank there, and how many items lie in the bins before. */
function findRank(counts: Float64Array, rank: number): { bin: number; rest: number; below: number } {
  let [bin, below] = [0, 0];
  while (rest(rank, below) >= counts[bin]!) below += counts[bin++]!;
  return { bin, below, rest: rest(rank, below) };
}

const rest = (rank: number, below: number): number => rank - below;
