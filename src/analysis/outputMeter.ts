import * as tf from '@tensorflow/tfjs';
import type { ImageDataset } from '../data/dataset';
import { currentOps, hasGpu, opLayers } from '../engine';
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

/** Where a batch's outputs take more, it is computed in parts. The ops take some 20 MB for themselves. */
const BATCH_BYTES = 40 * 2 ** 20;
/** What the layers before the first dense one take then: they are as fast with few images. */
const PART_BYTES = 15 * 2 ** 20;
/** What the first dense layer reads: for few images it would read all its weights as for many. */
const ROW_BYTES = 16 * 2 ** 20;

/**
 * Prepares the measurement. Where the engine knows all layers, it computes one after the other and frees each output once
 * it is measured, convolutions for a few images at a time; other models run by tfjs, which gives all outputs together.
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
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const end = layers.indexOf(wanted.at(-1)!) + 1;
  const firstDense = layers.findIndex((layer) => layer.getClassName() === 'Dense');
  const { part, batchSize } = sizes(layers.slice(0, firstDense));

  /** Runs some layers. @param x is disposed. @param maxima get those of the layers that are wanted, a list for each. */
  const run = (from: number, to: number, x: tf.Tensor, maxima: tf.Tensor1D[][]): tf.Tensor => {
    for (let i = from; i < Math.min(to, end); i++) {
      const { y } = ops[i]!.forward(x);
      x.dispose();
      const place = wanted.indexOf(layers[i]!);
      if (place >= 0) maxima[place]!.push(largestOfUnits(y));
      x = y;
    }
    return x;
  };

  const largest = (images: tf.Tensor): tf.Tensor1D => {
    const count = images.shape[0]!;
    const maxima: tf.Tensor1D[][] = wanted.map(() => []);
    const rows: tf.Tensor[] = [];
    for (let start = 0; start < count; start += part) {
      const some = count <= part ? tf.clone(images) : tf.slice(images, start, Math.min(part, count - start));
      rows.push(run(0, firstDense, some, maxima));
    }
    const x = rows.length === 1 ? rows[0]! : tf.concat(rows);
    if (rows.length > 1) tf.dispose(rows);
    run(firstDense, end, x, maxima).dispose();
    return tf.concat1d(maxima.map((each) => (each.length === 1 ? each[0]! : tf.max<tf.Tensor1D>(tf.stack(each), 0))));
  };
  return { largest, batchSize };
}

/** How many images go through the layers before the first dense one, and how many through the others. */
function sizes(layers: readonly tf.layers.Layer[]): { readonly part: number; readonly batchSize: number } {
  // While a layer computes there are its input and its products, and what bias or ReLU make of them unless it lies over them.
  const outputs = currentOps()?.applyAdamToAll ? 1 : 2;
  const bytes = Math.max(0, ...layers.map(({ input, output }) => 4 * (sizeOf(input) + outputs * sizeOf(output))));
  // A card has other memory, and wants many images.
  if (hasGpu() || BATCH_SIZE * bytes <= BATCH_BYTES) return { part: BATCH_SIZE, batchSize: BATCH_SIZE };
  const fitting = (limit: number, each: number): number => Math.max(1, Math.floor(limit / each));
  const rows = fitting(ROW_BYTES, 4 * sizeOf(layers.at(-1)!.output));
  return { part: fitting(PART_BYTES, bytes), batchSize: Math.min(BATCH_SIZE, rows) };
}

function byTfjs(model: tf.LayersModel, wanted: readonly tf.layers.Layer[]): OutputMeter {
  // A second model over the same layers, with their outputs as its own. It owns no weights and is never disposed.
  const outputs = wanted.map((layer) => layer.output as tf.SymbolicTensor);
  const probe = tf.model({ inputs: model.inputs, outputs });
  const largest = (images: tf.Tensor): tf.Tensor1D =>
    tf.concat1d(([probe.predictOnBatch(images)].flat() as tf.Tensor[]).map(largestOfUnits));
  return { largest, batchSize: BATCH_SIZE };
}

function largestOfUnits(y: tf.Tensor): tf.Tensor1D {
  const ops = currentOps();
  if (ops?.largestOfChannels) return ops.largestOfChannels(y);
  // Image by image first: what one has fits into the processor's cache, which makes this the faster order.
  const ofImages = y.rank === 2 ? y : tf.max(y, y.shape.map((_, axis) => axis).slice(1, -1));
  return tf.max<tf.Tensor1D>(ofImages, 0);
}

/** Numbers for one image. */
const sizeOf = (outputs: tf.SymbolicTensor | tf.SymbolicTensor[]): number =>
  tf.util.sizeFromShape((outputs as tf.SymbolicTensor).shape.slice(1) as number[]);
