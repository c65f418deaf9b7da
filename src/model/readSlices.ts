import { MessageChannel } from 'worker_threads';
import * as tf from '@tensorflow/tfjs';
import { hasTensorFlow, uninterrupted } from '../engine';

/** 4 MB in float32: small beside a large layer, and long enough that a slice costs no more than its numbers. */
const SLICE_SIZE = 1 << 20;

/**
 * Reads a tensor piece by piece, in the order of its elements: the whole of a layer of 88 million weights would be a
 * second copy of 350 MB. The tensor must not change before the last piece.
 *
 * @param size numbers in a piece; the last one may be shorter.
 * @returns pieces, each of them to be used before the next one is asked for: then its memory is given back.
 */
export async function* readSlices(tensor: tf.Tensor, size = SLICE_SIZE): AsyncGenerator<Float32Array> {
  for (let start = 0; start < tensor.size; start += size) {
    // Other engines may hand out a part of the tensor itself.
    const isCopy = hasTensorFlow();
    // The flat view shares the tensor's data. Nothing but the slice outlives the next line, and nothing the one after: an
    // interrupt can end the reading at any await.
    const length = Math.min(size, tensor.size - start);
    const slice = uninterrupted(() => tf.tidy(() => tf.slice(tf.reshape(tensor, [-1]), start, length)));
    const values = (await slice.data().finally(() => slice.dispose())) as Float32Array;
    yield values;
    if (isCopy) giveBack(values);
  }
}

/** A closed port: what is sent there is gone, and leaves the sender. */
const { port1: nowhere } = new MessageChannel();
nowhere.close();

/**
 * Frees an array's memory at once. The garbage collection would come late, and two layers could be in memory by then: to
 * it the pieces are a few small objects. (`transfer(0)` of the buffer would do the same, but Node 20 does not have it.)
 */
function giveBack({ buffer }: Float32Array): void {
  nowhere.postMessage(null, [buffer as ArrayBuffer]);
}
