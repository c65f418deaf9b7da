import type * as tf from '@tensorflow/tfjs';

/**
 * Names for the layers that have weights, in order: `Conv2D 1`, `Conv2D 2`, `Dense 1`. tfjs numbers its own names on
 * through the whole program, so the same network is called otherwise in every run.
 */
export function layerNames(model: tf.LayersModel): Map<tf.layers.Layer, string> {
  const counts = new Map<string, number>();
  const names = new Map<tf.layers.Layer, string>();
  for (const layer of model.layers.filter(({ weights }) => weights.length > 0)) {
    const kind = layer.getClassName();
    const place = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, place);
    names.set(layer, `${kind} ${place}`);
  }
  return names;
}
