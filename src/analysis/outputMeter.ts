import * as tf from '@tensorflow/tfjs';
import type { ImageDataset } from '../data/dataset';
import { currentOps, opLayers } from '../engine';
import type { OpLayer } from '../engine';

/** Measures the outputs of some layers of a model. */
export interface OutputMeter {
  /**
   * The largest output of each unit, over images and positions: the units of the first layer, then those of the next one,
   * … Call it inside `tf.tidy`.
   */
  largest(images: tf.Tensor): tf.Tensor1D;
  /** Images at a time that are fast and need little memory. */
  readonly batchSize: number;
}

const BATCH_SIZE = 128;

/** What the outputs of layers may take at a time: fewer images are slower, and the ops take some 20 MB for themselves. */
const OUTPUT_BYTES = 40 * 2 ** 20;

/**
 * Prepares the measurement. Where the engine knows all layers, it computes one after the other and frees each output once
 * it is measured; other models run by tfjs, which gives all outputs of a batch together.
 *
 * @param layers of the model, in its order.
 */
export function outputMeter(
  model: tf.LayersModel,
  layers: readonly tf.layers.Layer[],
  { height, width, channels }: ImageDataset,
): OutputMeter {
  // Ops take images of another size where they can; tfjs refuses them.
  const fits = tf.util.arraysEqual(model.inputs[0]!.shape.slice(1) as number[], [height, width, channels]);
  const ops = fits && currentOps() ? opLayers(model) : undefined;
  return ops ? byOps(model, ops, layers) : byTfjs(model, layers);
}

function byOps(model: tf.LayersModel, ops: readonly OpLayer[], wanted: readonly tf.layers.Layer[]): OutputMeter {
  const computing = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const end = computing.indexOf(wanted.at(-1)!) + 1;
  const largest = (images: tf.Tensor): tf.Tensor1D => {
    const ofImages: tf.Tensor2D[] = [];
    let x = images;
    for (const [i, layer] of computing.slice(0, end).entries()) {
      const { y } = ops[i]!.forward(x);
      if (x !== images) x.dispose();
      if (wanted.includes(layer)) ofImages.push(largestOfImages(y));
      x = y;
    }
    x.dispose();
    return largestOfAll(ofImages);
  };
  // While a layer computes there are its input, its products, and what bias or ReLU make of them.
  const bytes = computing.map(({ input, output }) => 4 * (sizeOf(input) + 2 * sizeOf(output)));
  const fitting = Math.max(1, Math.floor(OUTPUT_BYTES / Math.max(...bytes)));
  return { largest, batchSize: Math.min(BATCH_SIZE, 2 ** Math.floor(Math.log2(fitting))) };
}

function byTfjs(model: tf.LayersModel, wanted: readonly tf.layers.Layer[]): OutputMeter {
  // A second model over the same layers, with their outputs as its own. It owns no weights and is never disposed.
  const outputs = wanted.map((layer) => layer.output as tf.SymbolicTensor);
  const probe = tf.model({ inputs: model.inputs, outputs });
  const largest = (images: tf.Tensor): tf.Tensor1D =>
    largestOfAll(([probe.predictOnBatch(images)].flat() as tf.Tensor[]).map(largestOfImages));
  return { largest, batchSize: BATCH_SIZE };
}

/** [images, units]. What one image has fits into the processor's cache, which makes this the faster order. */
const largestOfImages = (y: tf.Tensor): tf.Tensor2D =>
  y.rank === 2
    ? tf.clone(y as tf.Tensor2D)
    : tf.max(
        y,
        y.shape.map((_, axis) => axis).slice(1, -1),
      );

const largestOfAll = (ofImages: tf.Tensor2D[]): tf.Tensor1D => tf.max(tf.concat2d(ofImages, 1), 0);

/** Numbers for one image. */
const sizeOf = (outputs: tf.SymbolicTensor | tf.SymbolicTensor[]): number =>
  tf.util.sizeFromShape((outputs as tf.SymbolicTensor).shape.slice(1) as number[]);
