import type * as tf from '@tensorflow/tfjs';
import type { ImageDataset } from '../data/dataset';
import { requireOptimizer } from '../model/trainStep';

/** @throws unless `model.compile` has been called with the loss that this course is about. */
export function requireCompiled(where: string, model: tf.LayersModel): void {
  requireOptimizer(where, model);
  if (model.loss !== 'categoricalCrossentropy') {
    throw new Error(
      `${where} requires the loss 'categoricalCrossentropy', got ${JSON.stringify(model.loss)}; ` +
        'compile the model with it, or use model.fit for another loss.',
    );
  }
}

/** @throws unless the model takes the dataset's images and has one output for each of its classes. */
export function requireMatch(where: string, model: tf.LayersModel, dataset: ImageDataset): void {
  if (dataset.count === 0) throw new Error(`${where} requires at least one image; ${dataset.name} is empty.`);
  const wanted = [dataset.height, dataset.width, dataset.channels];
  const input = model.inputs[0]!.shape.slice(1);
  if (JSON.stringify(input) !== JSON.stringify(wanted)) {
    throw new Error(
      `${where} requires images of the model's input shape [${input}], got [${wanted}] from ${dataset.name}; ` +
        `build the model with inputShape: [${wanted}].`,
    );
  }
  const outputs = model.outputs[0]!.shape[1];
  if (outputs !== dataset.classNames.length) {
    throw new Error(
      `${where} requires one output for each of the ${dataset.classNames.length} classes of ${dataset.name}, ` +
        `got ${outputs}; give the last layer units: ${dataset.classNames.length}.`,
    );
  }
}
