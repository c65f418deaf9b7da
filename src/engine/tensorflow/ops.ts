import * as tf from '@tensorflow/tfjs';
import { crossentropyByParts } from '../crossentropyByParts';
import { replace } from '../opLayer';
import type { Finish, Geometry, Normalization, Ops } from '../ops';
import { addScaled, applyAdam } from './inPlace';
import { FLOAT, runOp, runOps } from './runOp';
import type { Attributes } from './runOp';

/** A step asks for the same few geometries again and again, and encodes their attributes once. */
const convolutions = new WeakMap<Geometry, Attributes>();

function convolution(geometry: Geometry): Attributes {
  let attributes = convolutions.get(geometry);
  if (attributes === undefined) {
    attributes = {
      ...FLOAT,
      integers: { strides: [1, ...geometry.strides, 1], dilations: [1, 1, 1, 1] },
      strings: { padding: geometry.padding.toUpperCase(), data_format: 'NHWC' },
      booleans: { use_cudnn_on_gpu: true },
    };
    convolutions.set(geometry, attributes);
  }
  return attributes;
}

const normalizations = new WeakMap<Normalization, Attributes>();

function batchNormalization(normalization: Normalization): Attributes {
  let attributes = normalizations.get(normalization);
  if (attributes === undefined) {
    attributes = {
      types: { T: 'float32', U: 'float32' },
      floats: { epsilon: normalization.epsilon },
      strings: { data_format: 'NHWC' },
      booleans: { is_training: normalization.inTraining },
    };
    normalizations.set(normalization, attributes);
  }
  return attributes;
}

const CHANNELS_LAST: Attributes = { ...FLOAT, strings: { data_format: 'NHWC' } };
const AS_THEY_ARE: Attributes = { ...FLOAT, booleans: { transpose_a: false, transpose_b: false } };
const FIRST_TRANSPOSED: Attributes = { ...FLOAT, booleans: { transpose_a: true, transpose_b: false } };
const SECOND_ADJOINT: Attributes = { ...FLOAT, booleans: { adj_x: false, adj_y: true } };
const UNIFORM: Attributes = { types: { dtype: 'float32', T: 'int32', Tseed: 'int32' } };

/** An op that takes a shape as a tensor. */
function withShape(shape: readonly number[], run: (shape: tf.Tensor) => tf.Tensor): tf.Tensor {
  const tensor = tf.tensor1d([...shape], 'int32');
  const result = run(tensor);
  tensor.dispose();
  return result;
}

function finished(y: tf.Tensor, { bias, relu }: Finish): tf.Tensor {
  let result = y;
  if (bias) result = replace(result, runOp('BiasAdd', CHANNELS_LAST, [result, bias]));
  return relu ? replace(result, runOp('Relu', FLOAT, [result])) : result;
}

const reluGradient = (dy: tf.Tensor, y: tf.Tensor): tf.Tensor => runOp('ReluGrad', FLOAT, [dy, y]);

/** The engine's ops as TensorFlow has them. */
export const TENSORFLOW_OPS: Ops = {
  conv2d: (images, filter, geometry, finish) =>
    finished(runOp('Conv2D', convolution(geometry), [images, filter]), finish),
  conv2dImageGradient: (imagesShape, filter, dy, geometry) =>
    withShape(imagesShape, (shape) => runOp('Conv2DBackpropInput', convolution(geometry), [shape, filter, dy])),
  conv2dFilterGradient: (images, filterShape, dy, geometry) =>
    withShape(filterShape, (shape) => runOp('Conv2DBackpropFilter', convolution(geometry), [images, shape, dy])),

  matMul: (a, b, finish) => finished(runOp('MatMul', AS_THEY_ARE, [a, b]), finish),
  matMulFirstTransposed: (a, b) => runOp('MatMul', FIRST_TRANSPOSED, [a, b]),
  // The batched op, with a batch of one: on the CPU it reads a large transposed matrix twice as fast as MatMul does
  // (54 ms against 112 ms for [128, 1024] · [86528, 1024]ᵀ on two cores).
  matMulSecondTransposed: (a, b) => runOp('BatchMatMulV2', SECOND_ADJOINT, [a, b]),

  relu: (x) => runOp('Relu', FLOAT, [x]),
  reluGradient,
  finishGradient(dy, y, biasWanted) {
    const dz = y ? replace(dy, reluGradient(dy, y)) : dy;
    y?.dispose();
    return { dz, biasGradient: biasWanted ? runOp('BiasAddGrad', CHANNELS_LAST, [dz]) : undefined };
  },

  normalizeBatch: (inputs, normalization) => runOps('FusedBatchNormV3', batchNormalization(normalization), inputs, 6),
  normalizeBatchGradient(inputs, normalization) {
    const outputs = runOps('FusedBatchNormGradV3', batchNormalization(normalization), inputs, 5);
    tf.dispose(outputs.slice(3));
    return outputs.slice(0, 3);
  },

  softmaxCrossentropy(logits, labels) {
    // On a card TensorFlow's op refuses to work then: it adds up in an order that changes.
    if (process.env['TF_DETERMINISTIC_OPS'] === '1') return crossentropyByParts(logits, labels);
    const [losses, gradient] = runOps('SoftmaxCrossEntropyWithLogits', FLOAT, [logits, labels], 2);
    return [losses!, gradient!];
  },
  halfSumOfSquares: (x) => runOp('L2Loss', FLOAT, [x]),
  uniform(shape, seeds) {
    const inputs = [tf.tensor1d([...shape], 'int32'), tf.tensor1d([...seeds], 'int32')];
    const random = runOp('StatelessRandomUniform', UNIFORM, inputs);
    tf.dispose(inputs);
    return random;
  },
  addScaled,
  applyAdam,
};
