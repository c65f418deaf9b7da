import * as tf from '@tensorflow/tfjs';
import * as kernels from './ops';
import type { ConvolutionGeometry } from './ops';
import type { Regularizer } from '../model/regularizers';

/** A trainable tensor of a layer, and the penalty on it. */
export interface Weight {
  readonly variable: tf.Variable;
  readonly regularizer: Regularizer | undefined;
}

/** One layer as TensorFlow kernels. What `forward` and the gradients return is new and the caller's to dispose. */
export interface NativeLayer {
  /** Absent for layers without weights. */
  readonly kernel?: Weight;
  readonly bias?: Weight | undefined;
  readonly trainable: boolean;
  readonly relu: boolean;
  /** Without bias and activation. */
  linear(x: tf.Tensor): tf.Tensor;
  inputGradient(inputShape: readonly number[], dy: tf.Tensor): tf.Tensor;
  kernelGradient?(x: tf.Tensor, dy: tf.Tensor): tf.Tensor;
}

/** The fields of tfjs's own layers that say how they compute. */
interface LayerFields {
  readonly kernelRegularizer?: Regularizer | null;
  readonly biasRegularizer?: Regularizer | null;
  readonly activityRegularizer?: Regularizer | null;
  readonly kernelConstraint?: unknown;
  readonly biasConstraint?: unknown;
}

/**
 * The layers of a model as TensorFlow kernels, the last one without its softmax; undefined if some layer is of a kind or
 * has an option that is not known here (tfjs's automatic differentiation serves those).
 */
export function nativeLayers(model: tf.LayersModel): NativeLayer[] | undefined {
  if (!(model instanceof tf.Sequential)) return undefined;
  const layers: NativeLayer[] = [];
  for (const [i, layer] of model.layers.entries()) {
    // It computes nothing.
    if (layer.getClassName() === 'InputLayer') continue;
    const native = nativeLayer(layer, i === model.layers.length - 1);
    if (native === undefined) return undefined;
    layers.push(native);
  }
  return layers;
}

function nativeLayer(layer: tf.layers.Layer, last: boolean): NativeLayer | undefined {
  const kind = layer.getClassName();
  const config = layer.getConfig();
  const { activation } = config;
  const fields = layer as unknown as LayerFields;
  if (
    fields.activityRegularizer != null ||
    fields.kernelConstraint != null ||
    fields.biasConstraint != null
  ) {
    return undefined;
  }
  if (kind === 'Flatten' && !last && (config['dataFormat'] ?? 'channelsLast') === 'channelsLast')
    return FLATTEN;
  if (kind !== 'Conv2D' && kind !== 'Dense') return undefined;
  if (
    last ? kind !== 'Dense' || activation !== 'softmax' : activation !== 'relu' && activation !== 'linear'
  ) {
    return undefined;
  }
  const [kernelVariable, biasVariable] = layer.weights.map((weight) => weight.read() as tf.Variable);
  const kernel = { variable: kernelVariable!, regularizer: fields.kernelRegularizer ?? undefined };
  const bias = biasVariable && { variable: biasVariable, regularizer: fields.biasRegularizer ?? undefined };
  const common = { kernel, bias, trainable: layer.trainable, relu: activation === 'relu' };
  return kind === 'Dense' ? dense(layer, common) : convolution(config, common);
}

type Common = Pick<NativeLayer, 'bias' | 'trainable' | 'relu'> & { readonly kernel: Weight };

function dense(layer: tf.layers.Layer, common: Common): NativeLayer | undefined {
  if ((layer.outputShape as number[]).length !== 2) return undefined;
  const w = common.kernel.variable;
  return {
    ...common,
    linear: (x) => kernels.matMul(x, w),
    inputGradient: (_, dy) => kernels.matMulTransposed(dy, w),
    kernelGradient: (x, dy) => kernels.matMul(x, dy, true),
  };
}

function convolution(config: tf.serialization.ConfigDict, common: Common): NativeLayer | undefined {
  const { strides, padding, dataFormat, dilationRate } = config;
  if (dataFormat !== 'channelsLast' || (padding !== 'valid' && padding !== 'same')) return undefined;
  if ([dilationRate].flat().some((rate) => rate !== 1)) return undefined;
  const geometry: ConvolutionGeometry = { strides: strides as unknown as [number, number], padding };
  const w = common.kernel.variable;
  return {
    ...common,
    linear: (x) => kernels.conv2d(x, w, geometry),
    inputGradient: (shape, dy) => kernels.conv2dImageGradient(shape, w, dy, geometry),
    kernelGradient: (x, dy) => kernels.conv2dFilterGradient(x, w.shape, dy, geometry),
  };
}

const FLATTEN: NativeLayer = {
  trainable: false,
  relu: false,
  linear: (x) => tf.reshape(x, [x.shape[0]!, -1]),
  inputGradient: (shape, dy) => tf.reshape(dy, [...shape]),
};
