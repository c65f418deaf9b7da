import * as tf from '@tensorflow/tfjs';
import * as ops from './ops';

/** What tfjs layers accept as `kernelRegularizer`. */
export type Regularizer = ReturnType<typeof tf.regularizers.l2>;

/** A trainable tensor of a layer, and the penalty on it. */
export interface Weight {
  readonly variable: tf.Variable;
  readonly regularizer: Regularizer | undefined;
}

/** One layer as TensorFlow's ops. What the functions return is new and the caller's to dispose. */
export interface OpLayer {
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

/** What is known of each model, as of the layers that it had then. */
const known = new WeakMap<tf.LayersModel, { layers: tf.layers.Layer[]; described: OpLayer[] | undefined }>();

/**
 * The layers of a model as TensorFlow's ops, the last one without its softmax; undefined if some layer is of a kind or
 * has an option that is not known here (tfjs's automatic differentiation serves those). Described once a model.
 */
export function opLayers(model: tf.LayersModel): OpLayer[] | undefined {
  const before = known.get(model);
  const same =
    before?.layers.length === model.layers.length &&
    before.layers.every((layer, i) => layer === model.layers[i] && (before.described === undefined || isPlain(layer)));
  if (same) return before.described;
  const described = describe(model);
  known.set(model, { layers: [...model.layers], described });
  return described;
}

function describe(model: tf.LayersModel): OpLayer[] | undefined {
  if (!(model instanceof tf.Sequential)) return undefined;
  const layers: OpLayer[] = [];
  for (const [i, layer] of model.layers.entries()) {
    // It computes nothing.
    if (layer.getClassName() === 'InputLayer') continue;
    const described = describeLayer(layer, i === model.layers.length - 1);
    if (described === undefined) return undefined;
    layers.push(described);
  }
  return layers;
}

function describeLayer(layer: tf.layers.Layer, last: boolean): OpLayer | undefined {
  const kind = layer.getClassName();
  const config = layer.getConfig();
  const { activation } = config;
  if (!isPlain(layer)) return undefined;
  if (kind === 'Flatten' && !last && (config['dataFormat'] ?? 'channelsLast') === 'channelsLast') {
    return FLATTEN;
  }
  if (kind !== 'Conv2D' && kind !== 'Dense') return undefined;
  const serves = last ? kind === 'Dense' && activation === 'softmax' : activation === 'relu' || activation === 'linear';
  if (!serves) return undefined;
  const common = new WeightedLayer(layer, activation === 'relu');
  return kind === 'Dense' ? dense(layer, common) : convolution(config, common);
}

/** True without what only tfjs's own layers compute; it can also be given to a layer later. */
function isPlain(layer: tf.layers.Layer): boolean {
  const { activityRegularizer, kernelConstraint, biasConstraint } = layer as unknown as LayerFields;
  return activityRegularizer == null && kernelConstraint == null && biasConstraint == null;
}

/** What convolutions and dense layers share. Freezing a layer or giving it a regularizer takes effect at once. */
class WeightedLayer {
  readonly kernel: Weight;
  readonly bias: Weight | undefined;

  constructor(
    private readonly layer: tf.layers.Layer,
    readonly relu: boolean,
  ) {
    const fields = layer as unknown as LayerFields;
    const [kernel, bias] = layer.weights.map((weight) => weight.read() as tf.Variable);
    this.kernel = weight(kernel!, () => fields.kernelRegularizer);
    this.bias = bias && weight(bias, () => fields.biasRegularizer);
  }

  get trainable(): boolean {
    return this.layer.trainable;
  }
}

const weight = (variable: tf.Variable, regularizer: () => Regularizer | null | undefined): Weight => ({
  variable,
  get regularizer() {
    return regularizer() ?? undefined;
  },
});

type Arithmetic = Pick<OpLayer, 'linear' | 'inputGradient' | 'kernelGradient'>;

function dense(layer: tf.layers.Layer, common: WeightedLayer): OpLayer | undefined {
  if ((layer.outputShape as number[]).length !== 2) return undefined;
  const w = common.kernel.variable;
  return Object.assign<WeightedLayer, Arithmetic>(common, {
    linear: (x) => ops.matMul(x, w),
    inputGradient: (_, dy) => ops.matMulSecondTransposed(dy, w),
    kernelGradient: (x, dy) => ops.matMulFirstTransposed(x, dy),
  });
}

function convolution(config: tf.serialization.ConfigDict, common: WeightedLayer): OpLayer | undefined {
  const { strides, padding, dataFormat, dilationRate } = config;
  if (dataFormat !== 'channelsLast' || (padding !== 'valid' && padding !== 'same')) return undefined;
  if ([dilationRate].flat().some((rate) => rate !== 1)) return undefined;
  const geometry = ops.convolution(strides as unknown as [number, number], padding);
  const w = common.kernel.variable;
  return Object.assign<WeightedLayer, Arithmetic>(common, {
    linear: (x) => ops.conv2d(x, w, geometry),
    inputGradient: (shape, dy) => ops.conv2dImageGradient(shape, w, dy, geometry),
    kernelGradient: (x, dy) => ops.conv2dFilterGradient(x, w.shape, dy, geometry),
  });
}

const FLATTEN: OpLayer = {
  trainable: false,
  relu: false,
  linear: (x) => tf.reshape(x, [x.shape[0]!, -1]),
  inputGradient: (shape, dy) => tf.reshape(dy, [...shape]),
};
