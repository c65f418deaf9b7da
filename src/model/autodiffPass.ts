import * as tf from '@tensorflow/tfjs';
import { categoricalCrossentropy, countCorrect, crossentropyFromLogits } from './crossentropy';
import { penaltyTensor } from './penalty';

/** What a pass over one batch measured, as scalars that still lie with the backend. */
export interface PassScalars {
  /** Mean over the batch, without penalty. */
  readonly dataLoss: tf.Tensor;
  readonly penalty: tf.Tensor;
  /** Number of images classified correctly. */
  readonly correct: tf.Tensor;
}

/** Receives each gradient of the total loss (data loss + penalty); it is freed afterwards. */
export type GradientVisitor = (variable: tf.Variable, gradient: tf.Tensor) => void;

/** Forward pass of any model, by tfjs's layers. */
export function autodiffForward(
  model: tf.LayersModel,
  images: tf.Tensor,
  labels: tf.Tensor2D,
  training: boolean,
): PassScalars {
  const last = model.layers.at(-1)!;
  if (model instanceof tf.Sequential && isSoftmaxDense(last)) {
    let x = images;
    const inner = model.layers.slice(0, -1).filter((layer) => layer.getClassName() !== 'InputLayer');
    for (const layer of inner) x = layer.apply(x, { training }) as tf.Tensor;
    const [kernel, bias] = last.weights.map((weight) => weight.read());
    const product = tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D);
    const logits = (bias === undefined ? product : tf.add(product, bias)) as tf.Tensor2D;
    return {
      dataLoss: crossentropyFromLogits(labels, logits),
      penalty: penaltyTensor(model),
      correct: countCorrect(labels, logits),
    };
  }
  const probabilities = model.apply(images, { training }) as tf.Tensor2D;
  return {
    dataLoss: categoricalCrossentropy(labels, probabilities),
    penalty: penaltyTensor(model),
    correct: countCorrect(labels, probabilities),
  };
}

/** Forward and backward pass of any model, by tfjs's automatic differentiation. Call it inside `tf.tidy`. */
export function autodiffPass(
  model: tf.LayersModel,
  images: tf.Tensor,
  labels: tf.Tensor2D,
  visit: GradientVisitor,
): PassScalars {
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  let scalars: PassScalars | undefined;
  const { value, grads } = tf.variableGrads(() => {
    scalars = autodiffForward(model, images, labels, true);
    // tfjs frees what the forward pass leaves behind; these are read after it.
    for (const scalar of Object.values(scalars)) tf.keep(scalar as tf.Tensor);
    return tf.add(scalars.dataLoss, scalars.penalty).asScalar();
  }, variables);
  value.dispose();
  for (const variable of variables) {
    const gradient = grads[variable.name];
    if (gradient === undefined) continue;
    visit(variable, gradient);
    gradient.dispose();
  }
  return scalars!;
}

/** True for a dense layer that ends in a softmax, whose cross-entropy is computed from the scores before it. */
export function isSoftmaxDense(layer: tf.layers.Layer): boolean {
  return layer.getClassName() === 'Dense' && layer.getConfig()['activation'] === 'softmax';
}
