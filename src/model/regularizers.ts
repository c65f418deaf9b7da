import * as tf from '@tensorflow/tfjs';
import type { Regularizer } from '../engine';
import { L1L2Regularizer, L1Regularizer, L2Regularizer } from './regularizerClasses';

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
 * Keras's `l1(…)`: adds l1 · Σ|w| to the loss. Its gradient at w = 0 is 0.
 *
 * @throws if l1 is negative or no number.
 * @example
 * await l1Regularizer({ l1: 0.25 }).apply(tf.tensor1d([1, -2, 3])).array(); // => 1.5
 */
export function l1Regularizer({ l1 }: L1Options): L1Regularizer {
  return new L1Regularizer({ l1 });
}

/**
 * Keras's `l1_l2(…)`: adds l1 · Σ|w| + l2 · Σw² to the loss, the penalty of the elastic net.
 *
 * @throws if a coefficient is negative or no number.
 * @example
 * await l1l2Regularizer({ l1: 0.25, l2: 0.25 }).apply(tf.tensor1d([1, -2, 3])).array(); // => 5
 */
export function l1l2Regularizer({ l1, l2 }: L1Options & L2Options): L1L2Regularizer {
  return new L1L2Regularizer({ l1, l2 });
}

/** The simplest regularizer with these coefficients; undefined if both are 0. */
export function chooseRegularizer({ l1, l2 }: L1Options & L2Options): Regularizer | undefined {
  if (l1 === 0 && l2 === 0) return undefined;
  if (l1 === 0) return l2Regularizer({ l2 });
  return l2 === 0 ? l1Regularizer({ l1 }) : l1l2Regularizer({ l1, l2 });
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

/**
 * The same as a scalar through which gradients flow.
 *
 * @param leaveOut layers whose penalties are counted elsewhere.
 */
export function penaltyTensor(model: tf.LayersModel, leaveOut?: ReadonlySet<tf.layers.Layer>): tf.Scalar {
  return tf.tidy(() => {
    const layers = layersOf(model).filter((layer) => !leaveOut?.has(layer));
    const penalties = layers.flatMap((layer) => layer.calculateLosses());
    return penalties.length === 0 ? tf.scalar(0) : tf.addN(penalties).asScalar();
  });
}

/** All layers, each once; a model used as a layer stands for the layers inside it. */
function layersOf(model: tf.LayersModel): tf.layers.Layer[] {
  const layers = model.layers.flatMap((layer) => (layer instanceof tf.LayersModel ? layersOf(layer) : [layer]));
  return [...new Set(layers)];
}
