import * as tf from '@tensorflow/tfjs';
import { uninterrupted } from '../engine';

/** 16 MB in float32: small beside a large layer, and long enough that a slice costs no more than its numbers. */
const SLICE_SIZE = 1 << 22;

/**
 * Reads a tensor piece by piece, in the order of its elements: the whole of a layer of 88 million weights would be a
 * second copy of 350 MB. The tensor must not change before the last piece.
 *
 * @param size numbers in a piece; the last one may be shorter.
 */
export async function* readSlices(tensor: tf.Tensor, size = SLICE_SIZE): AsyncGenerator<Float32Array> {
  for (let start = 0; start < tensor.size; start += size) {
    // The flat view shares the tensor's data. Nothing but the slice outlives the first line, and nothing the second: an
    // interrupt can end the reading at any await.
    const length = Math.min(size, tensor.size - start);
    const slice = uninterrupted(() => tf.tidy(() => tf.slice(tf.reshape(tensor, [-1]), start, length)));
    yield (await slice.data().finally(() => slice.dispose())) as Float32Array;
  }
}
