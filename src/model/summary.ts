import * as tf from '@tensorflow/tfjs';
import { convNetLayers } from './convNetLayers';
import type { ConvNetOptions } from './network';

/** One layer of a network in numbers. */
export interface LayerSummary {
  /** E.g. `Conv2D 2`: kind and number, the same in every session (tfjs counts its own names on and on). */
  readonly name: string;
  /** Keras's name of the kind, e.g. `Conv2D`. */
  readonly kind: string;
  /** Of one image, without the batch. */
  readonly outputShape: readonly number[];
  /** Weights and biases. */
  readonly parameters: number;
  /** Floating-point operations of the forward pass for one image; a multiplication and its addition are two. */
  readonly flops: number;
  /** Bytes of the output for one image, in float32. */
  readonly activationBytes: number;
}

/**
 * A row for each layer: shape, parameters, arithmetic and memory. The arithmetic counts convolutions and dense layers,
 * with their biases; other layers count 0, which is nothing beside them.
 *
 * @param network a model, or the options that `convNet` would get: then nothing is allocated, which matters for the
 *   article's 356 MB of weights.
 * @example
 * const model = convNet({ filters: 2, denseUnits: 4 });
 * const [first] = layerSummary(model);
 * first.outputShape; // => [ 30, 30, 2 ]
 * first.parameters === 3 * 3 * 3 * 2 + 2; // => true
 * layerSummary({ filters: 128, denseUnits: 1024 })[4].parameters; // => 88605696
 */
export function layerSummary(network: tf.LayersModel | ConvNetOptions): LayerSummary[] {
  if (!isModel(network)) return convNetLayers(network);
  const model = network;
  const names = layerNames(model);
  return model.layers.map((layer) => {
    const outputShape = (layer.outputShape as number[]).slice(1);
    const outputs = tf.util.sizeFromShape(outputShape);
    const [kernel, bias] = layer.weights.map(({ shape }) => shape as number[]);
    const kind = layer.getClassName();
    let flops = 0;
    if (kernel !== undefined && (kind === 'Conv2D' || kind === 'Dense')) {
      // Each output is a sum over all of the kernel weights but their last axis, which numbers the outputs.
      flops = 2 * outputs * tf.util.sizeFromShape(kernel.slice(0, -1)) + (bias === undefined ? 0 : outputs);
    }
    return {
      name: names.get(layer)!,
      kind,
      outputShape,
      parameters: layer.countParams(),
      flops,
      activationBytes: 4 * outputs,
    };
  });
}

/** Tells a model from the options of one. */
export const isModel = (network: tf.LayersModel | ConvNetOptions): network is tf.LayersModel => 'layers' in network;

/** Names for the layers, in order: `Conv2D 1`, `Conv2D 2`, `Flatten 1`, `Dense 1`. */
export function layerNames(model: tf.LayersModel): Map<tf.layers.Layer, string> {
  const counts = new Map<string, number>();
  const names = new Map<tf.layers.Layer, string>();
  for (const layer of model.layers) {
    const kind = layer.getClassName();
    const place = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, place);
    names.set(layer, `${kind} ${place}`);
  }
  return names;
}

/** Names for the trainable weights by the names of tfjs's variables: `Dense 1/kernel`, `Dense 1/bias`. */
export function weightNames(model: tf.LayersModel): Map<string, string> {
  return new Map(
    [...layerNames(model)].flatMap(([layer, name]) =>
      layer.trainableWeights.map((weight) => [
        (weight.read() as tf.Variable).name,
        `${name}/${weight.originalName.split('/').at(-1)}`,
      ]),
    ),
  );
}
