import type * as tf from '@tensorflow/tfjs';

/** The model, compiled with this optimizer and the loss of the course. */
export function compiled<Model extends tf.LayersModel>(model: Model, optimizer: tf.Optimizer): Model {
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  return model;
}
