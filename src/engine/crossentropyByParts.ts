import * as tf from '@tensorflow/tfjs';

/**
 * Cross-entropy of each row in nats, [batch], and its gradient with respect to the logits, by ops that every engine has:
 * −Σ label · ln p, and p − label.
 */
export function crossentropyByParts(logits: tf.Tensor, labels: tf.Tensor): [tf.Tensor, tf.Tensor] {
  return tf.tidy(() => {
    const logarithms = tf.logSoftmax(logits);
    return [tf.neg(tf.sum(tf.mul(labels, logarithms), 1)), tf.sub(tf.exp(logarithms), labels)];
  });
}
