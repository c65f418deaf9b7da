import * as tf from '@tensorflow/tfjs';
import { addScaled } from './inPlace';
import * as kernels from './ops';
import type { GradientVisitor, PassScalars } from '../model/autodiffPass';
import { countCorrect } from '../model/crossentropy';
import type { NativeLayer, Weight } from './layers';
import { penaltyTensor } from '../model/penalty';
import { L2Regularizer } from '../model/regularizers';

// The same numbers as tfjs's automatic differentiation, with less memory and fewer passes over it: every tensor is freed
// as soon as the next one exists, gradients that nobody needs (of the images) are not computed, and each weight's
// gradient goes to the optimizer before the next one is made.

/** Scores before the softmax, [batch, classes]. */
export function nativeLogits(layers: readonly NativeLayer[], images: tf.Tensor): tf.Tensor2D {
  let x = images;
  for (const layer of layers) {
    const y = forward(layer, x);
    if (x !== images) x.dispose();
    x = y;
  }
  return x as tf.Tensor2D;
}

/** Forward pass alone. Call it inside `tf.tidy`. */
export function nativeForward(
  model: tf.LayersModel,
  layers: readonly NativeLayer[],
  images: tf.Tensor,
  labels: tf.Tensor2D,
): PassScalars {
  const logits = nativeLogits(layers, images);
  const [losses] = kernels.softmaxCrossentropy(logits, labels);
  return { dataLoss: tf.mean(losses), penalty: penaltyTensor(model), correct: countCorrect(labels, logits) };
}

/** Forward and backward pass. Call it inside `tf.tidy`. */
export function nativePass(
  model: tf.LayersModel,
  layers: readonly NativeLayer[],
  images: tf.Tensor,
  labels: tf.Tensor2D,
  visit: GradientVisitor,
): PassScalars {
  // outputs[i] is what layer i receives; outputs[i + 1] what it gives.
  const outputs: tf.Tensor[] = [images];
  for (const layer of layers) outputs.push(forward(layer, outputs.at(-1)!));
  const logits = outputs.at(-1) as tf.Tensor2D;
  const [losses, logitsGradient] = kernels.softmaxCrossentropy(logits, labels);
  const scalars = {
    dataLoss: tf.mean(losses),
    penalty: penaltyTensor(model),
    correct: countCorrect(labels, logits),
  };
  const firstTrainable = layers.findIndex(({ trainable }) => trainable);
  let dy: tf.Tensor | undefined = tf.div(logitsGradient, labels.shape[0]);
  for (let i = layers.length - 1; i >= 0 && i >= firstTrainable && firstTrainable >= 0; i--) {
    dy = backward(layers[i]!, outputs[i]!, outputs[i + 1]!, dy!, i > firstTrainable, visit);
  }
  return scalars;
}

function forward(layer: NativeLayer, x: tf.Tensor): tf.Tensor {
  let y = layer.linear(x);
  const steps: ((t: tf.Tensor) => tf.Tensor)[] = [];
  const { bias } = layer;
  if (bias !== undefined) steps.push((t) => kernels.biasAdd(t, bias.variable));
  if (layer.relu) steps.push(kernels.relu);
  for (const step of steps) {
    const next = step(y);
    y.dispose();
    y = next;
  }
  return y;
}

/** Consumes `y` and `dy`. @returns the gradient of the layer's input, if it is wanted. */
function backward(
  layer: NativeLayer,
  x: tf.Tensor,
  y: tf.Tensor,
  dy: tf.Tensor,
  inputWanted: boolean,
  visit: GradientVisitor,
): tf.Tensor | undefined {
  let dz = dy;
  if (layer.relu) {
    dz = kernels.reluGradient(dy, y);
    dy.dispose();
  }
  y.dispose();
  // Before the weights change: this gradient belongs to the old ones.
  const dx = inputWanted ? layer.inputGradient(x.shape, dz) : undefined;
  if (layer.trainable && layer.bias) give(layer.bias, kernels.biasGradient(dz), visit);
  if (layer.trainable && layer.kernel) {
    const gradient = layer.kernelGradient!(x, dz);
    dz.dispose();
    give(layer.kernel, gradient, visit);
  } else {
    dz.dispose();
  }
  return dx;
}

function give({ variable, regularizer }: Weight, dataGradient: tf.Tensor, visit: GradientVisitor): void {
  let gradient = dataGradient;
  if (regularizer instanceof L2Regularizer) {
    gradient = addScaled(dataGradient, 2 * regularizer.l2, variable);
  } else if (regularizer !== undefined) {
    gradient = tf.tidy(() => tf.add(dataGradient, tf.grad((w) => regularizer.apply(w))(variable)));
    dataGradient.dispose();
  }
  visit(variable, gradient);
  gradient.dispose();
}
