import * as tf from '@tensorflow/tfjs';

/**
 * The sum of all regularization penalties of a model, as tfjs and Keras add it to the data loss; 0 without any.
 * Works whether or not the model is compiled (tfjs's own `calculateLosses` finds none before `compile`).
 *
 * @returns a scalar; gradients flow through it.
 */
export function penaltyTensor(model: tf.LayersModel): tf.Scalar {
  return tf.tidy(() => {
    const penalties = layersOf(model).flatMap((layer) => layer.calculateLosses());
    return penalties.length === 0 ? tf.scalar(0) : tf.addN(penalties).asScalar();
  });
}

/** The sum of all regularization penalties of a model, as a number. */
export function penalty(model: tf.LayersModel): number {
  return tf.tidy(() => penaltyTensor(model).dataSync()[0]!);
}

/** All layers, each once; a model used as a layer stands for the layers inside it. */
function layersOf(model: tf.LayersModel): tf.layers.Layer[] {
  const layers = model.layers.flatMap((layer) =>
    layer instanceof tf.LayersModel ? layersOf(layer) : [layer],
  );
  return [...new Set(layers)];
}
