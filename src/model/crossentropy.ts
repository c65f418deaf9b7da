import * as tf from '@tensorflow/tfjs';

/** Keras's epsilon: probabilities are kept this far from 0 and 1 before a logarithm is taken. */
const EPSILON = 1e-7;

/**
 * Categorical cross-entropy in nats as Keras computes it from probabilities: rows are scaled to sum 1 and clipped to
 * [1e-7, 1 − 1e-7], then −Σ label · ln(probability), averaged over the batch.
 *
 * @param labels one-hot, [batch, classes].
 * @param probabilities [batch, classes].
 * @returns a scalar.
 */
export function categoricalCrossentropy(labels: tf.Tensor2D, probabilities: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const scaled = tf.div(probabilities, tf.sum(probabilities, 1, true));
    const clipped = tf.clipByValue(scaled, EPSILON, 1 - EPSILON);
    return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.log(clipped)), 1))).asScalar();
  });
}

/**
 * Categorical cross-entropy in nats from the scores before the softmax, averaged over the batch. Exact where
 * probabilities are tiny; Keras does the same when the network ends in a softmax.
 *
 * @param labels one-hot, [batch, classes].
 * @param logits [batch, classes].
 * @returns a scalar.
 */
export function crossentropyFromLogits(labels: tf.Tensor2D, logits: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), 1))).asScalar());
}

/** How many rows have their largest value where the label has its 1. A scalar, float32. */
export function countCorrect(labels: tf.Tensor2D, scores: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() =>
    tf.sum(tf.cast(tf.equal(tf.argMax(scores, 1), tf.argMax(labels, 1)), 'float32')).asScalar(),
  );
}
