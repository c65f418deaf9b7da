import * as tf from '@tensorflow/tfjs';
import { requireOps } from './currentOps';
import { replace } from './opLayer';
import type { OpLayer } from './opLayer';

// Layers without weights.

const PLAIN = { trainable: false, readsInput: false, readsOutput: false } as const;

/** Each image's numbers in one row. It only looks at them in another shape. */
export const FLATTEN: OpLayer = {
  ...PLAIN,
  forward: (x) => ({ y: tf.reshape(x, [x.shape[0]!, -1]) }),
  backward: ({ x, dy }) => replace(dy, tf.reshape(dy, x.shape)),
};

/** max(x, 0) as a layer of its own. */
export const RELU: OpLayer = {
  ...PLAIN,
  readsOutput: true,
  forward: (x) => ({ y: requireOps().relu(x) }),
  backward: ({ y, dy }) => replace(dy, requireOps().reluGradient(dy, y)),
};

/** Nothing at all. */
export const IDENTITY: OpLayer = { ...PLAIN, forward: (x) => ({ y: tf.clone(x) }), backward: ({ dy }) => dy };

/** A layer that multiplies by a mask in training: dropout. */
export interface Masking {
  /** The same for the same update and shape, so that forward and backward pass need not keep it. */
  mask(shape: readonly number[], update: number): tf.Tensor;
}

/** True for the library's dropout; tfjs's own draws masks that nobody can draw again. */
export const isMasking = (layer: unknown): layer is Masking => 'mask' in (layer as object);

/** Dropout as ops. */
export function maskingLayer(layer: Masking): OpLayer {
  const masked = (x: tf.Tensor, update: number): tf.Tensor => {
    const mask = layer.mask(x.shape, update);
    const product = tf.mul(x, mask);
    mask.dispose();
    return product;
  };
  return {
    ...PLAIN,
    forward: (x, mode) => ({ y: mode ? masked(x, mode.update) : tf.clone(x) }),
    backward: ({ dy, mode }) => replace(dy, masked(dy, mode.update)),
  };
}
