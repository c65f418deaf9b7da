import * as tf from '@tensorflow/tfjs';
import { epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import { uninterrupted } from '../engine';
import { requireMatch } from '../training/requireModel';
import { kernelOf, layerParts, runLayers } from './layerParts';
import { batchSums, ScoreSums } from './scoreSums';
import type { Scores } from './scoreSums';
import { smallestMagnitudes } from './smallestMagnitudes';

/** What a network is worth without the smallest weights of one layer. */
export interface PrunedScores extends Scores {
  /** Name under which the network was given. */
  readonly network: string;
  /** Kind and number of the layer among its kind, e.g. `Dense 1`. */
  readonly layer: string;
  /** Share of the layer's kernel weights that was to be set to 0. */
  readonly share: number;
  /** All weights with |w| up to this one were. */
  readonly threshold: number;
  /** How many these are: the share, and what is as small as its last one. */
  readonly zeros: number;
}

/** Which weights `pruneWeights` sets to 0, and on which images it measures. */
export interface PruneWeightsOptions {
  /** A Dense or Conv2D layer, e.g. `Dense 1`. */
  readonly layer: string;
  /** Shares of the layer's kernel weights, each from 0 to 1. */
  readonly shares: readonly number[];
  /** Images at a time; decides the memory needed, not the result. Default 128. */
  readonly batchSize?: number;
}

/**
 * Pruning by magnitude (Han et al. 2015, https://arxiv.org/abs/1506.02626): sets the smallest kernel weights of a layer to
 * 0, nothing is trained afterwards, and the network is measured. All shares are measured in one walk through the images.
 * The networks are as before afterwards, also after an interrupt or an error: other weights stand in for the layer's own
 * only while a batch passes through it.
 *
 * @param networks by the name that figures show; sequential models.
 * @returns a row for each network and share: all shares of the first network, then those of the second one, …
 * @throws if there is no network or no share, a share is not from 0 to 1, a network is not sequential, has no such layer or
 *   does not match the images.
 * @example
 * const { test } = syntheticShapes({ trainImages: 1, testImages: 10 });
 * const network = convNet({ filters: 1, denseUnits: 2, seed: 1 });
 * const rows = await pruneWeights({ network }, test, { layer: 'Dense 1', shares: [0, 0.5] });
 * rows.map(({ zeros }) => zeros); // => [ 0, 676 ]
 */
export async function pruneWeights(
  networks: Readonly<Record<string, tf.LayersModel>>,
  dataset: ImageDataset,
  { layer, shares, batchSize = 128 }: PruneWeightsOptions,
): Promise<PrunedScores[]> {
  const entries = Object.entries(networks);
  requireWhole('pruneWeights', 'batchSize', batchSize, 1);
  if (entries.length === 0 || shares.length === 0 || !shares.every((share) => share >= 0 && share <= 1)) {
    throw new Error(
      'pruneWeights requires at least one network, and shares from 0 to 1, ' +
        `got ${entries.length} networks and shares [${shares.join(', ')}].`,
    );
  }
  const rows: PrunedScores[] = [];
  for (const [network, model] of entries) {
    requireMatch('pruneWeights', model, dataset);
    const parts = layerParts('pruneWeights', network, model, layer);
    const kernel = kernelOf(parts.layer);
    const counts = shares.map((share) => Math.round(share * kernel.size));
    const thresholds = await smallestMagnitudes(kernel, counts);
    const sums = new ScoreSums(shares.length);
    for (const batch of epochBatches(dataset, { batchSize, epoch: 1, shuffle: false })) {
      let measured: tf.Tensor | undefined;
      try {
        measured = uninterrupted(() =>
          tf.tidy(() => {
            const inputs = runLayers(parts.before, batch.images);
            const outputs = () => batchSums(runLayers([parts.layer, ...parts.behind], inputs), batch.labels);
            return tf.concat(thresholds.map(({ threshold }) => withoutSmallest(kernel, threshold, outputs)));
          }),
        );
        sums.add(await measured.data());
        sums.count(batch.count);
      } finally {
        tf.dispose([batch.images, batch.labels, ...(measured ? [measured] : [])]);
      }
      // Everything else gets its turn, an interrupt among it.
      await new Promise((resolve) => setImmediate(resolve));
    }
    sums.scores().forEach((scores, i) => {
      const { threshold, count: zeros } = thresholds[i]!;
      rows.push({ network, layer, share: shares[i]!, threshold, zeros, ...scores });
    });
  }
  return rows;
}

/** What `body` gives while all weights up to a threshold are 0. */
function withoutSmallest<T extends tf.Tensor>(kernel: tf.Variable, threshold: number, body: () => T): T {
  return tf.tidy(() => {
    // It shares the numbers of the kernel, which stay where they are.
    const original = tf.clone(kernel);
    try {
      kernel.assign(tf.mul(original, tf.cast(tf.greater(tf.abs(original), threshold), 'float32')));
      return body();
    } finally {
      kernel.assign(original);
    }
  });
}
