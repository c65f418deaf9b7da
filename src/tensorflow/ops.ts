import * as tf from '@tensorflow/tfjs';
import { nativeBackend } from './backend';
import type { OpAttribute } from './backend';

/** Attribute values as an op's documentation lists them; types are always float32 or int32 here. */
export interface Attributes {
  readonly types?: Readonly<Record<string, 'float32' | 'int32'>>;
  readonly booleans?: Readonly<Record<string, boolean>>;
  readonly strings?: Readonly<Record<string, string>>;
  readonly integers?: Readonly<Record<string, number | readonly number[]>>;
  readonly floats?: Readonly<Record<string, number>>;
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
}

/** The attribute that nearly every float op has: its element type. */
export const FLOAT: Attributes = { types: { T: 'float32' } };

/** Runs an op of TensorFlow that has one output. tfjs records no gradient for it. */
export function runOp(op: string, attributes: Attributes, inputs: tf.Tensor[]): tf.Tensor {
  return nativeBackend().executeSingleOutput(op, encode(attributes), inputs);
}

/** Runs an op of TensorFlow that has any number of outputs, none included. */
export function runOps(op: string, attributes: Attributes, inputs: tf.Tensor[], outputs: number): tf.Tensor[] {
  return nativeBackend().executeMultipleOutputs(op, encode(attributes), inputs, outputs);
}

/** A step runs the same few ops again and again, with the same objects as attributes. */
const encoded = new WeakMap<Attributes, OpAttribute[]>();

function encode(attributes: Attributes): OpAttribute[] {
  const known = encoded.get(attributes);
  if (known !== undefined) return known;
  const { types, booleans, strings, integers, floats, shapes } = attributes;
  const { binding } = nativeBackend();
  const list = (kind: string, values: Readonly<Record<string, unknown>> | undefined): OpAttribute[] =>
    Object.entries(values ?? {}).map(([name, value]) => ({ name, type: binding[kind]!, value }));
  const typeNumbers = Object.fromEntries(
    Object.entries(types ?? {}).map(([name, type]) => [
      name,
      type === 'float32' ? binding['TF_FLOAT'] : binding['TF_INT32'],
    ]),
  );
  const result = [
    ...list('TF_ATTR_TYPE', typeNumbers),
    ...list('TF_ATTR_BOOL', booleans),
    ...list('TF_ATTR_STRING', strings),
    ...list('TF_ATTR_INT', integers),
    ...list('TF_ATTR_FLOAT', floats),
    ...list('TF_ATTR_SHAPE', shapes),
  ];
  encoded.set(attributes, result);
  return result;
}

// The ops of the forward and backward pass of convolutions and dense layers. Each makes one tensor (or two) that the
// caller disposes. Layouts: images [batch, height, width, channels], filters [height, width, in, out].

/** How a filter moves over an image: `valid` padding stays inside the image, `same` surrounds it with zeros. */
export function convolution(strides: readonly number[], padding: 'valid' | 'same'): Attributes {
  return {
    ...FLOAT,
    integers: { strides: [1, ...strides, 1], dilations: [1, 1, 1, 1] },
    strings: { padding: padding.toUpperCase(), data_format: 'NHWC' },
    booleans: { use_cudnn_on_gpu: true },
  };
}

export function conv2d(images: tf.Tensor, filter: tf.Tensor, geometry: Attributes): tf.Tensor {
  return runOp('Conv2D', geometry, [images, filter]);
}

/** Gradient with respect to the images, given `dy` of the convolution's output. */
export function conv2dImageGradient(
  imagesShape: readonly number[],
  filter: tf.Tensor,
  dy: tf.Tensor,
  geometry: Attributes,
): tf.Tensor {
  const shape = tf.tensor1d([...imagesShape], 'int32');
  const gradient = runOp('Conv2DBackpropInput', geometry, [shape, filter, dy]);
  shape.dispose();
  return gradient;
}

/** Gradient with respect to the filter, given `dy` of the convolution's output. */
export function conv2dFilterGradient(
  images: tf.Tensor,
  filterShape: readonly number[],
  dy: tf.Tensor,
  geometry: Attributes,
): tf.Tensor {
  const shape = tf.tensor1d([...filterShape], 'int32');
  const gradient = runOp('Conv2DBackpropFilter', geometry, [images, shape, dy]);
  shape.dispose();
  return gradient;
}

const CHANNELS_LAST: Attributes = { ...FLOAT, strings: { data_format: 'NHWC' } };

/** Adds one number to each channel (the last axis). */
export function biasAdd(x: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  return runOp('BiasAdd', CHANNELS_LAST, [x, bias]);
}

/** Sums `dy` over everything but the channels. */
export function biasGradient(dy: tf.Tensor): tf.Tensor {
  return runOp('BiasAddGrad', CHANNELS_LAST, [dy]);
}

/** max(x, 0). */
export function relu(x: tf.Tensor): tf.Tensor {
  return runOp('Relu', FLOAT, [x]);
}

/** `dy` where the ReLU's output `y` is above 0, else 0. */
export function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return runOp('ReluGrad', FLOAT, [dy, y]);
}

const AS_THEY_ARE: Attributes = { ...FLOAT, booleans: { transpose_a: false, transpose_b: false } };
const FIRST_TRANSPOSED: Attributes = { ...FLOAT, booleans: { transpose_a: true, transpose_b: false } };
const SECOND_ADJOINT: Attributes = { ...FLOAT, booleans: { adj_x: false, adj_y: true } };

/** a · b */
export function matMul(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return runOp('MatMul', AS_THEY_ARE, [a, b]);
}

/** aᵀ · b */
export function matMulFirstTransposed(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return runOp('MatMul', FIRST_TRANSPOSED, [a, b]);
}

/**
 * a · bᵀ. The batched op, with a batch of one: on the CPU it reads a large transposed matrix twice as fast as MatMul
 * does (54 ms against 112 ms for [128, 1024] · [86528, 1024]ᵀ on two cores).
 */
export function matMulSecondTransposed(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return runOp('BatchMatMulV2', SECOND_ADJOINT, [a, b]);
}

/** Attributes of the two functions below. */
export function batchNormalization(epsilon: number, inTraining: boolean): Attributes {
  return {
    types: { T: 'float32', U: 'float32' },
    floats: { epsilon },
    strings: { data_format: 'NHWC' },
    booleans: { is_training: inTraining },
  };
}

/**
 * Batch normalization of images by channel. In training by the batch's own mean and variance, else by those given.
 *
 * @param inputs images, gamma, beta, moving mean, moving variance.
 * @returns what they become, the mean and the variance (in training the batch's, with count − 1 in its denominator), and
 *   three tensors for the gradient.
 */
export function normalizeBatch(inputs: tf.Tensor[], attributes: Attributes): tf.Tensor[] {
  return runOps('FusedBatchNormV3', attributes, inputs, 6);
}

/**
 * @param inputs dy, images, gamma, and the three tensors from `normalizeBatch` in training.
 * @returns gradients with respect to images, gamma and beta.
 */
export function normalizeBatchGradient(inputs: tf.Tensor[], attributes: Attributes): tf.Tensor[] {
  const [images, gamma, beta, ...unused] = runOps('FusedBatchNormGradV3', attributes, inputs, 5);
  tf.dispose(unused);
  return [images!, gamma!, beta!];
}

/** Cross-entropy of each row in nats, [batch], and its gradient with respect to the logits, [batch, classes]. */
export function softmaxCrossentropy(logits: tf.Tensor, labels: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const outputs = runOps('SoftmaxCrossEntropyWithLogits', FLOAT, [logits, labels], 2);
  return [outputs[0]!, outputs[1]!];
}

/** ½ Σ x², a scalar, in one pass over memory. */
export function l2Loss(x: tf.Tensor): tf.Tensor {
  return runOp('L2Loss', FLOAT, [x]);
}

const UNIFORM: Attributes = { types: { dtype: 'float32', T: 'int32', Tseed: 'int32' } };

/** Uniform in [0, 1), the same for the same two seeds and shape. */
export function statelessUniform(shape: readonly number[], seeds: readonly [number, number]): tf.Tensor {
  const inputs = [tf.tensor1d([...shape], 'int32'), tf.tensor1d([...seeds], 'int32')];
  const random = runOp('StatelessRandomUniform', UNIFORM, inputs);
  tf.dispose(inputs);
  return random;
}
