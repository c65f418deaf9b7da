import * as tf from '@tensorflow/tfjs';
import { KerasAdam } from './KerasAdam';
import type { KerasAdamOptions } from './KerasAdam';
import { shrink } from './shrink';

/** Adam's settings, and the weight decay beside it. */
export interface KerasAdamWOptions extends KerasAdamOptions {
  /** At each update a weight loses the share learning rate · weightDecay of itself. Default 0.004, as in Keras. */
  readonly weightDecay?: number;
  /** Weights with one of these in their name, e.g. `bias`, do not decay. Default `['bias', 'gamma', 'beta']`. */
  readonly exclude?: readonly string[];
}

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter 2019) as Keras computes it. With the learning rate of update t,
 *
 *     rate = learningRate / (1 + decay·t)    w ← w − rate · weightDecay · w
 *
 * before each update of `KerasAdam`. The gradient knows nothing of it, so √v does not scale it, as it does L2's penalty.
 */
export class KerasAdamW extends KerasAdam {
  static override readonly className: string = 'KerasAdamW';
  readonly weightDecay: number;
  readonly exclude: readonly string[];

  constructor(options: KerasAdamWOptions = {}) {
    super(options);
    const { weightDecay = 0.004, exclude = ['bias', 'gamma', 'beta'] } = options;
    const share = this.learningRate * weightDecay;
    this.requireRange('weightDecay', weightDecay, weightDecay >= 0 && share < 1, 'from 0 to below 1 / learningRate');
    this.weightDecay = weightDecay;
    this.exclude = [...exclude];
  }

  override applyGradient(variable: tf.Variable, gradient: tf.Tensor): void {
    if (this.decays(variable)) {
      shrink(variable, this.currentLearningRate * this.weightDecay);
    }
    super.applyGradient(variable, gradient);
  }

  /** tfjs names a variable after its layer and its place there, e.g. `dense_Dense1/kernel`; Keras looks at the latter. */
  private decays({ name }: tf.Variable): boolean {
    const ownName = name.split('/').at(-1)!;
    return this.weightDecay > 0 && !this.exclude.some((part) => ownName.includes(part));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), weightDecay: this.weightDecay, exclude: [...this.exclude] };
  }
}
tf.serialization.registerClass(KerasAdamW);

/**
 * Adam with decoupled weight decay (AdamW, Loshchilov & Hutter 2019) as Keras computes it: what `model.compile` takes as
 * `optimizer`. Biases do not decay unless `exclude` says otherwise.
 *
 * @throws if an option is out of its range.
 * @example
 * const optimizer = kerasAdamW({ learningRate: 0.1, weightDecay: 0.5 });
 * const w = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
 * optimizer.minimize(() => tf.sum(w), false, [w]);
 * // Each loses 0.1 · 0.5 of itself, then Adam's first step of 0.1.
 * (await w.array()).map((value) => value.toFixed(3)); // => [ '0.850', '1.800' ]
 */
export function kerasAdamW(options: KerasAdamWOptions = {}): KerasAdamW {
  return new KerasAdamW(options);
}
