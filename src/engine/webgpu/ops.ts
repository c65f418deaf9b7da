import * as tf from '@tensorflow/tfjs';
import { crossentropyByParts } from '../crossentropyByParts';
import { replace } from '../opLayer';
import type { Finish, Geometry, Ops } from '../ops';

// On tfjs's WebGPU kernels.

function run(kernel: string, inputs: Record<string, tf.Tensor>, attributes: object): tf.Tensor {
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
  return run('FusedConv2D', inputs, { ...inFull(geometry), ...fused(finish) });
}

const NO_FINISH: Finish = { bias: undefined, relu: false };

function multiply(
  a: tf.Tensor,
  b: tf.Tensor,
  { transposeA = false, transposeB = false, finish = NO_FINISH },
): tf.Tensor {
  const inputs = { a, b, ...(finish.bias && { bias: finish.bias }) };
  return run('_FusedMatMul', inputs, { transposeA, transposeB, ...fused(finish) });
}

const reluGradient = (dy: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.tidy(() => tf.mul(dy, tf.step(y)));

/** Every axis but the last. */
const beforeChannels = (x: tf.Tensor): number[] => x.shape.slice(0, -1).map((_, axis) => axis);

/** The engine's ops by WebGPU. */
export const WEBGPU_OPS: Ops = {
  conv2d: convolve,
  conv2dImageGradient: (inputShape, filter, dy, geometry) =>
    run('Conv2DBackpropInput', { dy, filter }, { ...inFull(geometry), inputShape: [...inputShape] }),
  conv2dFilterGradient: (x, filterShape, dy, geometry) =>
    run('Conv2DBackpropFilter', { x, dy }, { ...inFull(geometry), filterShape: [...filterShape] }),

  matMul: (a, b, finish) => multiply(a, b, { finish }),
  matMulFirstTransposed: (a, b) => multiply(a, b, { transposeA: true }),
  matMulSecondTransposed: (a, b) => multiply(a, b, { transposeB: true }),

  relu: (x) => tf.relu(x),
  reluGradient,
  finishGradient(dy, y, biasWanted) {
    const dz = y ? replace(dy, reluGradient(dy, y)) : dy;
    y?.dispose();
    return { dz, biasGradient: biasWanted ? tf.sum(dz, beforeChannels(dz)) : undefined };
  },

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
  halfSumOfSquares: (x) => tf.tidy(() => tf.mul(0.5, tf.sum(tf.square(x)))),
  uniform: (shape, [first, second]) =>
    tf.randomUniform([...shape], 0, 1, 'float32', (first ^ Math.imul(second + 1, 0x9e3779b1)) >>> 0),
  addScaled: (target, factor, addend) =>
    replace(
      target,
      tf.tidy(() => tf.add(target, tf.mul(addend, factor))),
    ),
  applyAdam([variable, m, v], { beta1Power, beta2Power, learningRate, beta1, beta2, epsilon }, gradient) {
    tf.tidy(() => {
      const step = (learningRate * Math.sqrt(1 - beta2Power)) / (1 - beta1Power);
      m.assign(tf.add(m, tf.mul(tf.sub(gradient, m), 1 - beta1)));
      v.assign(tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), 1 - beta2)));
      variable.assign(tf.sub(variable, tf.div(tf.mul(m, step), tf.add(tf.sqrt(v), epsilon))));
    });
  },
};
