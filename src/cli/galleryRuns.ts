import { deadUnits } from '../analysis/deadUnits';
import type { DeadUnits } from '../analysis/deadUnits';
import { firstLayerFilters } from '../analysis/filters';
import type { Filters } from '../analysis/filters';
import { predictions } from '../analysis/predictions';
import type { Predictions } from '../analysis/predictions';
import { strongestPatches } from '../analysis/strongestPatches';
import type { StrongestPatches } from '../analysis/strongestPatches';
import { unitNorms } from '../analysis/unitNorms';
import type { UnitNorms } from '../analysis/unitNorms';
import type { SweepScore } from '../charts/sweepChart';
import type { ImageDataset, TrainAndTest } from '../data/dataset';
import { kerasAdam } from '../model/KerasAdam';
import { convNet } from '../model/network';
import { l2ToLambda } from '../model/regularizers';
import { layerSummary } from '../model/summary';
import type { LayerSummary } from '../model/summary';
import { weightMagnitudes } from '../model/weightMagnitudes';
import type { WeightMagnitudes } from '../model/weightMagnitudes';
import { fit } from '../training/fit';
import type { FitOptions } from '../training/fit';
import type { History } from '../training/history';
import { profiles } from '../training/profiles';
import type { Profile } from '../training/profiles';
import type { TrainingProgress } from '../training/progress';
import { galleryDecay, galleryDescents } from './galleryDescents';

/** The sizes of the runs. */
export type GallerySize = Omit<Profile, 'name'>;

/** Small networks that learn something within a minute, so that every figure has something to show. */
export const GALLERY_SIZE: GallerySize = {
  ...profiles.tiny,
  ...{ trainImages: 1000, testImages: 500, filters: 8, denseUnits: 64, epochs: 20, learningRate: 0.001 },
  description: 'small networks, for figures that show something within a minute',
};

/** Three weights that decay, by their λ. */
export const GALLERY_DECAYS = Object.fromEntries(
  [0.1, 0.5, 2].map((lambda) => [`λ = ${lambda}`, { learningRate: 0.1, lambda, steps: 30 }]),
);

/** What the figures of the gallery are drawn from: measurements of real runs, as plain data. */
export interface GalleryRuns {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
  /** The runs of `baseline` and `L2`, with snapshots; the test images are the held-out ones. */
  readonly histories: readonly History[];
  readonly magnitudes: readonly WeightMagnitudes[];
  /** What the networks say about the test images, by their names. */
  readonly predicted: Readonly<Record<string, Predictions>>;
  /** Norms of the units of the large dense layer. */
  readonly norms: readonly UnitNorms[];
  readonly filters: { readonly before: Filters; readonly after: Filters };
  /** What the filters of `L2` answer to. */
  readonly patches: StrongestPatches;
  readonly layers: readonly LayerSummary[];
  /** Losses of short runs with several λ and seeds; the test images are the held-out ones. */
  readonly scores: readonly SweepScore[];
  /** Norm of the large dense layer of `L2` before the first epoch and after each one. */
  readonly layerNorms: readonly number[];
  /** Descent paths on the problem of two weights. */
  readonly descents: Readonly<Record<string, readonly (readonly number[])[]>>;
  /** Decay of one weight by SGD on the penalty alone, for each of GALLERY_DECAYS. */
  readonly decays: Readonly<Record<string, readonly number[]>>;
}

/** How `galleryRuns` trains. */
export interface GalleryRunsOptions {
  readonly size: GallerySize;
  readonly dataset: TrainAndTest;
  readonly signal: AbortSignal;
  /** Told of the two networks' training. */
  readonly onProgress: (at: TrainingProgress) => void;
  /** Called before each of the many short runs. */
  readonly onSweep: (run: number, runs: number) => void;
}

/** The sweep: the size's own coefficient times these factors, and the seeds. */
const SWEEP = { factors: [0, 0.1, 1, 10], seeds: [1, 2, 3] } as const;

/**
 * Trains the networks and measures them.
 *
 * @throws the signal's reason if it stopped the runs.
 */
export async function galleryRuns(options: GalleryRunsOptions): Promise<GalleryRuns> {
  const { size, dataset } = options;
  const { train, test } = dataset;
  const networks = Object.entries({ baseline: 0, L2: size.l2 }).map(([label, l2]) => ({
    ...{ label, model: convNet({ ...size, l2, seed: 1 }) },
  }));
  const models = Object.fromEntries(networks.map(({ label, model }) => [label, model]));
  try {
    const before = await firstLayerFilters(models['L2']!);
    const histories: History[] = [];
    const predicted: Record<string, Predictions> = {};
    const dead: Record<string, DeadUnits[]> = {};
    const everyEpoch = Array.from({ length: size.epochs + 1 }, (_, epoch) => epoch);
    for (const { label, model } of networks) {
      histories.push(await run(model, options, { label, snapshots: everyEpoch, onProgress: options.onProgress }));
      predicted[label] = await predictions(model, test);
      dead[label] = await deadUnits(model, train);
    }
    const decays: Record<string, number[]> = {};
    for (const [name, settings] of Object.entries(GALLERY_DECAYS)) decays[name] = await galleryDecay(settings);
    return {
      ...{ train, test, predicted, decays, descents: await galleryDescents() },
      histories: histories.map((history) => ({ ...history, snapshots: history.snapshots.filter(isForTimeline) })),
      layerNorms: histories[1]!.snapshots.map(({ layers }) => layers.find(({ layer }) => layer === 'Dense 1')!.l2Norm),
      magnitudes: await weightMagnitudes(models),
      norms: await unitNorms(models, { layer: 'Dense 1', dead }),
      filters: { before, after: await firstLayerFilters(models['L2']!) },
      patches: await strongestPatches(models['L2']!, train),
      layers: layerSummary(models['L2']!),
      scores: await sweep(options),
    };
  } finally {
    networks.forEach(({ model }) => model.dispose());
  }
}

/** Shorter runs, several for each λ. */
async function sweep(options: GalleryRunsOptions): Promise<SweepScore[]> {
  const { size, onSweep } = options;
  const runs = SWEEP.factors.flatMap((factor) => SWEEP.seeds.map((seed) => ({ l2: factor * size.l2, seed })));
  const scores: SweepScore[] = [];
  for (const [i, { l2, seed }] of runs.entries()) {
    onSweep(i + 1, runs.length);
    const model = convNet({ ...size, l2, seed });
    try {
      const { epochs } = await run(model, options, { seed, epochs: Math.ceil(size.epochs / 3) });
      const { train, validation } = epochs.at(-1)!;
      scores.push({ lambda: l2ToLambda(l2), seed, train: train.dataLoss, validation: validation!.dataLoss });
    } finally {
      model.dispose();
    }
  }
  return scores;
}

/** @throws the signal's reason if it stopped the run. */
async function run(
  model: ReturnType<typeof convNet>,
  { size, dataset, signal }: GalleryRunsOptions,
  settings: Partial<FitOptions>,
): Promise<History> {
  const { epochs, batchSize, learningRate, decay } = size;
  model.compile({ optimizer: kerasAdam({ learningRate, decay }), loss: 'categoricalCrossentropy' });
  try {
    const history = await fit(model, dataset.train, {
      ...{ epochs, batchSize, validation: dataset.test, signal },
      ...settings,
    });
    signal.throwIfAborted();
    return history;
  } finally {
    model.optimizer.dispose();
  }
}

/** Often at the beginning, and at the end: a timeline of every epoch would be large. */
const isForTimeline = ({ epoch }: { readonly epoch: number }, i: number, { length }: readonly unknown[]): boolean =>
  [0, 1, 2, 5, 10, 15, 20, 30, 40].includes(epoch) || i === length - 1;
