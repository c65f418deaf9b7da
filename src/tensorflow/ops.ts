import * as tf from '@tensorflow/tfjs';
import { FLOAT, runKernel, runKernels } from './runOp';
import type { Attributes } from './runOp';

// TensorFlow's kernels for the forward and backward pass of convolutions and dense layers. Each makes one tensor (or
// two) that the caller disposes. Layouts: images [batch, height, width, channels], filters [height, width, in, out].

/** How a filter moves over an image. */
export interface ConvolutionGeometry {
  readonly strides: readonly [number, number];
  /** `valid` stays inside the image, `same` surrounds it with zeros. */
  readonly padding: 'valid' | 'same';
}

function convolution({ strides, padding }: ConvolutionGeometry): Attributes {
  return {
    ...FLOAT,
    integers: { strides: [1, ...strides, 1], dilations: [1, 1, 1, 1] },
    strings: { padding: padding.toUpperCase(), data_format: 'NHWC' },
    booleans: { use_cudnn_on_gpu: true },
  };
}

export function conv2d(images: tf.Tensor, filter: tf.Tensor, geometry: ConvolutionGeometry): tf.Tensor {
  return runKernel('Conv2D', convolution(geometry), [images, filter]);
}

/** Gradient with respect to the images, given `dy` of the convolution's output. */
export function conv2dImageGradient(
  imagesShape: readonly number[],
  filter: tf.Tensor,
  dy: tf.Tensor,
  geometry: ConvolutionGeometry,
): tf.Tensor {
  const shape = tf.tensor1d([...imagesShape], 'int32');
  const gradient = runKernel('Conv2DBackpropInput', convolution(geometry), [shape, filter, dy]);
  shape.dispose();
  return gradient;
}

/** Gradient with respect to the filter, given `dy` of the convolution's output. */
export function conv2dFilterGradient(
  images: tf.Tensor,
  filterShape: readonly number[],
  dy: tf.Tensor,
  geometry: ConvolutionGeometry,
): tf.Tensor {
  const shape = tf.tensor1d([...filterShape], 'int32');
  const gradient = runKernel('Conv2DBackpropFilter', convolution(geometry), [images, shape, dy]);
  shape.dispose();
  return gradient;
}

const CHANNELS_LAST: Attributes = { ...FLOAT, strings: { data_format: 'NHWC' } };

/** Adds one number to each channel (the last axis). */
export function biasAdd(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return runKernel('BiasAdd', CHANNELS_LAST, [x, bias]);
}

/** Sums `dy` over everything but the channels. */
export function biasGradient(dy: tf.Tensor): tf.Tensor {
  return runKernel('BiasAddGrad', CHANNELS_LAST, [dy]);
}

/** max(x, 0). */
export function relu(x: tf.Tensor): tf.Tensor {
  return runKernel('Relu', FLOAT, [x]);
}

/** `dy` where the ReLU's output `y` is above 0, else 0. */
export function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return runKernel('ReluGrad', FLOAT, [dy, y]);
}

/** Product of two matrices, the first transposed if so wished. */
export function matMul(a: tf.Tensor, b: tf.Tensor, transposeA = false): tf.Tensor {
  return runKernel('MatMul', { ...FLOAT, booleans: { transpose_a: transposeA, transpose_b: false } }, [a, b]);
}

/**
 * a · bᵀ. The batched kernel, with a batch of one: on the CPU it reads a large transposed matrix twice as fast as
 * MatMul does (54 ms against 112 ms for [128, 1024] · [86528, 1024]ᵀ on two cores).
 */
export function matMulTransposed(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return runKernel('BatchMatMulV2', { ...FLOAT, booleans: { adj_x: false, adj_y: true } }, [a, b]);
}

/** Cross-entropy of each row in nats, [batch], and its gradient with respect to the logits, [batch, classes]. */
export function softmaxCrossentropy(logits: tf.Tensor, labels: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const outputs = runKernels('SoftmaxCrossEntropyWithLogits', FLOAT, [logits, labels], 2);
  return [outputs[0]!, outputs[1]!];
}

/** ½ Σ x², a scalar, in one pass over memory. */
export function l2Loss(x: tf.Tensor): tf.Tensor {
  return runKernel('L2Loss', FLOAT, [x]);
}
