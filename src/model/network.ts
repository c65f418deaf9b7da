import * as tf from '@tensorflow/tfjs';
import { requireWhole } from '../data/requireWhole';
import { seededDropout } from './Dropout';
import { glorotUniform } from './glorotUniform';
import { chooseRegularizer } from './regularizers';

/** The sizes of the article's network, its penalty and its first weights. */
export interface ConvNetOptions {
  /** Keras's coefficient of the penalty l2 · Σw² on the large dense layer's kernel weights. Default 0: no penalty. */
  readonly l2?: number;
  /** Keras's coefficient of l1 · Σ|w| on the same weights; with l2 the penalty of the elastic net. Default 0. */
  readonly l1?: number;
  /**
   * Share of the large dense layer's outputs that each training step sets to 0; the network's seed and the number of the
   * update decide which. Default 0: no dropout layer.
   */
  readonly dropout?: number;
  /**
   * Normalizes each convolution's outputs by filter before the ReLU, with Keras's defaults; the convolutions then have no
   * biases. The running averages keep the share `momentum` of themselves at each update: with Keras's 0.99 they need
   * hundreds of updates to arrive. Default false.
   */
  readonly batchNormalization?: boolean | { readonly momentum: number };
  /** Filters of each of the three convolutions. Default 128. */
  readonly filters?: number;
  /** Units of the large dense layer. Default 1,024. */
  readonly denseUnits?: number;
  /** Height, width and channels of an image. Default [32, 32, 3]. */
  readonly inputShape?: readonly [number, number, number];
  /** Default 10. */
  readonly classes?: number;
  /** Decides the first weights. Default 1. */
  readonly seed?: number;
}

/** The article's: what is left out of `convNet`'s options. */
export const ARTICLE_SIZES = { filters: 128, denseUnits: 1024, inputShape: [32, 32, 3], classes: 10 } as const;

/**
 * The article's network: three convolutions 3×3 with ReLU and without padding, flatten, a dense layer with ReLU and the
 * L2 penalty on its kernel weights, and a softmax. Keras's initializers: Glorot uniform for kernel weights, zeros for
 * biases. With the defaults it has 88,914,698 parameters. Other ways to regularize it are options.
 *
 * @returns a model that is not compiled yet; input [batch, height, width, channels], output [batch, classes].
 * @throws if an option is out of its range.
 * @example
 * const model = convNet({ filters: 8, denseUnits: 32, l2: 0.01 });
 * model.countParams(); // => 174810
 */
export function convNet({
  l2 = 0,
  l1 = 0,
  dropout = 0,
  batchNormalization = false,
  filters = ARTICLE_SIZES.filters,
  denseUnits = ARTICLE_SIZES.denseUnits,
  inputShape = ARTICLE_SIZES.inputShape,
  classes = ARTICLE_SIZES.classes,
  seed = 1,
}: ConvNetOptions = {}): tf.Sequential {
  for (const [name, value] of Object.entries({ filters, denseUnits, classes })) {
    requireWhole('convNet', name, value, 1);
  }
  requireWhole('convNet', 'seed', seed, 0);
  // Each layer has a stream of its own: equal streams would start the layers from correlated weights.
  let layer = 0;
  const kernelInitializer = () => glorotUniform({ seed, stream: layer++ });
  const convolution = (place: { inputShape?: number[] } = {}): tf.layers.Layer[] => {
    const common = { ...place, filters, kernelSize: 3, kernelInitializer: kernelInitializer() };
    if (!batchNormalization) return [tf.layers.conv2d({ ...common, activation: 'relu' })];
    return [
      tf.layers.conv2d({ ...common, useBias: false }),
      tf.layers.batchNormalization(batchNormalization === true ? {} : batchNormalization),
      tf.layers.activation({ activation: 'relu' }),
    ];
  };
  const kernelRegularizer = chooseRegularizer({ l1, l2 });
  return tf.sequential({
    layers: [
      ...convolution({ inputShape: [...inputShape] }),
      ...convolution(),
      ...convolution(),
      tf.layers.flatten(),
      tf.layers.dense({
        units: denseUnits,
        activation: 'relu',
        kernelInitializer: kernelInitializer(),
        ...(kernelRegularizer && { kernelRegularizer }),
      }),
      ...(dropout === 0 ? [] : [seededDropout({ rate: dropout, seed })]),
      tf.layers.dense({ units: classes, activation: 'softmax', kernelInitializer: kernelInitializer() }),
    ],
  });
}
