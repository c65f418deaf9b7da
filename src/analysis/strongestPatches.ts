import * as tf from '@tensorflow/tfjs';
import { epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import { layerNames } from '../model/summary';
import { uninterrupted } from '../engine';
import { requireMatch } from '../training/requireModel';
import { runLayers } from './layerParts';

/** A piece of an image, and how strongly a filter answers to it. */
export interface Patch {
  /** The number of the image in its dataset, from 0. */
  readonly image: number;
  /** Its uppermost row. */
  readonly row: number;
  /** Its leftmost column. */
  readonly column: number;
  /** The filter's output there, after the layer's activation. */
  readonly activation: number;
}

/** What the filters of the first convolution answer to. */
export interface StrongestPatches {
  /** Kind and number of the layer among its kind, e.g. `Conv2D 1`. */
  readonly layer: string;
  /** Rows of a patch. */
  readonly height: number;
  /** Columns of a patch. */
  readonly width: number;
  /** For each filter its patches, the strongest answer first; fewer, or none, where a filter answers to fewer images. */
  readonly patches: readonly (readonly Patch[])[];
}

/** How many patches, and how `strongestPatches` walks through the images. */
export interface StrongestPatchesOptions {
  /** Patches for each filter. Default 8. */
  readonly count?: number;
  /** Images at a time; decides the memory needed, not the result. Default 128. */
  readonly batchSize?: number;
}

/**
 * Searches all positions of all images for the pieces that each filter of the first convolution answers to most; of an
 * image only its strongest piece, since its neighbors are nearly the same.
 *
 * @param model begins with a Conv2D layer of stride 1 without padding.
 * @throws if it does not, it does not match the images, or an option is out of range.
 * @example
 * const { test } = syntheticShapes({ trainImages: 1, testImages: 10 });
 * const { patches } = await strongestPatches(convNet({ filters: 3, denseUnits: 2, seed: 1 }), test, { count: 2 });
 * patches.length; // => 3
 */
export async function strongestPatches(
  model: tf.LayersModel,
  dataset: ImageDataset,
  { count = 8, batchSize = 128 }: StrongestPatchesOptions = {},
): Promise<StrongestPatches> {
  requireWhole('strongestPatches', 'count', count, 1);
  requireWhole('strongestPatches', 'batchSize', batchSize, 1);
  requireMatch('strongestPatches', model, dataset);
  const first = model.layers.find((layer) => layer.getClassName() !== 'InputLayer')!;
  const { kernelSize, strides, padding } = first.getConfig();
  if (first.getClassName() !== 'Conv2D' || String(strides) !== '1,1' || padding !== 'valid') {
    throw new Error(
      `strongestPatches requires a model that begins with a Conv2D layer of stride 1 without padding, got ${first.getClassName()}.`,
    );
  }
  const [, , columns, filters] = first.outputShape as [null, number, number, number];
  const found = Array.from({ length: filters }, (): Patch[] => []);
  let image = 0;
  for (const batch of epochBatches(dataset, { batchSize, epoch: 1, shuffle: false })) {
    let best: tf.Tensor[] = [];
    try {
      best = uninterrupted(() =>
        tf.tidy(() => {
          const answers = runLayers([first], batch.images).reshape([batch.count, -1, filters]);
          return [answers.max(1), answers.argMax(1)];
        }),
      );
      const [answers, places] = await Promise.all(best.map((tensor) => tensor.data()));
      answers!.forEach((activation, i) => {
        const [row, column] = [Math.floor(places![i]! / columns), places![i]! % columns];
        if (activation > 0)
          insert(found[i % filters]!, { image: image + Math.floor(i / filters), row, column, activation }, count);
      });
      image += batch.count;
    } finally {
      tf.dispose([batch.images, batch.labels, best]);
    }
    // Everything else gets its turn, an interrupt among it.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const [height, width] = kernelSize as [number, number];
  return { layer: layerNames(model).get(first)!, height, width, patches: found };
}

/** Keeps so many of the strongest, in order; of equals the earlier ones. */
function insert(patches: Patch[], patch: Patch, count: number): void {
  const place = patches.findIndex(({ activation }) => activation < patch.activation);
  patches.splice(place < 0 ? patches.length : place, 0, patch);
  patches.splice(count);
}
