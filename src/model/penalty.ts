import * as tf from '@tensorflow/tfjs';

/**
 * The sum of all regularization penalties of a model, as tfjs and Keras add it to the data loss. 0 without any.
 *
 * @returns a scalar; gradients flow through it.
 */
export function penaltyTensor(model: tf.LayersModel): tf.Scalar {
  return tf.tidy(() => {
    const penalties = model.calculateLosses();
    return penalties.length === 0 ? tf.scalar(0) : (tf.addN(penalties.map((p) => p.asScalar())) as tf.Scalar);
  });
}

/** The sum of all regularization penalties of a model, as a number. */
export function penalty(model: tf.LayersModel): number {
  return tf.tidy(() => penaltyTensor(model).dataSync()[0]!);
}
