import * as tf from '@tensorflow/tfjs';
import { crossentropyByParts } from '../crossentropyByParts';
import type { Finish, Geometry, Ops } from '../ops';
import { addScaled, applyAdam } from './inPlace';
import { finishGradient, halfSumOfSquares, reluGradient } from './sums';
import { uniform } from './uniform';

// What a step spends its time on is computed by shaders of this folder, the rest by those of tfjs. Products and
// convolutions have tfjs's names: see productKernels.ts.

function runKernel(kernel: string, inputs: Record<string, tf.Tensor>, attributes: object): tf.Tensor {
  return tf.engine().runKernel(kernel, inputs, attributes as never) as tf.Tensor;
}

const inFull = ({ strides, padding }: Geometry) => ({
  strides: [...strides],
  pad: padding,
  dataFormat: 'NHWC',
  dilations: [1, 1],
});

/** As tfjs's fused kernels want it. */
const fused = ({ relu }: Finish) => ({ activation: relu ? 'relu' : 'linear' });

function convolve(images: tf.Tensor, filter: tf.Tensor, geometry: Geometry, finish: Finish): tf.Tensor {
  const inputs = { x: images, filter, ...(finish.bias && { bias: finish.bias }) };
  return runKernel('FusedConv2D', inputs, { ...inFull(geometry), ...fused(finish) });
}

const NO_FINISH: Finish = { bias: undefined, relu: false };

function multiply(
  a: tf.Tensor,
  b: tf.Tensor,
  { transposeA = false, transposeB = false, finish = NO_FINISH },
): tf.Tensor {
  const inputs = { a, b, ...(finish.bias && { bias: finish.bias }) };
  return runKernel('_FusedMatMul', inputs, { transposeA, transposeB, ...fused(finish) });
}

/** Every axis but the last. */
const beforeChannels = (x: tf.Tensor): number[] => x.shape.slice(0, -1).map((_, axis) => axis);

/** The engine's ops by WebGPU. */
export const WEBGPU_OPS: Ops = {
  conv2d: convolve,
  conv2dImageGradient: (inputShape, filter, dy, geometry) =>
    runKernel('Conv2DBackpropInput', { dy, filter }, { ...inFull(geometry), inputShape: [...inputShape] }),
  conv2dFilterGradient: (x, filterShape, dy, geometry) =>
    runKernel('Conv2DBackpropFilter', { x, dy }, { ...inFull(geometry), filterShape: [...filterShape] }),

  matMul: (a, b, finish) => multiply(a, b, { finish }),
  matMulFirstTransposed: (a, b) => multiply(a, b, { transposeA: true }),
  matMulSecondTransposed: (a, b) => multiply(a, b, { transposeB: true }),

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

  softmaxCrossentropy: crossentropyByParts,
  halfSumOfSquares,
  uniform,
  addScaled,
  fusedAdam: true,
  applyAdam,
};
