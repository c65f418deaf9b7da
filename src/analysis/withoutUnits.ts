import * as tf from '@tensorflow/tfjs';
import { requireWhole } from '../data/requireWhole';
import { uninterrupted } from '../engine';
import { hasKernel, kernelOf, layerParts } from './layerParts';
import type { LayerParts } from './layerParts';

/** Which units `withoutUnits` leaves out. */
export interface WithoutUnitsOptions {
  /** A Dense or Conv2D layer but the last one, e.g. `Dense 1`. */
  readonly layer: string;
  /** Numbers of units to leave out, from 0. */
  readonly units: readonly number[];
}

/**
 * The same network without some units of a layer: a smaller one, with copies of all other weights. If the units left out
 * are dead on some images, its answers to these are the same. The penalties of the layers stay.
 *
 * @param model a sequential model.
 * @returns a new network that is not compiled; the caller disposes it.
 * @throws if the model is not sequential or has no such layer, the layer is the last one or has no such unit, no unit would
 *   be left, or a layer behind takes something else than its units.
 * @example
 * const model = convNet({ filters: 2, denseUnits: 8, seed: 1 });
 * const smaller = withoutUnits(model, { layer: 'Dense 1', units: [0, 5] });
 * smaller.layers[4].getWeights()[0].shape; // => [ 1352, 6 ]
 */
export function withoutUnits(model: tf.LayersModel, { layer, units }: WithoutUnitsOptions): tf.Sequential {
  const parts = layerParts('withoutUnits', 'the model', model, layer);
  const count = kernelOf(parts.layer).shape.at(-1)!;
  for (const unit of units) requireWhole('withoutUnits', `each unit of ${layer}`, unit, 0, count - 1);
  const kept = Array.from({ length: count }, (_, unit) => unit).filter((unit) => !units.includes(unit));
  if (kept.length === 0) {
    throw new Error(`withoutUnits requires that a unit of ${layer} is left, and all ${count} are to go.`);
  }
  const next = nextLayer(parts, layer, count);
  return uninterrupted(() => {
    const smaller = tf.sequential({
      layers: model.layers.map((one) => copyOf(one, one === parts.layer ? kept.length : undefined)),
    });
    tf.tidy(() => {
      model.layers.forEach((one, i) => {
        const weights = one.weights.map((weight) => weight.read());
        // The kernel's columns and the biases are the units; of the next kernel, the inputs.
        if (one === parts.layer) smaller.layers[i]!.setWeights(weights.map((weight) => columnsOf(weight, kept)));
        else if (one === next) smaller.layers[i]!.setWeights(withInputs(weights, kept, count));
        else smaller.layers[i]!.setWeights(weights);
      });
    });
    return smaller;
  });
}

/** The layer that the units lead to. */
function nextLayer({ behind }: LayerParts, name: string, count: number): tf.layers.Layer {
  const next = behind.find(({ weights }) => weights.length > 0);
  if (!next) throw new Error(`withoutUnits requires a layer with others behind it, and ${name} is the last one.`);
  if (!hasKernel(next) || kernelOf(next).shape.at(-2)! % count !== 0) {
    throw new Error(
      `withoutUnits requires that the layer behind ${name} is a Dense or Conv2D that takes its units as they are, and it ` +
        `is a ${next.getClassName()} of ${next.weights[0]!.shape.join(' × ')}.`,
    );
  }
  return next;
}

/** A layer like this one with other weights of its own, of so many units. */
function copyOf(layer: tf.layers.Layer, units: number | undefined): tf.layers.Layer {
  const { name: _, ...config } = layer.getConfig();
  const size = layer.getClassName() === 'Conv2D' ? 'filters' : 'units';
  const kernel = 'kernelInitializer' in config ? { kernelInitializer: 'zeros' } : {};
  const ofClass = layer.constructor as unknown as tf.serialization.SerializableConstructor<tf.layers.Layer>;
  const changed = { ...config, ...kernel, ...(units !== undefined && { [size]: units }) };
  return new ofClass(changed as unknown as tf.serialization.ConfigDict);
}

const columnsOf = (weight: tf.Tensor, kept: number[]): tf.Tensor => tf.gather(weight, kept, weight.rank - 1);

/** The weights of a layer that gets some of its inputs alone: those of these units, at every position. */
function withInputs([kernel, ...others]: tf.Tensor[], kept: number[], count: number): tf.Tensor[] {
  const shape = kernel!.shape;
  const inputs = shape.at(-2)! / count;
  const columns = shape.at(-1)!;
  const some = tf.gather(kernel!.reshape([-1, count, columns]), kept, 1);
  return [some.reshape([...shape.slice(0, -2), inputs * kept.length, columns]), ...others];
}
