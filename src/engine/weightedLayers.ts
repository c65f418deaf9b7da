import * as tf from '@tensorflow/tfjs';
import { requireOps } from './currentOps';
import type { Backward, Forward, GiveGradient, LazyGradient, OpLayer, Regularizer, Weight } from './opLayer';
import type { Finish, Geometry } from './ops';

/** What differs between convolutions and dense layers. */
interface Arithmetic {
  output(x: tf.Tensor, finish: Finish): tf.Tensor;
  inputGradient(inputShape: readonly number[], dy: tf.Tensor): tf.Tensor;
  kernelGradient(x: tf.Tensor, dy: tf.Tensor): LazyGradient;
}

/** A weight whose regularizer is looked up when it is used: it can be given to a layer later. */
export const weight = (variable: tf.Variable, regularizer: () => Regularizer | null | undefined): Weight => ({
  variable,
  get regularizer() {
    return regularizer() ?? undefined;
  },
});

/** A convolution or a dense layer, with bias and ReLU. Freezing it or giving it a regularizer takes effect at once. */
class WeightedLayer implements OpLayer {
  readonly readsInput = true;
  private readonly kernel: Weight;
  private readonly bias: Weight | undefined;

  constructor(
    private readonly layer: tf.layers.Layer,
    private readonly relu: boolean,
    private readonly arithmetic: (kernel: tf.Variable) => Arithmetic,
  ) {
    const fields = layer as { kernelRegularizer?: Regularizer | null; biasRegularizer?: Regularizer | null };
    const [kernel, bias] = layer.weights.map((each) => each.read() as tf.Variable);
    this.kernel = weight(kernel!, () => fields.kernelRegularizer);
    this.bias = bias && weight(bias, () => fields.biasRegularizer);
  }

  get trainable(): boolean {
    return this.layer.trainable;
  }

  get readsOutput(): boolean {
    return this.relu;
  }

  forward(x: tf.Tensor): Forward {
    const finish = { bias: this.bias?.variable, relu: this.relu };
    return { y: this.arithmetic(this.kernel.variable).output(x, finish) };
  }

  backward({ x, y, dy, inputWanted }: Backward, give: GiveGradient): tf.Tensor | undefined {
    const { inputGradient, kernelGradient } = this.arithmetic(this.kernel.variable);
    const bias = this.trainable ? this.bias : undefined;
    const { dz, biasGradient } = requireOps().finishGradient(dy, this.relu ? y : undefined, bias !== undefined);
    y.dispose();
    // Before the weights change: this gradient belongs to the old ones.
    const dx = inputWanted ? inputGradient(x.shape, dz) : undefined;
    if (bias) give(bias, { whole: () => biasGradient! });
    if (this.trainable) give(this.kernel, kernelGradient(x, dz));
    dz.dispose();
    return dx;
  }
}

/** A dense layer as ops; undefined if it acts on anything but one row of numbers for each image. */
export function denseLayer(layer: tf.layers.Layer, relu: boolean): OpLayer | undefined {
  if ((layer.outputShape as number[]).length !== 2) return undefined;
  return new WeightedLayer(layer, relu, (w) => ({
    output: (x, finish) => requireOps().matMul(x, w, finish),
    inputGradient: (_, dy) => requireOps().matMulSecondTransposed(dy, w),
    kernelGradient: (x, dy) => ({
      whole: () => requireOps().matMulFirstTransposed(x, dy),
      ofRows: (start, count) =>
        tf.tidy(() => requireOps().matMulFirstTransposed(tf.slice2d(x as tf.Tensor2D, [0, start], [-1, count]), dy)),
    }),
  }));
}

/** A convolution as ops; undefined if it has an option that is not known here. */
export function convolutionLayer(layer: tf.layers.Layer, relu: boolean): OpLayer | undefined {
  const { strides, padding, dataFormat, dilationRate } = layer.getConfig();
  if (dataFormat !== 'channelsLast' || (padding !== 'valid' && padding !== 'same')) return undefined;
  if ([dilationRate].flat().some((rate) => rate !== 1)) return undefined;
  const geometry: Geometry = { strides: strides as unknown as [number, number], padding };
  return new WeightedLayer(layer, relu, (w) => ({
    output: (x, finish) => requireOps().conv2d(x, w, geometry, finish),
    inputGradient: (shape, dy) => requireOps().conv2dImageGradient(shape, w, dy, geometry),
    kernelGradient: (x, dy) => ({ whole: () => requireOps().conv2dFilterGradient(x, w.shape, dy, geometry) }),
  }));
}
