import * as tf from '@tensorflow/tfjs';
import { countCorrect } from '../engine';
import type { GradientVisitor, TrainingMode } from '../engine';

// Forward and backward pass of any model, by tfjs's own layers and automatic differentiation: for models that the fast
// pass does not know, and for plain JavaScript.

/** What a pass over one batch measured, as scalars that still lie with the backend. */
export interface PassScalars {
  /** Mean categorical cross-entropy over the batch, in nats, without penalty. */
  readonly dataLoss: tf.Tensor;
  /** Number of images classified correctly. */
  readonly correct: tf.Tensor;
}

/**
 * Forward pass. Call it inside `tf.tidy`.
 *
 * @param mode absent in inference.
 */
export function autodiffForward(
  model: tf.LayersModel,
  images: tf.Tensor,
  labels: tf.Tensor2D,
  mode?: TrainingMode,
): PassScalars {
  const training = mode !== undefined;
  const update = mode?.update;
  const last = model.layers.at(-1)!;
  if (model instanceof tf.Sequential && isSoftmaxDense(last)) {
    let x = images;
    const inner = model.layers.slice(0, -1).filter((layer) => layer.getClassName() !== 'InputLayer');
    for (const layer of inner) x = layer.apply(x, { training: training && !isStill(layer), update }) as tf.Tensor;
    const [kernel, bias] = last.weights.map((weight) => weight.read());
    const product = tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D);
    const logits = (bias === undefined ? product : tf.add(product, bias)) as tf.Tensor2D;
    return { dataLoss: crossentropyFromLogits(labels, logits), correct: countCorrect(labels, logits) };
  }
  const probabilities = model.apply(images, { training, update }) as tf.Tensor2D;
  return {
    dataLoss: categoricalCrossentropy(labels, probabilities),
    correct: countCorrect(labels, probabilities),
  };
}

/**
 * Forward and backward pass. Call it inside `tf.tidy`.
 *
 * @param penalty gives the model's penalty; its gradient is part of what `visit` receives.
 * @returns what the pass measured, and the penalty.
 */
export function autodiffPass(
  model: tf.LayersModel,
  images: tf.Tensor,
  labels: tf.Tensor2D,
  penalty: () => tf.Scalar,
  visit: GradientVisitor,
  mode: TrainingMode,
): PassScalars & { readonly penalty: tf.Scalar } {
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const before = mode.movesStatistics ? [] : model.nonTrainableWeights.map((weight) => tf.clone(weight.read()));
  let scalars: (PassScalars & { readonly penalty: tf.Scalar }) | undefined;
  const { value, grads } = tf.variableGrads(() => {
    scalars = { ...autodiffForward(model, images, labels, mode), penalty: penalty() };
    // tfjs frees what the forward pass leaves behind; these are read after it.
    for (const scalar of Object.values(scalars)) tf.keep(scalar as tf.Tensor);
    return tf.add(scalars.dataLoss, scalars.penalty).asScalar();
  }, variables);
  value.dispose();
  // Some layers of tfjs move their statistics in every forward pass of training.
  before.forEach((values, i) => model.nonTrainableWeights[i]!.write(values));
  tf.dispose(before);
  for (const variable of variables) {
    const gradient = grads[variable.name];
    if (gradient === undefined) continue;
    visit.total(variable, gradient);
    gradient.dispose();
  }
  return scalars!;
}

/** True for batch normalization that is frozen: Keras then has it compute as in inference, tfjs does not by itself. */
const isStill = (layer: tf.layers.Layer): boolean => layer.getClassName() === 'BatchNormalization' && !layer.trainable;

/** True for a dense layer that ends in a softmax, whose cross-entropy is computed from the scores before it. */
function isSoftmaxDense(layer: tf.layers.Layer): boolean {
  return layer.getClassName() === 'Dense' && layer.getConfig()['activation'] === 'softmax';
}

/** Keras's epsilon: probabilities are kept this far from 0 and 1 before a logarithm is taken. */
const EPSILON = 1e-7;

/**
 * Categorical cross-entropy in nats as Keras computes it from probabilities: rows are scaled to sum 1 and clipped to
 * [1e-7, 1 − 1e-7], then −Σ label · ln(probability), averaged over the batch.
 */
function categoricalCrossentropy(labels: tf.Tensor2D, probabilities: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const scaled = tf.div(probabilities, tf.sum(probabilities, 1, true));
    const clipped = tf.clipByValue(scaled, EPSILON, 1 - EPSILON);
    return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.log(clipped)), 1))).asScalar();
  });
}

/**
 * The same from the scores before the softmax. Exact where probabilities are tiny; Keras does this too when the network
 * ends in a softmax.
 */
function crossentropyFromLogits(labels: tf.Tensor2D, logits: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), 1))).asScalar());
}
