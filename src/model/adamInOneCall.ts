import * as tf from '@tensorflow/tfjs';
import { addsGradient, currentOps } from '../engine';
import type { AdamUpdate, GradientVisitor, LazyGradient, PenaltyCoefficients, Regularizer } from '../engine';
import type { KerasAdam } from './KerasAdam';

/** A weight of so many numbers is updated by rows, with no gradient of its own size: the sum of all others is less. */
export const LARGE = 1 << 22;
/** Numbers of a gradient at a time: in a processor's cache they stay there until they are used. */
export const AT_ONCE = 1 << 20;

/**
 * Updates all weights of a step by the engine's `applyAdamToAll`: small ones together at its end, a large one by rows as
 * soon as its gradient can be computed. The value of the penalties comes from the same pass over memory.
 */
export class AdamInOneCall implements GradientVisitor {
  /** Layers whose penalties are in what `finish` returns. */
  readonly counts: ReadonlySet<tf.layers.Layer>;
  private readonly counted: ReadonlySet<tf.Variable>;
  private readonly together: AdamUpdate[] = [];
  private penalty = 0;

  constructor(
    private readonly optimizer: KerasAdam,
    model: tf.LayersModel,
  ) {
    this.counts = new Set(model.layers.filter(penaltiesAreOfWeights));
    this.counted = new Set([...this.counts].flatMap(({ weights }) => weights.map((w) => w.read() as tf.Variable)));
  }

  total(variable: tf.Variable, gradient: tf.Tensor): void {
    this.together.push(this.optimizer.updateOf(variable, tf.clone(gradient), undefined));
  }

  parts(variable: tf.Variable, dataGradient: LazyGradient, penalty: PenaltyCoefficients | undefined): void {
    if (variable.size >= LARGE && dataGradient.ofRows) this.byRows(variable, dataGradient.ofRows, penalty);
    else this.together.push(this.optimizer.updateOf(variable, dataGradient.whole(), penalty));
  }

  /** Ends the update. @returns the penalties' value before it. */
  finish(): number {
    this.apply(this.together);
    this.optimizer.finishUpdate();
    return this.penalty;
  }

  private byRows(
    variable: tf.Variable,
    gradientOf: NonNullable<LazyGradient['ofRows']>,
    penalty: PenaltyCoefficients | undefined,
  ): void {
    const rows = variable.shape[0]!;
    const width = variable.size / rows;
    const count = Math.max(1, Math.floor(AT_ONCE / width));
    for (let start = 0; start < rows; start += count) {
      const gradient = gradientOf(start, Math.min(count, rows - start));
      this.apply([{ ...this.optimizer.updateOf(variable, gradient, penalty), start: start * width }]);
    }
  }

  private apply(updates: readonly AdamUpdate[]): void {
    const penalties = currentOps()!.applyAdamToAll!(updates);
    updates.forEach(({ variables: [weight] }, i) => {
      if (this.counted.has(weight)) this.penalty += penalties[i]!;
    });
    tf.dispose(updates.map(({ gradient }) => gradient));
  }
}

/** True if a layer's penalties are l1 · Σ|w| + l2 · Σw² of weights that are trained, and nothing else. */
function penaltiesAreOfWeights(layer: tf.layers.Layer): boolean {
  const { kernelRegularizer, biasRegularizer } = layer as {
    kernelRegularizer?: Regularizer | null;
    biasRegularizer?: Regularizer | null;
  };
  const regularizers = [kernelRegularizer, biasRegularizer].filter((each) => each != null);
  return layer.trainable && layer.losses.length === regularizers.length && regularizers.every(addsGradient);
}
