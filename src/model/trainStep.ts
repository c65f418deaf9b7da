import * as tf from '@tensorflow/tfjs';
import { hasTensorFlow } from '../tensorflow/nativeBackend';
import { autodiffForward, autodiffPass } from './autodiffPass';
import type { GradientVisitor, PassScalars } from './autodiffPass';
import type { KerasAdam, NamedTensor } from './KerasAdam';
import { nativeLayers } from '../tensorflow/layers';
import type { NativeLayer } from '../tensorflow/layers';
import { nativeForward, nativeLogits, nativePass } from '../tensorflow/pass';

/** What one batch measured. */
export type BatchResult = {
  /** Mean categorical cross-entropy of the batch in nats, without penalty. */
  readonly dataLoss: number;
  /** Sum of the penalties of all layers. */
  readonly penalty: number;
  /** Number of images classified correctly. */
  readonly correct: number;
};

/**
 * One training step: forward pass, loss, gradients of data loss + penalty, and the optimizer's update. The numbers are
 * those of the forward pass, before the update. Leaves no tensor behind.
 *
 * @param images float32, [batch, height, width, channels].
 * @param labels one-hot float32, [batch, classes].
 * @throws if images and labels differ in number.
 */
export function trainStep(
  model: tf.LayersModel,
  optimizer: tf.Optimizer,
  images: tf.Tensor4D,
  labels: tf.Tensor2D,
): BatchResult {
  requireSameCount('trainStep', images, labels);
  return tf.tidy(() => {
    if (updatesOneByOne(optimizer)) {
      const scalars = pass(model, images, labels, (variable, gradient) =>
        optimizer.applyGradient(variable, gradient),
      );
      optimizer.finishUpdate();
      return read(scalars);
    }
    const gradients: NamedTensor[] = [];
    const scalars = pass(model, images, labels, (variable, gradient) =>
      gradients.push({ name: variable.name, tensor: tf.clone(gradient) }),
    );
    optimizer.applyGradients(gradients);
    return read(scalars);
  });
}

/**
 * The forward pass alone, as in `trainStep` but with layers in their inference mode.
 *
 * @throws if images and labels differ in number.
 */
export function evaluateBatch(model: tf.LayersModel, images: tf.Tensor4D, labels: tf.Tensor2D): BatchResult {
  requireSameCount('evaluateBatch', images, labels);
  return tf.tidy(() => {
    const layers = kernelsFor(model);
    return read(
      layers === undefined
        ? autodiffForward(model, images, labels, false)
        : nativeForward(model, layers, images, labels),
    );
  });
}

/** Class probabilities of a batch of images, [batch, classes]; the caller disposes them. */
export function predictProbabilities(model: tf.LayersModel, images: tf.Tensor4D): tf.Tensor2D {
  return tf.tidy(() => {
    const layers = kernelsFor(model);
    if (layers === undefined) return model.apply(images, { training: false }) as tf.Tensor2D;
    return tf.softmax(nativeLogits(layers, images));
  });
}

/**
 * Every gradient of the total loss (data loss + penalty) for one batch, by variable name; the caller disposes them.
 * `trainStep` does the same without holding them all at once.
 */
export function lossGradients(
  model: tf.LayersModel,
  images: tf.Tensor4D,
  labels: tf.Tensor2D,
): { result: BatchResult; gradients: Record<string, tf.Tensor> } {
  requireSameCount('lossGradients', images, labels);
  return tf.tidy(() => {
    const gradients: Record<string, tf.Tensor> = {};
    const scalars = pass(model, images, labels, (variable, gradient) => {
      gradients[variable.name] = tf.clone(gradient);
    });
    return { result: read(scalars), gradients };
  });
}

function pass(
  model: tf.LayersModel,
  images: tf.Tensor4D,
  labels: tf.Tensor2D,
  visit: GradientVisitor,
): PassScalars {
  const layers = kernelsFor(model);
  return layers === undefined
    ? autodiffPass(model, images, labels, visit)
    : nativePass(model, layers, images, labels, visit);
}

/** Not `instanceof`, which tfjs redefines for optimizers: it is true for all of them. */
function updatesOneByOne(optimizer: tf.Optimizer): optimizer is KerasAdam {
  return 'applyGradient' in optimizer && 'finishUpdate' in optimizer;
}

/** The model's layers as TensorFlow kernels, where TensorFlow computes and knows all of them. */
function kernelsFor(model: tf.LayersModel): NativeLayer[] | undefined {
  return hasTensorFlow() ? nativeLayers(model) : undefined;
}

/** Fetches the three numbers together: on a GPU every read waits for the device. */
function read({ dataLoss, penalty, correct }: PassScalars): BatchResult {
  const values = tf.tidy(() => tf.stack([dataLoss, penalty, correct].map((x) => x.asScalar())).dataSync());
  tf.dispose([dataLoss, penalty, correct]);
  return { dataLoss: values[0]!, penalty: values[1]!, correct: values[2]! };
}

function requireSameCount(where: string, images: tf.Tensor, labels: tf.Tensor): void {
  if (images.shape[0] !== labels.shape[0]) {
    throw new Error(
      `${where} requires one label for each image, got ${images.shape[0]} images and ${labels.shape[0]} labels.`,
    );
  }
}
