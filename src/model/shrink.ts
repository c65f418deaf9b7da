import * as tf from '@tensorflow/tfjs';
import { currentOps } from '../engine';

/**
 * variable ← variable − share · variable, float32. As in Keras, share · variable is rounded for each weight: a factor
 * 1 − share would be rounded once, and a small share would be off by a tenth in all of them.
 */
export function shrink(variable: tf.Variable, share: number): void {
  tf.tidy(() => {
    const ops = currentOps();
    const next = ops
      ? ops.addScaled(tf.clone(variable as tf.Tensor), -share, variable)
      : tf.sub(variable, tf.mul(variable, share));
    variable.assign(next);
  });
}
