import * as tf from '@tensorflow/tfjs';
import type { Ops } from '../ops';
import { addScaled, applyAdam } from './inPlace';
import {
  conv2d,
  conv2dFilterGradient,
  conv2dImageGradient,
  matMul,
  matMulFirstTransposed,
  matMulSecondTransposed,
} from './products';
import { finishGradient, halfSumOfSquares, reluGradient } from './sums';
import { uniform } from './uniform';

// What a step spends its time on is computed by shaders of this folder, the rest by those of tfjs.

/** Every axis but the last. */
const beforeChannels = (x: tf.Tensor): number[] => x.shape.slice(0, -1).map((_, axis) => axis);

/** The engine's ops by WebGPU. */
export const WEBGPU_OPS: Ops = {
  conv2d,
  conv2dImageGradient,
  conv2dFilterGradient,

  matMul,
  matMulFirstTransposed,
  matMulSecondTransposed,

  relu: (x) => tf.relu(x),
  reluGradient,
  finishGradient,

  normalizeBatch([x, gamma, beta, movingMean, movingVariance], { epsilon, inTraining }) {
    return tf.tidy(() => {
      const count = x!.size / x!.shape.at(-1)!;
      const axes = beforeChannels(x!);
      const mean = inTraining ? tf.mean(x!, axes) : tf.clone(movingMean!);
      const variance = inTraining ? tf.mean(tf.square(tf.sub(x!, mean)), axes) : tf.clone(movingVariance!);
      const slope = tf.rsqrt(tf.add(variance, epsilon));
      const y = tf.add(tf.mul(tf.sub(x!, mean), tf.mul(slope, gamma!)), beta!);
      const ofSample = inTraining && count > 1 ? tf.mul(variance, count / (count - 1)) : variance;
      return [y, tf.clone(mean), tf.clone(ofSample), mean, slope];
    });
  },
  normalizeBatchGradient([dy, x, gamma, mean, slope]) {
    return tf.tidy(() => {
      const axes = beforeChannels(x!);
      const normal = tf.mul(tf.sub(x!, mean!), slope!);
      const towardsMean = tf.mean(dy!, axes);
      const along = tf.mean(tf.mul(dy!, normal), axes);
      const count = x!.size / x!.shape.at(-1)!;
      const dx = tf.mul(tf.mul(gamma!, slope!), tf.sub(tf.sub(dy!, towardsMean), tf.mul(normal, along)));
      return [dx, tf.mul(along, count), tf.mul(towardsMean, count)];
    });
  },

  softmaxCrossentropy: (logits, labels) =>
    tf.tidy(() => {
      const logarithms = tf.logSoftmax(logits);
      return [tf.neg(tf.sum(tf.mul(labels, logarithms), 1)), tf.sub(tf.exp(logarithms), labels)];
    }),
  halfSumOfSquares,
  uniform,
  addScaled,
  fusedAdam: true,
  applyAdam,
};
