import * as tf from '@tensorflow/tfjs';
import { hasTensorFlow } from '../tensorflow/nativeBackend';
import { l2Loss } from '../tensorflow/ops';

/** What tfjs layers accept as `kernelRegularizer`. */
export type Regularizer = ReturnType<typeof tf.regularizers.l2>;

// tfjs exports functions that make regularizers, but not their base class, which its layers check for.
const RegularizerBase = Object.getPrototypeOf(tf.regularizers.l2().constructor) as new () => Regularizer;

/** The penalty l2 · Σw², computed in one pass over the weights, with the gradient 2 · l2 · w. */
export class L2Regularizer extends RegularizerBase {
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

/**
 * Keras's `l2(…)`: adds l2 · Σw² to the loss, without the ½ of the textbook's ½λΣw². See `lambdaToL2`.
 *
 * @example tf.layers.dense({ units: 1024, kernelRegularizer: l2Regularizer({ l2: 0.01 }) })
 * @throws if l2 is negative or no number.
 */
export function l2Regularizer({ l2 }: { l2: number }): L2Regularizer {
  return new L2Regularizer({ l2 });
}

/** Adds l1 · Σ|w| to the loss. @throws if l1 is negative or no number. */
export function l1Regularizer({ l1 }: { l1: number }): Regularizer {
  if (!Number.isFinite(l1) || l1 < 0) {
    throw new Error(`l1Regularizer requires l1 to be a number of at least 0, got ${l1}.`);
  }
  return tf.regularizers.l1({ l1 });
}

/** Adds l1 · Σ|w| + l2 · Σw² to the loss. @throws if a coefficient is negative or no number. */
export function l1l2Regularizer({ l1, l2 }: { l1: number; l2: number }): Regularizer {
  if (![l1, l2].every((value) => Number.isFinite(value) && value >= 0)) {
    throw new Error(`l1l2Regularizer requires l1 and l2 to be numbers of at least 0, got ${l1} and ${l2}.`);
  }
  return tf.regularizers.l1l2({ l1, l2 });
}

/** The coefficient of l2 · Σw² that gives the textbook's penalty ½ · λ · Σw². */
export function lambdaToL2(lambda: number): number {
  return lambda / 2;
}

/** The textbook's λ of ½ · λ · Σw² that gives Keras's penalty l2 · Σw². */
export function l2ToLambda(l2: number): number {
  return 2 * l2;
}

/** ½Σw² as one kernel where TensorFlow computes; its gradient is w. */
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
