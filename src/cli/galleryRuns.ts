import type * as tf from '@tensorflow/tfjs';
import type { ImageDataset, TrainAndTest } from '../data/dataset';
import { kerasAdam } from '../model/KerasAdam';
import { convNet } from '../model/network';
import { weightMagnitudes } from '../model/weightMagnitudes';
import type { WeightMagnitudes } from '../model/weightMagnitudes';
import { fit } from '../training/fit';
import type { History } from '../training/history';
import { profiles } from '../training/profiles';
import type { Profile } from '../training/profiles';
import type { TrainingProgress } from '../training/progress';

/** Small networks that learn something within a minute, so that every figure has something to show. */
export const GALLERY_SIZE: Omit<Profile, 'name'> = {
  ...profiles.tiny,
  ...{ trainImages: 1000, testImages: 500, filters: 8, denseUnits: 64, epochs: 20, learningRate: 0.001 },
  description: 'small networks, for figures that show something within a minute',
};

/** What the figures of the gallery are drawn from: measurements of real runs, as plain data. */
export interface GalleryRuns {
  readonly images: ImageDataset;
  /** Of `baseline` and `L2`, with snapshots. */
  readonly histories: readonly History[];
  readonly magnitudes: readonly WeightMagnitudes[];
}

/** How `galleryRuns` trains. */
export interface GalleryRunsOptions {
  readonly size: Omit<Profile, 'name'>;
  readonly dataset: TrainAndTest;
  readonly signal: AbortSignal;
  readonly onProgress: (at: TrainingProgress) => void;
}

/**
 * Trains the networks and measures them.
 *
 * @returns undefined if the signal stopped it.
 */
export async function galleryRuns(options: GalleryRunsOptions): Promise<GalleryRuns | undefined> {
  const { size, dataset } = options;
  const models: Record<string, tf.Sequential> = {};
  const histories: History[] = [];
  try {
    for (const [label, l2] of Object.entries({ baseline: 0, L2: size.l2 })) {
      models[label] = convNet({ ...size, l2, seed: 1 });
      const history = await train(models[label], label, options);
      if (history.stopped) return undefined;
      histories.push(history);
    }
    return { images: dataset.train, histories, magnitudes: await weightMagnitudes(models) };
  } finally {
    Object.values(models).forEach((model) => model.dispose());
  }
}

async function train(model: tf.Sequential, label: string, options: GalleryRunsOptions): Promise<History> {
  const { size, dataset, signal, onProgress } = options;
  const { epochs, batchSize, learningRate, decay } = size;
  model.compile({ optimizer: kerasAdam({ learningRate, decay }), loss: 'categoricalCrossentropy' });
  try {
    return await fit(model, dataset.train, {
      ...{ label, epochs, batchSize, signal, onProgress },
      validation: dataset.test,
      snapshots: snapshotEpochs(epochs),
    });
  } finally {
    model.optimizer.dispose();
  }
}

/** Before the first step, after each of the first epochs, and about ten in all. */
const snapshotEpochs = (epochs: number): number[] =>
  [0, 1, 2, 5, 10, 15, 20, 30, 40, 50].filter((epoch) => epoch < epochs).concat(epochs);
