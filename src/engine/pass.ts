import * as tf from '@tensorflow/tfjs';
import { requireOps } from './currentOps';
import { replace } from './opLayer';
import type { Forward, OpLayer, Regularizer, TrainingMode, Weight } from './opLayer';

// The same numbers as tfjs's automatic differentiation, with less memory and fewer passes over it: every tensor is freed
// as soon as the next one exists, gradients that nobody needs (of the images) are not computed, and each weight's
// gradient goes to the optimizer before the next one is made.

/** What a pass over one batch measured, as scalars that still lie with the backend. */
export interface PassScalars {
  /** Mean categorical cross-entropy over the batch, in nats, without penalty. */
  readonly dataLoss: tf.Tensor;
  /** Number of images classified correctly. */
  readonly correct: tf.Tensor;
}

/** Receives each gradient of the total loss (data loss + penalty); it is freed afterwards. */
export type GradientVisitor = (variable: tf.Variable, gradient: tf.Tensor) => void;

/** A regularizer that adds its own gradient to one that exists, in place of making a tensor of its own. */
export interface AddsGradient {
  /** @param gradient is disposed. @returns gradient + gradient of the penalty. */
  addGradient(gradient: tf.Tensor, weights: tf.Tensor): tf.Tensor;
}

/** Scores before the softmax, [batch, classes]. */
export function logits(layers: readonly OpLayer[], images: tf.Tensor): tf.Tensor2D {
  let x = images;
  for (const layer of layers) {
    const { y } = layer.forward(x);
    if (x !== images) x.dispose();
    x = y;
  }
  return x as tf.Tensor2D;
}

/** Forward pass alone. Call it inside `tf.tidy`. */
export function forwardPass(layers: readonly OpLayer[], images: tf.Tensor, labels: tf.Tensor2D): PassScalars {
  const scores = logits(layers, images);
  const [losses] = requireOps().softmaxCrossentropy(scores, labels);
  return { dataLoss: tf.mean(losses), correct: countCorrect(labels, scores) };
}

/** Forward and backward pass of training. Call it inside `tf.tidy`. */
export function trainingPass(
  layers: readonly OpLayer[],
  images: tf.Tensor,
  labels: tf.Tensor2D,
  visit: GradientVisitor,
  mode: TrainingMode,
): PassScalars {
  const outputs = forwardInTraining(layers, images, mode);
  const scores = outputs.at(-1)!.y as tf.Tensor2D;
  const [losses, scoresGradient] = requireOps().softmaxCrossentropy(scores, labels);
  const scalars = { dataLoss: tf.mean(losses), correct: countCorrect(labels, scores) };
  const firstTrainable = layers.findIndex(({ trainable }) => trainable);
  let dy: tf.Tensor | undefined = tf.div(scoresGradient, labels.shape[0]);
  for (let i = layers.length - 1; i >= 0 && i >= firstTrainable && firstTrainable >= 0; i--) {
    const { y, saved = [] } = outputs[i]!;
    const x = outputs[i - 1]?.y ?? images;
    const inputWanted = i > firstTrainable;
    dy = layers[i]!.backward({ x, y, saved, dy: dy!, mode, inputWanted }, (weight, gradient) =>
      give(weight, gradient, visit),
    );
    tf.dispose([y, ...saved]);
  }
  return scalars;
}

/** What each layer gives, as far as the backward pass reads it. */
function forwardInTraining(layers: readonly OpLayer[], images: tf.Tensor, mode: TrainingMode): Forward[] {
  const outputs: Forward[] = [];
  for (const [i, layer] of layers.entries()) {
    const before = outputs.at(-1);
    outputs.push(layer.forward(before?.y ?? images, mode));
    // Its shape can still be asked for.
    if (before && !layer.readsInput && !layers[i - 1]!.readsOutput) before.y.dispose();
  }
  return outputs;
}

/** How many rows have their largest score where the label has its 1. A scalar, float32. */
export function countCorrect(labels: tf.Tensor2D, scores: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => tf.sum(tf.cast(tf.equal(tf.argMax(scores, 1), tf.argMax(labels, 1)), 'float32')).asScalar());
}

function give({ variable, regularizer }: Weight, dataGradient: tf.Tensor, visit: GradientVisitor): void {
  const gradient = regularizer ? withPenalty(regularizer, dataGradient, variable) : dataGradient;
  visit(variable, gradient);
  gradient.dispose();
}

function withPenalty(regularizer: Regularizer, gradient: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  if ('addGradient' in regularizer) {
    return (regularizer as Regularizer & AddsGradient).addGradient(gradient, weights);
  }
  const sum = tf.tidy(() => tf.add(gradient, tf.grad((w) => regularizer.apply(w))(weights)));
  return replace(gradient, sum);
}
