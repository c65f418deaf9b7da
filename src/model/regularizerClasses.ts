import * as tf from '@tensorflow/tfjs';
import { currentOps } from '../engine';
import type { AddsGradient, Regularizer } from '../engine';

// tfjs exports functions that make regularizers, but not their base class, which its layers check for.
const RegularizerBase = Object.getPrototypeOf(tf.regularizers.l2().constructor) as new () => Regularizer;

/** The penalty l1 · Σ|w| + l2 · Σw² with the gradient l1 · sign(w) + 2 · l2 · w; sign(0) is 0. */
abstract class Penalty extends RegularizerBase implements AddsGradient {
  constructor(
    readonly l1: number,
    readonly l2: number,
  ) {
    super();
  }

  apply(weights: tf.Tensor): tf.Scalar {
    const { l1, l2 } = this;
    return tf.tidy(() => {
      const absolute = l1 > 0 ? tf.mul(l1, sumOfMagnitudes(weights)) : undefined;
      const squared = l2 > 0 || !absolute ? tf.mul(2 * l2, halfSumOfSquares(weights)) : undefined;
      return (absolute && squared ? tf.add(absolute, squared) : (absolute ?? squared)!).asScalar();
    });
  }

  /** Where the engine has ops: one pass over memory for L2, two for L1, three for both. */
  addGradient(gradient: tf.Tensor, weights: tf.Tensor): tf.Tensor {
    const { l1, l2 } = this;
    const ops = currentOps()!;
    let sum = gradient;
    if (l1 > 0) {
      const signs = tf.sign(weights);
      sum = ops.addScaled(sum, l1, signs);
      signs.dispose();
    }
    return l2 > 0 ? ops.addScaled(sum, 2 * l2, weights) : sum;
  }

  /** The signature is tfjs's: how a saved model makes its regularizers again. */
  static fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls(config);
  }
}

// The class names are Keras's, so that models can be exchanged.

/** The penalty l2 · Σw². */
export class L2Regularizer extends Penalty {
  static readonly className = 'L2';

  constructor({ l2 }: { readonly l2: number }) {
    super(0, coefficient('l2Regularizer', { l2 }, '{ l2: 0.01 }'));
  }

  getConfig(): tf.serialization.ConfigDict {
    return { l2: this.l2 };
  }
}

/** The penalty l1 · Σ|w|. */
export class L1Regularizer extends Penalty {
  static readonly className = 'L1';

  constructor({ l1 }: { readonly l1: number }) {
    super(coefficient('l1Regularizer', { l1 }, '{ l1: 0.0001 }'), 0);
  }

  getConfig(): tf.serialization.ConfigDict {
    return { l1: this.l1 };
  }
}

/**
 * The penalty l1 · Σ|w| + l2 · Σw². It takes the place of tfjs's own class of this name: saved models and the string
 * 'l1l2', which stands for the defaults, open with this one.
 */
export class L1L2Regularizer extends Penalty {
  static readonly className = 'L1L2';

  constructor({ l1 = 0.01, l2 = 0.01 }: { readonly l1?: number; readonly l2?: number }) {
    const [where, example] = ['l1l2Regularizer', '{ l1: 0.0001, l2: 0.01 }'];
    super(coefficient(where, { l1 }, example), coefficient(where, { l2 }, example));
  }

  getConfig(): tf.serialization.ConfigDict {
    return { l1: this.l1, l2: this.l2 };
  }
}

for (const kind of [L1Regularizer, L2Regularizer, L1L2Regularizer]) {
  tf.serialization.registerClass(kind as tf.serialization.SerializableConstructor<Regularizer>);
}

/** @throws unless it is a finite number of at least 0. */
function coefficient(where: string, given: Readonly<Record<string, number>>, example: string): number {
  const [name, value] = Object.entries(given)[0]!;
  if (Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${where} requires ${name} to be a number of at least 0, got ${value}; write ${where}(${example}).`);
}

/** ½Σw² as one op where the engine has it; its gradient is w. */
function halfSumOfSquares(weights: tf.Tensor): tf.Tensor {
  const ops = currentOps();
  if (!ops) return tf.mul(0.5, tf.sum(tf.square(weights)));
  return withGradient(weights, ops.halfSumOfSquares, (w) => w);
}

/** Σ|w|. tfjs's own gradient of |w| is −1 at 0, Keras's 0. */
function sumOfMagnitudes(weights: tf.Tensor): tf.Tensor {
  return withGradient(weights, (w) => tf.sum(tf.abs(w)), tf.sign);
}

/** f(w), a scalar, with a gradient of one's own. */
function withGradient(
  weights: tf.Tensor,
  f: (w: tf.Tensor) => tf.Tensor,
  gradient: (w: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const differentiable = tf.customGrad((w, save) => {
    (save as tf.GradSaveFunc)([w as tf.Tensor]);
    return {
      value: f(w as tf.Tensor),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, gradient(saved[0]!)),
    };
  });
  return differentiable(weights);
}
