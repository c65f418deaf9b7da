import type * as tf from '@tensorflow/tfjs';
import { layerNames } from '../model/summary';

/** The kernel weights of a convolution. */
export interface Filters {
  /** Kind and number of the layer among its kind, e.g. `Conv2D 1`. */
  readonly layer: string;
  /** Rows of a filter. */
  readonly height: number;
  /** Columns of a filter. */
  readonly width: number;
  /** Channels that a filter looks at; 3 for red, green and blue. */
  readonly channels: number;
  /** How many there are. */
  readonly filters: number;
  /** [height × width × channels × filters], the order in which tfjs holds them. A copy: further training leaves it alone. */
  readonly values: Float32Array;
}

/**
 * The filters of the first convolution: those that look at the image itself, so that they can be looked at as images.
 *
 * @throws if the model has no Conv2D layer.
 * @example
 * const { layer, height, width, channels, filters } = await firstLayerFilters(convNet({ filters: 8, denseUnits: 4 }));
 * [layer, height, width, channels, filters]; // => [ 'Conv2D 1', 3, 3, 3, 8 ]
 */
export async function firstLayerFilters(model: tf.LayersModel): Promise<Filters> {
  const first = [...layerNames(model)].find(([layer]) => layer.getClassName() === 'Conv2D');
  if (!first) {
    const kinds = model.layers.map((layer) => layer.getClassName()).join(', ');
    throw new Error(`firstLayerFilters requires a model with a Conv2D layer, got ${kinds}; give it a convolution.`);
  }
  const [layer, name] = first;
  const kernel = layer.weights[0]!.read();
  const [height, width, channels, filters] = kernel.shape as [number, number, number, number];
  // The plain JavaScript backend gives its own array.
  const values = Float32Array.from(await kernel.data());
  return { layer: name, height, width, channels, filters, values };
}
