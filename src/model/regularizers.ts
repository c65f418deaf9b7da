import * as tf from '@tensorflow/tfjs';
import { addScaled, hasTensorFlow, l2Loss } from '../tensorflow';
import type { AddsGradient, Regularizer } from '../tensorflow';

// tfjs exports functions that make regularizers, but not their base class, which its layers check for.
const RegularizerBase = Object.getPrototypeOf(tf.regularizers.l2().constructor) as new () => Regularizer;

/** The penalty l2 · Σw², computed in one pass over the weights, with the gradient 2 · l2 · w. */
export class L2Regularizer extends RegularizerBase implements AddsGradient {
  /** Keras's name for it, so that models can be exchanged. */
  static readonly className = 'L2';
  readonly l2: number;

  constructor({ l2 }: { l2: number }) {
    super();
    if (!Number.isFinite(l2) || l2 < 0) {
      throw new Error(
        `l2Regularizer requires l2 to be a number of at least 0, got ${l2}; write l2Regularizer({ l2: 0.01 }).`,
      );
    }
    this.l2 = l2;
  }

  apply(weights: tf.Tensor): tf.Scalar {
    return tf.tidy(() => tf.mul(2 * this.l2, halfSumOfSquares(weights)));
  }

  /** gradient + 2 · l2 · w, in one pass over memory where TensorFlow computes. */
  addGradient(gradient: tf.Tensor, weights: tf.Tensor): tf.Tensor {
    return addScaled(gradient, 2 * this.l2, weights);
  }

  getConfig(): tf.serialization.ConfigDict {
    return { l2: this.l2 };
  }

  /** The signature is tfjs's: how a saved model makes its regularizers again. */
  static fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls({ l2: config['l2'] });
  }
}
tf.serialization.registerClass(L2Regularizer);

/** How strong an L2 penalty is. */
export interface L2Options {
  /** Keras's coefficient: the penalty is l2 · Σw². At least 0. */
  readonly l2: number;
}

/** How strong an L1 penalty is. */
export interface L1Options {
  /** The penalty is l1 · Σ|w|. At least 0. */
  readonly l1: number;
}

/**
 * Keras's `l2(…)`: adds l2 · Σw² to the loss, without the ½ of the textbook's ½λΣw². See `lambdaToL2`.
 *
 * @returns what a layer takes as `kernelRegularizer` or `biasRegularizer`.
 * @throws if l2 is negative or no number.
 * @example
 * const penalty = l2Regularizer({ l2: 0.25 }).apply(tf.tensor1d([1, 2, 3]));
 * await penalty.array(); // => 3.5
 */
export function l2Regularizer({ l2 }: L2Options): L2Regularizer {
  return new L2Regularizer({ l2 });
}

/**
 * Keras's `l1(…)`: adds l1 · Σ|w| to the loss.
 *
 * @throws if l1 is negative or no number.
 * @example
 * await l1Regularizer({ l1: 0.25 }).apply(tf.tensor1d([1, -2, 3])).array(); // => 1.5
 */
export function l1Regularizer({ l1 }: L1Options): Regularizer {
  if (!Number.isFinite(l1) || l1 < 0) {
    throw new Error(`l1Regularizer requires l1 to be a number of at least 0, got ${l1}.`);
  }
  return tf.regularizers.l1({ l1 });
}

/**
 * Keras's `l1_l2(…)`: adds l1 · Σ|w| + l2 · Σw² to the loss.
 *
 * @throws if a coefficient is negative or no number.
 * @example
 * await l1l2Regularizer({ l1: 0.25, l2: 0.25 }).apply(tf.tensor1d([1, -2, 3])).array(); // => 5
 */
export function l1l2Regularizer({ l1, l2 }: L1Options & L2Options): Regularizer {
  if (![l1, l2].every((value) => Number.isFinite(value) && value >= 0)) {
    throw new Error(`l1l2Regularizer requires l1 and l2 to be numbers of at least 0, got ${l1} and ${l2}.`);
  }
  return tf.regularizers.l1l2({ l1, l2 });
}

/**
 * The coefficient of l2 · Σw² that gives the textbook's penalty ½ · λ · Σw².
 *
 * @example
 * lambdaToL2(0.02); // => 0.01
 */
export function lambdaToL2(lambda: number): number {
  return lambda / 2;
}

/**
 * The textbook's λ of ½ · λ · Σw² that gives Keras's penalty l2 · Σw².
 *
 * @example
 * l2ToLambda(0.01); // => 0.02
 */
export function l2ToLambda(l2: number): number {
  return 2 * l2;
}

/**
 * The sum of all regularization penalties of a model, as tfjs and Keras add it to the data loss; 0 without any.
 * Works whether or not the model is compiled (tfjs's own `calculateLosses` finds none before `compile`).
 *
 * @example
 * const model = convNet({ filters: 2, denseUnits: 4, l2: 0.01 });
 * const weights = model.layers[4].getWeights()[0];
 * const byHand = 0.01 * (await tf.sum(tf.square(weights)).array());
 * Math.abs((await totalPenalty(model)) - byHand) < 1e-6; // => true
 */
export async function totalPenalty(model: tf.LayersModel): Promise<number> {
  const penalty = penaltyTensor(model);
  try {
    return (await penalty.data())[0]!;
  } finally {
    penalty.dispose();
  }
}

/** The same as a scalar through which gradients flow. */
export function penaltyTensor(model: tf.LayersModel): tf.Scalar {
  return tf.tidy(() => {
    const penalties = layersOf(model).flatMap((layer) => layer.calculateLosses());
    return penalties.length === 0 ? tf.scalar(0) : tf.addN(penalties).asScalar();
  });
}

/** All layers, each once; a model used as a layer stands for the layers inside it. */
function layersOf(model: tf.LayersModel): tf.layers.Layer[] {
  const layers = model.layers.flatMap((layer) => (layer instanceof tf.LayersModel ? layersOf(layer) : [layer]));
  return [...new Set(layers)];
}

/** ½Σw² as one op where TensorFlow computes; its gradient is w. */
function halfSumOfSquares(weights: tf.Tensor): tf.Tensor {
  if (!hasTensorFlow()) return tf.mul(0.5, tf.sum(tf.square(weights)));
  const withGradient = tf.customGrad((w, save) => {
    (save as tf.GradSaveFunc)([w as tf.Tensor]);
    return {
      value: l2Loss(w as tf.Tensor),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, saved[0]!),
    };
  });
  return withGradient(weights);
}
