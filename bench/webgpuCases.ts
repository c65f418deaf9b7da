import * as tf from '@tensorflow/tfjs';
import { webgpuBackend } from '../src/engine/webgpu/backend';
import { WEBGPU_OPS } from '../src/engine/webgpu/ops';
import { TFJS_KERNELS } from '../src/engine/webgpu/productKernels';
import type { Profile } from '../src/training/profiles';

/** An op of the training step, by our shaders and by tfjs's. */
export interface Case {
  readonly name: string;
  /** Sizes, for people. */
  readonly sizes: string;
  readonly ours: () => tf.Tensor | void;
  readonly theirs: () => tf.Tensor | void;
  /**
   * Of ops that are limited by memory: how many times a tensor of this size is read or written, counted from the code,
   * and the tensor's bytes.
   */
  readonly memory?: { readonly bytes: number; readonly ours: number; readonly theirs: number };
  /** Of products: multiplications and additions. */
  readonly operations?: number;
  readonly dispose: () => void;
}

/** What the cases need of a network. */
export type Sizes = Pick<Profile, 'filters' | 'denseUnits' | 'batchSize'>;

const GEOMETRY = { strides: [1, 1], padding: 'valid' } as const;
const SCALARS = { beta1Power: 0.9, beta2Power: 0.999, learningRate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const PENALTY = { l1: 0, l2: 0.01 };

/** A kernel of tfjs that ours stands in front of. */
function tfjsKernel(name: string, inputs: Record<string, tf.Tensor>, attrs: object): tf.Tensor {
  const given = { inputs, attrs, backend: webgpuBackend() } as unknown as Parameters<tf.KernelFunc>[0];
  return tf.engine().makeTensorFromTensorInfo(TFJS_KERNELS.get(name)!(given) as tf.TensorInfo);
}

const zeros = (shape: number[]): tf.Tensor => tf.fill(shape, 0.5);

/** The cases, one after the other, so that only one of them has its tensors on the card. */
export function* cases(sizes: Sizes): Generator<Case> {
  const { filters, denseUnits, batchSize } = sizes;
  const inputs = 26 * 26 * filters;
  yield adam([inputs, denseUnits]);
  yield addScaled([inputs, denseUnits]);
  yield halfSumOfSquares([inputs, denseUnits]);
  yield uniform([inputs, denseUnits]);
  yield finishGradient([batchSize, 30, 30, filters]);
  yield* convolution([batchSize, 32, 32, 3], filters);
  yield* convolution([batchSize, 30, 30, filters], filters);
  yield* dense(batchSize, inputs, denseUnits);
}

const bytesOf = (shape: readonly number[]): number => 4 * tf.util.sizeFromShape([...shape]);

function adam(shape: number[]): Case {
  const [w, m, v] = [0, 1, 2].map(() => tf.tidy(() => tf.variable(zeros(shape)))) as [
    tf.Variable,
    tf.Variable,
    tf.Variable,
  ];
  const gradient = zeros(shape);
  return {
    name: 'Adam with L2',
    sizes: shape.join('×'),
    ours: () => WEBGPU_OPS.applyAdam([w, m, v], { ...SCALARS, penalty: PENALTY }, gradient),
    theirs: () =>
      tf.tidy(() => {
        const g = tf.add(gradient, tf.mul(w, 2 * PENALTY.l2));
        m.assign(tf.add(m, tf.mul(tf.sub(g, m), 0.1)));
        v.assign(tf.add(v, tf.mul(tf.sub(tf.square(g), v), 0.001)));
        w.assign(tf.sub(w, tf.div(tf.mul(m, 1e-4), tf.add(tf.sqrt(v), 1e-7))));
      }),
    // Ours reads four and writes three. Of tfjs's 14 kernels seven read two tensors and seven one.
    memory: { bytes: bytesOf(shape), ours: 7, theirs: 7 * 3 + 7 * 2 },
    dispose: () => tf.dispose([w, m, v, gradient]),
  };
}

function addScaled(shape: number[]): Case {
  let sum = zeros(shape);
  const addend = zeros(shape);
  return {
    name: 'addScaled',
    sizes: shape.join('×'),
    ours: () => void (sum = WEBGPU_OPS.addScaled(sum, 0.01, addend)),
    theirs: () => tf.tidy(() => tf.add(sum, tf.mul(addend, 0.01))),
    memory: { bytes: bytesOf(shape), ours: 3, theirs: 3 + 2 },
    dispose: () => tf.dispose([sum, addend]),
  };
}

function halfSumOfSquares(shape: number[]): Case {
  const x = zeros(shape);
  return {
    name: '½ Σ w²',
    sizes: shape.join('×'),
    ours: () => WEBGPU_OPS.halfSumOfSquares(x),
    theirs: () => tf.tidy(() => tf.mul(0.5, tf.sum(tf.square(x)))),
    memory: { bytes: bytesOf(shape), ours: 1, theirs: 2 + 1 },
    dispose: () => x.dispose(),
  };
}

function uniform(shape: number[]): Case {
  return {
    name: 'first weights',
    sizes: shape.join('×'),
    ours: () => WEBGPU_OPS.uniform(shape, [1, 2]),
    // In JavaScript, and brought to the card by a sum.
    theirs: () => tf.tidy(() => tf.add(tf.randomUniform(shape, 0, 1, 'float32', 1), 0)),
    memory: { bytes: bytesOf(shape), ours: 1, theirs: 1 + 2 },
    dispose: () => undefined,
  };
}

function finishGradient(shape: number[]): Case {
  const [dy, y] = [zeros(shape), zeros(shape)];
  const beforeChannels = [0, 1, 2];
  return {
    name: "ReLU's and bias's gradient",
    sizes: shape.join('×'),
    // In place: dy stays what it is, because y is above 0.
    ours: () => WEBGPU_OPS.finishGradient(dy, tf.clone(y), true).biasGradient,
    theirs: () => tf.tidy(() => tf.sum(tf.mul(dy, tf.step(y)), beforeChannels)),
    // tfjs's sum over everything but the channels transposes first.
    memory: { bytes: bytesOf(shape), ours: 3, theirs: 2 + 3 + 2 + 1 },
    dispose: () => tf.dispose([dy, y]),
  };
}

function* convolution(images: number[], filters: number): Generator<Case> {
  const [batch, height, width, channels] = images as [number, number, number, number];
  const [filterShape, outShape] = [
    [3, 3, channels, filters],
    [batch, height - 2, width - 2, filters],
  ];
  const [x, filter, bias, dy] = [images, filterShape, [filters], outShape].map(zeros) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const common = {
    sizes: `${images.join('×')} * ${filterShape.join('×')}`,
    operations: (2 * tf.util.sizeFromShape(outShape) * tf.util.sizeFromShape(filterShape)) / filters,
    dispose: () => undefined,
  };
  const attributes = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dilations: [1, 1] };
  yield {
    name: 'convolution',
    ours: () => WEBGPU_OPS.conv2d(x, filter, GEOMETRY, { bias, relu: true }),
    theirs: () => tfjsKernel('FusedConv2D', { x, filter, bias }, { ...attributes, activation: 'relu' }),
    ...common,
  };
  // The first layer's images need no gradient.
  if (channels > 3) {
    yield {
      name: "convolution's image gradient",
      ours: () => WEBGPU_OPS.conv2dImageGradient(images, filter, dy, GEOMETRY),
      theirs: () => tfjsKernel('Conv2DBackpropInput', { dy, filter }, { ...attributes, inputShape: images }),
      ...common,
    };
  }
  yield {
    name: "convolution's filter gradient",
    ours: () => WEBGPU_OPS.conv2dFilterGradient(x, filterShape, dy, GEOMETRY),
    theirs: () => tfjsKernel('Conv2DBackpropFilter', { x, dy }, { ...attributes, filterShape }),
    ...common,
    dispose: () => tf.dispose([x, filter, bias, dy]),
  };
}

function* dense(batch: number, inputs: number, units: number): Generator<Case> {
  const [x, w, bias, dy] = [[batch, inputs], [inputs, units], [units], [batch, units]].map(zeros) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const common = {
    sizes: `${batch}×${inputs} · ${inputs}×${units}`,
    operations: 2 * batch * inputs * units,
    dispose: () => undefined,
  };
  const matMul = (a: tf.Tensor, b: tf.Tensor, attributes: object, more: Record<string, tf.Tensor> = {}): tf.Tensor =>
    tfjsKernel(
      '_FusedMatMul',
      { a, b, ...more },
      { transposeA: false, transposeB: false, activation: 'linear', ...attributes },
    );
  yield {
    name: 'dense layer',
    ours: () => WEBGPU_OPS.matMul(x, w, { bias, relu: true }),
    theirs: () => matMul(x, w, { activation: 'relu' }, { bias }),
    ...common,
  };
  yield {
    name: "dense layer's input gradient",
    ours: () => WEBGPU_OPS.matMulSecondTransposed(dy, w),
    theirs: () => matMul(dy, w, { transposeB: true }),
    ...common,
  };
  yield {
    name: "dense layer's weight gradient",
    ours: () => WEBGPU_OPS.matMulFirstTransposed(x, dy),
    theirs: () => matMul(x, dy, { transposeA: true }),
    ...common,
    dispose: () => tf.dispose([x, w, bias, dy]),
  };
}
