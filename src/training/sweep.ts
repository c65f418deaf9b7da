import type * as tf from '@tensorflow/tfjs';
import type { ImageDataset } from '../data/dataset';
import { endsItself, interruptRequested, isInterrupt } from '../engine';
import { evaluateUnlessStopped } from './evaluate';
import { fit } from './fit';
import { describeImages } from './history';
import type { Metrics } from './history';
import type { TrainingProgress } from './progress';
import { secondsLeft, workOf } from './sweepProgress';
import type { SweepProgress } from './sweepProgress';
import { readResult, runFolder, saveResult, tidyUp } from './sweepResult';
import type { SweepImages, SweepResult } from './sweepResult';
import { buildRun, fitOptionsOf, imagesOf, requireRuns } from './sweepRun';
import type { SweepRun } from './sweepRun';

/** What all runs of a sweep have in common. */
export interface SweepOptions {
  /** The images to learn from. */
  readonly train: ImageDataset;
  /** The images to choose by; the test images stay closed. */
  readonly validation: ImageDataset;
  /** Holds a folder for each run: its checkpoint while it is trained, then its result and its weights. */
  readonly folder: string;
  /** Called at the start, after every step, after every run and at the end. A promise that it returns is waited for. */
  readonly onProgress?: (progress: SweepProgress) => unknown;
  /** Stops the sweep after the step under way; it then returns the results so far. */
  readonly signal?: AbortSignal;
}

/**
 * Trains one network after another from a list and keeps what each has reached in `folder`. A run that is finished there
 * is not trained again. One that was stopped goes on with its next step, one that was killed after its last epoch, both
 * with the same numbers: the same call, repeated, brings the list to its end.
 *
 * An interrupt of the notebook (■) ends it after the step under way, and the results so far are returned before the
 * cell ends.
 *
 * @param runs what to train, as plain JSON, e.g. from `lambdaGrid`.
 * @returns the finished runs, in the order of the list; fewer than the list has if it was stopped (`requireEveryRun`).
 * @throws if two runs have the same label, a number is out of range, or the folder holds runs with other choices.
 * @example
 * const { train, validation } = await loadSplit({ trainImages: 20, testImages: 10 });
 * const runs = lambdaGrid({ ...getProfile('tiny'), trainImages: 20, lambdas: [0, 0.02], seeds: [1] });
 * const results = await sweep(runs, { train, validation, folder: 'out/sweep' });
 * results.map(({ run }) => run.label); // => [ 'λ = 0, seed 1', 'λ = 0.02, seed 1' ]
 */
export async function sweep(runs: readonly SweepRun[], options: SweepOptions): Promise<SweepResult[]> {
  requireRuns(runs, options.train);
  return endsItself(() => new Sweep(runs, options).run());
}

/** One call of `sweep`. */
class Sweep {
  private readonly results: (SweepResult | undefined)[];
  private readonly images: SweepImages;
  private readonly started = performance.now();
  private readonly work: ReadonlyMap<string, number>;
  private underWay: TrainingProgress | undefined;
  private interrupted = false;

  constructor(
    private readonly runs: readonly SweepRun[],
    private readonly options: SweepOptions,
  ) {
    const { train, validation, folder } = options;
    this.work = workOf(runs, train.count);
    this.images = { trainData: describeImages(train), validationData: describeImages(validation) };
    // All at once: that one of them is another run's should not be found after an hour.
    this.results = runs.map((run) => readResult(folder, run, this.images));
  }

  async run(): Promise<SweepResult[]> {
    try {
      await this.report('running');
      for (const [i, run] of this.runs.entries()) {
        if (this.results[i]) tidyUp(this.options.folder, run);
        else if (!this.isStopped()) this.results[i] = await this.train(run);
        this.underWay = undefined;
      }
    } catch (error) {
      // Whatever the callback makes of it, the sweep ends with its own error.
      await this.report('failed').catch(() => undefined);
      throw error;
    }
    const finished = this.finished();
    await this.report(finished.length === this.runs.length ? 'finished' : 'stopped');
    return finished;
  }

  /** @returns undefined if it was stopped; the run's folder then has what the next call goes on from. */
  private async train(run: SweepRun): Promise<SweepResult | undefined> {
    const model = buildRun(run);
    try {
      return await this.trainModel(run, model);
    } finally {
      model.optimizer.dispose();
      model.dispose();
    }
  }

  private async trainModel(run: SweepRun, model: tf.LayersModel): Promise<SweepResult | undefined> {
    const { validation, folder, signal } = this.options;
    const images = imagesOf(run, this.options.train);
    const history = await fit(model, images, {
      ...{ ...fitOptionsOf(run), validation, signal, checkpoint: runFolder(folder, run) },
      onProgress: (at) => {
        this.underWay = at;
        // The sweep itself says how it ended.
        return at.state === 'running' || at.state === 'finished' ? this.report('running') : undefined;
      },
    });
    if (history.stopped) return undefined;
    const train = await this.measure(model, images);
    const heldOut = train && (await this.measure(model, validation));
    if (!heldOut) return undefined;
    const seconds = history.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
    const result = { run, history, train, validation: heldOut, seconds };
    await saveResult(folder, model, { ...result, ...this.images });
    this.results[this.runs.indexOf(run)] = result;
    this.underWay = undefined;
    await this.report('running');
    return result;
  }

  private measure(model: tf.LayersModel, images: ImageDataset): Promise<Metrics | undefined> {
    return evaluateUnlessStopped(model, images, 128, () => this.isStopped());
  }

  private finished(): SweepResult[] {
    return this.results.filter((result) => result !== undefined);
  }

  private isStopped(): boolean {
    return this.interrupted || this.options.signal?.aborted === true || interruptRequested();
  }

  private async report(state: SweepProgress['state']): Promise<void> {
    const { runs, underWay } = this;
    const results = this.finished();
    const secondsRemaining = secondsLeft(this.work, results, underWay);
    try {
      await this.options.onProgress?.({
        ...{ state, runs, results, secondsElapsed: (performance.now() - this.started) / 1000 },
        ...(underWay && { underWay }),
        ...(secondsRemaining !== undefined && { secondsRemaining }),
      });
    } catch (error) {
      // What the callback shows can no longer be shown; the sweep ends as it would have without the callback.
      if (!isInterrupt(error)) throw error;
      this.interrupted = true;
    }
  }
}
