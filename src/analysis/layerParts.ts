import * as tf from '@tensorflow/tfjs';
import { layerNames } from '../model/summary';

/** A network whose layers stand in a row, cut at one of them. */
export interface LayerParts {
  /** The layer itself, a Dense or Conv2D. */
  readonly layer: tf.layers.Layer;
  /** The layers before it; none for the first one. */
  readonly before: readonly tf.layers.Layer[];
  /** The layers behind it; none for the last one. */
  readonly behind: readonly tf.layers.Layer[];
}

/**
 * Finds a layer by its name.
 *
 * @param where what asks, and `network` of which network, for messages.
 * @throws if the model is not sequential, or has no such layer.
 */
export function layerParts(where: string, network: string, model: tf.LayersModel, wanted: string): LayerParts {
  if (!(model instanceof tf.Sequential)) {
    throw new Error(
      `${where} requires models made by tf.sequential, and ${network} is another; its layers may branch.`,
    );
  }
  const names = [...layerNames(model)];
  const place = names.findIndex(([layer, name]) => name === wanted && hasKernel(layer));
  if (place < 0) {
    const known = names.flatMap(([layer, name]) => (hasKernel(layer) ? [name] : [])).join(', ') || 'none';
    throw new Error(`${where} requires a Dense or Conv2D layer of ${network} (${known}), got "${wanted}".`);
  }
  const { layers } = model;
  return { layer: layers[place]!, before: layers.slice(0, place), behind: layers.slice(place + 1) };
}

/** True for the layers whose units have kernel weights of their own. */
export const hasKernel = (layer: tf.layers.Layer): boolean => ['Conv2D', 'Dense'].includes(layer.getClassName());

/** A layer's kernel weights. They belong to the layer. */
export const kernelOf = (layer: tf.layers.Layer): tf.Variable => layer.weights[0]!.read() as tf.Variable;

/** What layers in a row make of a tensor, as in prediction (no dropout). The caller owns the result. */
export function runLayers(layers: readonly tf.layers.Layer[], x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => layers.reduce((input, layer) => layer.apply(input) as tf.Tensor, tf.clone(x)));
}
