import * as tf from '@tensorflow/tfjs';
import { requireOps } from './currentOps';
import { replace } from './opLayer';
import type { Forward, LazyGradient, OpLayer, Regularizer, TrainingMode, Weight } from './opLayer';
import type { PenaltyCoefficients } from './ops';

// The same numbers as tfjs's automatic differentiation, with less memory and fewer passes over it: every tensor is freed
// as soon as the next one exists, gradients that nobody needs (of the images) are not computed, and each weight's
// gradient goes to the optimizer before the next one is made.

/**
 * What a pass over one batch measured, [2], still with the backend: mean categorical cross-entropy in nats, without
 * penalty, and the number of images classified correctly.
 */
export type PassNumbers = tf.Tensor1D;

/** Receives each gradient; it is freed afterwards. */
export interface GradientVisitor {
  /** Takes a gradient of the total loss (data loss + penalty). */
  total(variable: tf.Variable, gradient: tf.Tensor): void;
  /** Where it is there, asks for that of the data loss, to which it adds the penalty's by itself. */
  parts?(variable: tf.Variable, dataGradient: LazyGradient, penalty: PenaltyCoefficients | undefined): void;
}

/** A regularizer that adds its own gradient to one that exists, in place of making a tensor of its own. */
export interface AddsGradient extends PenaltyCoefficients {
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
export function forwardPass(layers: readonly OpLayer[], images: tf.Tensor, labels: tf.Tensor2D): PassNumbers {
  return crossentropy(logits(layers, images), labels).numbers;
}

/** What the ops' `crossentropy` gives, also where they have none. */
function crossentropy(scores: tf.Tensor2D, labels: tf.Tensor2D) {
  const ops = requireOps();
  if (ops.crossentropy) return ops.crossentropy(scores, labels);
  const [losses, gradient] = ops.softmaxCrossentropy(scores, labels);
  const numbers = tf.stack([tf.mean(losses), countCorrect(labels, scores)]) as tf.Tensor1D;
  return { numbers, gradient: tf.div(gradient, labels.shape[0]) };
}

/** Forward and backward pass of training. Call it inside `tf.tidy`. */
export function trainingPass(
  layers: readonly OpLayer[],
  images: tf.Tensor,
  labels: tf.Tensor2D,
  visit: GradientVisitor,
  mode: TrainingMode,
): PassNumbers {
  const outputs = forwardInTraining(layers, images, mode);
  const scores = outputs.at(-1)!.y as tf.Tensor2D;
  const { numbers, gradient } = crossentropy(scores, labels);
  const firstTrainable = layers.findIndex(({ trainable }) => trainable);
  let dy: tf.Tensor | undefined = gradient;
  for (let i = layers.length - 1; i >= 0 && i >= firstTrainable && firstTrainable >= 0; i--) {
    const { y, saved = [] } = outputs[i]!;
    const x = outputs[i - 1]?.y ?? images;
    const inputWanted = i > firstTrainable;
    dy = layers[i]!.backward({ x, y, saved, dy: dy!, mode, inputWanted }, (weight, dataGradient) =>
      give(weight, dataGradient, visit),
    );
    tf.dispose([y, ...saved]);
  }
  return numbers;
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

function give({ variable, regularizer }: Weight, dataGradient: LazyGradient, visit: GradientVisitor): void {
  if (visit.parts && (!regularizer || addsGradient(regularizer))) {
    visit.parts(variable, dataGradient, regularizer);
    return;
  }
  const gradient = regularizer ? withPenalty(regularizer, dataGradient.whole(), variable) : dataGradient.whole();
  visit.total(variable, gradient);
  gradient.dispose();
}

/** True for the library's own regularizers. */
export const addsGradient = (regularizer: Regularizer): regularizer is Regularizer & AddsGradient =>
  'addGradient' in regularizer;

function withPenalty(regularizer: Regularizer, gradient: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  if (addsGradient(regularizer)) return regularizer.addGradient(gradient, weights);
  const sum = tf.tidy(() => tf.add(gradient, tf.grad((w) => regularizer.apply(w))(weights)));
  return replace(gradient, sum);
}
