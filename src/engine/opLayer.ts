import type * as tf from '@tensorflow/tfjs';

/** What tfjs layers accept as `kernelRegularizer`. */
export type Regularizer = ReturnType<typeof tf.regularizers.l2>;

/** A trainable tensor of a layer, and the penalty on it. */
export interface Weight {
  readonly variable: tf.Variable;
  readonly regularizer: Regularizer | undefined;
}

/** What a pass in training tells the layers that compute otherwise than in inference. */
export interface TrainingMode {
  /** Number of the optimizer's next update, from 0: decides which units dropout leaves out. */
  readonly update: number;
  /** Whether moving statistics move: those of a step do, those of a measurement stay. */
  readonly movesStatistics: boolean;
}

/** What a layer gives, and what else its backward pass reads. */
export interface Forward {
  readonly y: tf.Tensor;
  readonly saved?: readonly tf.Tensor[];
}

/** One layer of the forward pass, with `dy`, the gradient with respect to its output. */
export interface Backward {
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
  readonly saved: readonly tf.Tensor[];
  readonly dy: tf.Tensor;
  readonly mode: TrainingMode;
  /** Whether the gradient with respect to `x` is wanted. */
  readonly inputWanted: boolean;
}

/** A gradient of the data loss that is computed when it is asked for. Whoever asks disposes it, and asks once. */
export interface LazyGradient {
  whole(): tf.Tensor;
  /** Where it is there: of `count` rows of the weight from row `start` on, so that it never exists as a whole. */
  readonly ofRows?: ((start: number, count: number) => tf.Tensor) | undefined;
}

/** Takes the gradient of the data loss with respect to a weight. */
export type GiveGradient = (weight: Weight, dataGradient: LazyGradient) => void;

/** One layer as an engine's ops. What `forward` returns is new and the caller's to dispose. */
export interface OpLayer {
  /** True if it has weights that are trained. */
  readonly trainable: boolean;
  /** Whether `backward` reads the numbers of `x`, of `y`: the pass frees early what nobody reads. */
  readonly readsInput: boolean;
  readonly readsOutput: boolean;
  /** @param mode absent in inference. */
  forward(x: tf.Tensor, mode?: TrainingMode): Forward;
  /** Disposes `dy`, and `y` and `saved` where that helps. @returns the gradient with respect to `x`, if it is wanted. */
  backward(of: Backward, give: GiveGradient): tf.Tensor | undefined;
}

/** Frees the old tensor and gives the new one. */
export function replace(old: tf.Tensor, next: tf.Tensor): tf.Tensor {
  old.dispose();
  return next;
}
