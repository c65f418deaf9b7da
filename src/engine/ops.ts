import type * as tf from '@tensorflow/tfjs';

// What a training step needs of an engine. Layouts: images [batch, height, width, channels], filters [height, width, in,
// out]. What an op returns is new and the caller's to dispose; tfjs records no gradient for it.

/** How a filter moves over an image: `valid` padding stays inside the image, `same` surrounds it with zeros. */
export interface Geometry {
  readonly strides: readonly [number, number];
  readonly padding: 'valid' | 'same';
}

/** What follows the products of a convolution or a dense layer. */
export interface Finish {
  /** One number for each channel (the last axis). */
  readonly bias: tf.Tensor | undefined;
  readonly relu: boolean;
}

/** How a batch is normalized: by its own mean and variance in training, else by those given. */
export interface Normalization {
  readonly epsilon: number;
  readonly inTraining: boolean;
}

/** A penalty l1 · Σ|w| + l2 · Σw², with the gradient l1 · sign(w) + 2 · l2 · w; sign(0) is 0. */
export interface PenaltyCoefficients {
  readonly l1: number;
  readonly l2: number;
}

/** The numbers of one Adam update. */
export interface AdamScalars {
  /** beta1 and beta2 to the power of the number of this update, counted from 1. */
  readonly beta1Power: number;
  readonly beta2Power: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Its gradient, at the weight before the update, is added to the one given. Only if the engine's Adam is fused. */
  readonly penalty?: PenaltyCoefficients | undefined;
  /** Before the update the weight loses learningRate · weightDecay of itself. Only if the engine's Adam is fused. */
  readonly weightDecay?: number;
}

/** One Adam update of a weight and its two means. */
export interface AdamUpdate {
  readonly variables: readonly [weight: tf.Variable, mean: tf.Variable, meanOfSquares: tf.Variable];
  /** Stays the caller's. Fewer numbers than the weight has belong to those from `start` on. */
  readonly gradient: tf.Tensor;
  readonly scalars: AdamScalars;
  /** Place of the gradient's first number among the weight's. Default 0. */
  readonly start?: number;
}

/** An engine's ops. */
export interface Ops {
  conv2d(images: tf.Tensor, filter: tf.Tensor, geometry: Geometry, finish: Finish): tf.Tensor;
  /** Gradient with respect to the images, given `dy` of the convolution's output. */
  conv2dImageGradient(imagesShape: readonly number[], filter: tf.Tensor, dy: tf.Tensor, geometry: Geometry): tf.Tensor;
  /** Gradient with respect to the filter, given `dy` of the convolution's output. */
  conv2dFilterGradient(images: tf.Tensor, filterShape: readonly number[], dy: tf.Tensor, geometry: Geometry): tf.Tensor;

  /** a · b */
  matMul(a: tf.Tensor, b: tf.Tensor, finish: Finish): tf.Tensor;
  /** aᵀ · b */
  matMulFirstTransposed(a: tf.Tensor, b: tf.Tensor): tf.Tensor;
  /** a · bᵀ */
  matMulSecondTransposed(a: tf.Tensor, b: tf.Tensor): tf.Tensor;

  /** max(x, 0) */
  relu(x: tf.Tensor): tf.Tensor;
  /** `dy` where the ReLU's output `y` is above 0, else 0. */
  reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor;
  /**
   * Goes back through what followed the products.
   *
   * @param dy is disposed, or returned as `dz`.
   * @param y the layer's output if it ends in a ReLU; it is disposed.
   * @returns `dz`, the gradient with respect to the products, and `biasGradient`, its sum over everything but the channels.
   */
  finishGradient(
    dy: tf.Tensor,
    y: tf.Tensor | undefined,
    biasWanted: boolean,
  ): { readonly dz: tf.Tensor; readonly biasGradient: tf.Tensor | undefined };

  /**
   * Batch normalization of images by channel.
   *
   * @param inputs images, gamma, beta, moving mean, moving variance.
   * @returns what they become, the mean and the variance (in training the batch's, with count − 1 in its denominator), and
   *   what the gradient needs.
   */
  normalizeBatch(inputs: tf.Tensor[], normalization: Normalization): tf.Tensor[];
  /**
   * @param inputs dy, images, gamma, and what `normalizeBatch` gave for the gradient, in training.
   * @returns gradients with respect to images, gamma and beta.
   */
  normalizeBatchGradient(inputs: tf.Tensor[], normalization: Normalization): tf.Tensor[];

  /** Cross-entropy of each row in nats, [batch], and its gradient with respect to the logits, [batch, classes]. */
  softmaxCrossentropy(logits: tf.Tensor, labels: tf.Tensor): [tf.Tensor, tf.Tensor];
  /**
   * Where it is there, the end of a forward pass in one op: mean cross-entropy in nats and number of images classified
   * correctly, [2], and the gradient of that mean, [batch, classes].
   */
  crossentropy?(logits: tf.Tensor, labels: tf.Tensor): { readonly numbers: tf.Tensor1D; readonly gradient: tf.Tensor };
  /** Where it is there, the largest number of each channel (the last axis), in one pass over memory. */
  largestOfChannels?(x: tf.Tensor): tf.Tensor1D;
  /** ½ Σ x², a scalar, in one pass over memory. */
  halfSumOfSquares(x: tf.Tensor): tf.Tensor;
  /** Uniform in [0, 1), the same for the same two seeds and shape. */
  uniform(shape: readonly number[], seeds: readonly [number, number]): tf.Tensor;

  /**
   * target + factor · addend, written over `target`, which is disposed; use the result instead of it. Another holder of
   * the target's numbers keeps the old ones.
   */
  addScaled(target: tf.Tensor, factor: number, addend: tf.Tensor): tf.Tensor;
  /** Whether `applyAdam` adds a penalty's gradient and decays the weight in the same pass over memory. */
  readonly fusedAdam: boolean;
  /** One Adam update of a variable and its two moments, float32, in place: one pass over memory. */
  applyAdam(
    weightAndMoments: readonly [tf.Variable, tf.Variable, tf.Variable],
    scalars: AdamScalars,
    gradient: tf.Tensor,
  ): void;
  /**
   * Where it is there, many updates in one call, each with its penalty's gradient and decay.
   *
   * @returns the value of each one's penalty at the weights before the update; 0 without one.
   */
  applyAdamToAll?(updates: readonly AdamUpdate[]): number[];
}
