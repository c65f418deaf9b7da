import * as tf from '@tensorflow/tfjs';
import { glorotUniform } from './glorotUniform';
import { l2Regularizer } from './regularizers';

export interface ConvNetOptions {
  /** Keras's coefficient of the penalty l2 · Σw² on the large dense layer's kernel; 0 for none. */
  readonly l2?: number;
  /** Filters of each of the three convolutions. */
  readonly filters?: number;
  /** Units of the large dense layer. */
  readonly denseUnits?: number;
  /** Height, width and channels of an image. */
  readonly inputShape?: readonly [number, number, number];
  readonly classes?: number;
  /** Decides the first weights; the same seed gives the same weights. */
  readonly seed: number;
}

/**
 * The article's network: three convolutions 3×3 with ReLU and without padding, flatten, a dense layer with ReLU and the
 * L2 penalty on its kernel, and a softmax. Keras's initializers: Glorot uniform for kernels, zeros for biases.
 * With the defaults it has 88,914,698 parameters.
 *
 * @throws if an option is out of its range.
 */
export function convNet({
  l2 = 0,
  filters = 128,
  denseUnits = 1024,
  inputShape = [32, 32, 3],
  classes = 10,
  seed,
}: ConvNetOptions): tf.Sequential {
  for (const [name, value] of Object.entries({ filters, denseUnits, classes })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new Error(`convNet requires ${name} to be a whole number of at least 1, got ${value}.`);
    }
  }
  if (!Number.isInteger(seed)) {
    throw new Error(`convNet requires seed to be a whole number, got ${seed}; write convNet({ seed: 1 }).`);
  }
  // Each layer has a stream of its own: equal streams would start the layers from correlated weights.
  let layer = 0;
  const kernelInitializer = () => glorotUniform({ seed, stream: layer++ });
  const convolution = (options: { inputShape?: number[] } = {}) =>
    tf.layers.conv2d({
      ...options,
      filters,
      kernelSize: 3,
      activation: 'relu',
      kernelInitializer: kernelInitializer(),
    });
  const kernelRegularizer = l2 === 0 ? {} : { kernelRegularizer: l2Regularizer({ l2 }) };
  return tf.sequential({
    layers: [
      convolution({ inputShape: [...inputShape] }),
      convolution(),
      convolution(),
      tf.layers.flatten(),
      tf.layers.dense({
        units: denseUnits,
        activation: 'relu',
        kernelInitializer: kernelInitializer(),
        ...kernelRegularizer,
      }),
      tf.layers.dense({ units: classes, activation: 'softmax', kernelInitializer: kernelInitializer() }),
    ],
  });
}
