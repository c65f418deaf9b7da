import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs';
import { deadUnits } from '../analysis/deadUnits';
import type { DeadUnits } from '../analysis/deadUnits';
import type { TrainAndTest } from '../data/dataset';
import { convNet } from '../model/network';
import { kerasAdam } from '../model/KerasAdam';
import { weightMagnitudes } from '../model/weightMagnitudes';
import type { WeightMagnitudes } from '../model/weightMagnitudes';
import { evaluate } from '../training/evaluate';
import { fit } from '../training/fit';
import type { History, Metrics } from '../training/history';
import type { Profile } from '../training/profiles';
import type { TrainingProgress } from '../training/progress';

/** One network after training. */
export interface NetworkResult {
  readonly history: History;
  /** On the test images, after the last epoch. */
  readonly test: Metrics;
  /** Counted on the training images. */
  readonly deadUnits: readonly DeadUnits[];
}

/** Everything that the experiment measured; `history.json` holds it. */
export interface ExperimentResult {
  readonly profile: Profile;
  readonly seed: number;
  /** Which images, in one line. */
  readonly source: string;
  /** Dead units of the first weights, which are the same in both networks, counted on the training images. */
  readonly deadUnitsBefore: readonly DeadUnits[];
  readonly networks: readonly NetworkResult[];
  readonly weights: readonly WeightMagnitudes[];
}

export interface ExperimentOptions {
  readonly profile: Profile;
  readonly seed: number;
  readonly dataset: TrainAndTest & { readonly source: string };
  /** Checkpoints go here, so that a stopped experiment goes on where it was. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (at: TrainingProgress) => void;
}

/**
 * The article's experiment: the same network trained without and with L2, from the same first weights and on the same
 * images in the same order; the test images serve as validation images, as in the article.
 *
 * @returns undefined if the signal stopped it; the same call goes on from there.
 * @throws if the folder holds a checkpoint of another experiment.
 */
export async function runExperiment(options: ExperimentOptions): Promise<ExperimentResult | undefined> {
  const { profile, seed, dataset } = options;
  const networks: NetworkResult[] = [];
  const models: Record<string, tf.LayersModel> = {};
  for (const [label, l2] of [
    ['baseline', 0],
    ['L2', profile.l2],
  ] as const) {
    const model = convNet({ ...profile, l2, seed });
    const { learningRate, decay } = profile;
    model.compile({ optimizer: kerasAdam({ learningRate, decay }), loss: 'categoricalCrossentropy' });
    const history = await fit(model, dataset.train, {
      ...{ label, seed, epochs: profile.epochs, batchSize: profile.batchSize, validation: dataset.test },
      checkpoint: join(options.folder, 'checkpoints', label),
      signal: options.signal,
      onProgress: options.onProgress,
    });
    // Adam's state is twice as large as the network and is not needed any more.
    model.optimizer.dispose();
    if (history.stopped) return undefined;
    const test = await evaluate(model, dataset.test);
    networks.push({ history, test, deadUnits: await deadUnits(model, dataset.train) });
    models[label] = model;
  }
  const weights = await weightMagnitudes(models);
  Object.values(models).forEach((model) => model.dispose());
  // After the training, so that a run that goes on where it was does not count again.
  const untrained = convNet({ ...profile, seed });
  const deadUnitsBefore = await deadUnits(untrained, dataset.train);
  untrained.dispose();
  return { profile, seed, source: dataset.source, deadUnitsBefore, networks, weights };
}
