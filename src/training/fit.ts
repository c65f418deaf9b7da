import * as tf from '@tensorflow/tfjs';
import { median } from 'simple-statistics';
import { batchesPerEpoch, epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import { requireMemory } from '../model/memory';
import { trainStep } from '../model/trainStep';
import { endsItself, interruptRequested, isInterrupt } from '../tensorflow';
import { hasCheckpoint, loadCheckpoint, saveCheckpoint } from './checkpoint';
import type { TrainingPosition } from './checkpoint';
import { addBatch, newEpoch, toMetrics } from './epochState';
import { evaluateUnlessStopped } from './evaluate';
import { createHistory, describeEnvironment, describeImages, describeModel } from './history';
import type { EpochRecord, History, RunSettings } from './history';
import type { TrainingProgress } from './progress';
import { requireCompiled, requireMatch } from './requireModel';

/** How to train. */
export interface FitOptions {
  /** Passes over the training images. */
  readonly epochs: number;
  /** Images per step; the last batch of an epoch may be smaller. Default 128. */
  readonly batchSize?: number;
  /** Measured after each epoch, never trained on. */
  readonly validation?: ImageDataset;
  /** Decides the order of the images; the first weights have seeds of their own. Default 1. */
  readonly seed?: number;
  /** Name of the run in legends and progress lines. Default `network`. */
  readonly label?: string;
  /** Called after every step, the last one of an epoch after its validation. A promise that it returns is waited for. */
  readonly onProgress?: (progress: TrainingProgress) => unknown;
  /** Stops the run after the step or validation batch under way; `fit` then returns the history so far. */
  readonly signal?: AbortSignal;
  /** Folder to save to after each epoch and when stopped, and to go on from if it holds a checkpoint. */
  readonly checkpoint?: string;
  /** Refuse to start a run that will not fit into memory. Default true. */
  readonly checkMemory?: boolean;
}

/**
 * Trains a compiled model (softmax output, categorical cross-entropy) with the optimizer it was compiled with. The same
 * seed gives the same history on the same machine and backend.
 *
 * An interrupt of the notebook (■) ends it after the step under way: weights and optimizer are those after that step, and
 * the history so far is returned before the cell ends.
 *
 * @param model input [batch, height, width, channels] float32 in [0, 1]; output [batch, classes].
 * @returns means per epoch; the model keeps the weights of the last step.
 * @throws if the model is not compiled or does not match the images, an option is out of range, the checkpoint
 *   belongs to another run, or the run will not fit into memory.
 * @example
 * const { train } = syntheticShapes({ trainImages: 20, testImages: 1 });
 * const model = convNet({ filters: 2, denseUnits: 4 });
 * model.compile({ optimizer: kerasAdam(), loss: 'categoricalCrossentropy' });
 * const history = await fit(model, train, { epochs: 2, batchSize: 8 });
 * history.epochs.length; // => 2
 */
export async function fit(model: tf.LayersModel, train: ImageDataset, options: FitOptions): Promise<History> {
  const { epochs, batchSize = 128, validation, seed = 1, checkpoint } = options;
  requireWhole('fit', 'epochs', epochs, 1);
  requireWhole('fit', 'batchSize', batchSize, 1);
  requireWhole('fit', 'seed', seed, 0);
  requireCompiled('fit', model);
  requireMatch('fit', model, train);
  if (validation) requireMatch('fit', model, validation);
  if (options.checkMemory !== false) requireMemory(model, Math.min(batchSize, train.count));

  const wanted: RunSettings = {
    epochs,
    batchSize,
    seed,
    trainImages: train.count,
    trainData: describeImages(train),
    validationImages: validation?.count ?? 0,
    validationData: validation ? describeImages(validation) : null,
    ...describeModel(model),
    ...(model.optimizer.iterations > 0 && { weightSeed: null }),
  };
  return endsItself(async () => {
    const saved = checkpoint && hasCheckpoint(checkpoint) ? await loadCheckpoint(checkpoint, model, wanted) : undefined;
    if (saved && saved.epochs.length > epochs) {
      throw new Error(
        `fit requires epochs to be at least the ${saved.epochs.length} that the checkpoint in ${checkpoint} has ` +
          `finished, got ${epochs}; ask for more epochs or choose another folder.`,
      );
    }
    const run = new Run(model, train, options, {
      ...wanted,
      weightSeed: saved ? saved.settings.weightSeed : wanted.weightSeed,
    });
    if (saved) run.goOnFrom(saved);
    await run.train();
    return run.history();
  });
}

class Run {
  private records: EpochRecord[] = [];
  private state = newEpoch();
  private interrupted = false;
  private stopped = false;
  private readonly environment = describeEnvironment();
  private readonly started = performance.now();
  /** Of an epoch. */
  private readonly steps: number;
  private stepsToDo = 0;
  private stepsDone = 0;

  constructor(
    private readonly model: tf.LayersModel,
    private readonly images: ImageDataset,
    private readonly options: FitOptions,
    private readonly settings: RunSettings,
  ) {
    this.steps = batchesPerEpoch(images, settings.batchSize);
  }

  goOnFrom({ epochs, step, sums, seconds, stepSeconds }: TrainingPosition): void {
    this.records = [...epochs];
    this.state = { step, sums, seconds, stepSeconds };
  }

  history(): History {
    const { label = 'network' } = this.options;
    const { records, settings, environment, stopped } = this;
    return createHistory({ label, epochs: [...records], settings, environment, stopped });
  }

  /** Runs until the last epoch is done or something stops it. */
  async train(): Promise<void> {
    const { epochs } = this.settings;
    this.stepsToDo = (epochs - this.records.length) * this.steps - this.state.step;
    while (this.records.length < epochs) {
      const finished = (await this.trainEpoch()) && (await this.validate());
      this.stopped = !finished || (this.records.length < epochs && this.isStopped());
      await this.save();
      if (this.stopped) return;
    }
  }

  private isStopped(): boolean {
    return this.interrupted || this.options.signal?.aborted === true || interruptRequested();
  }

  /** Trains on every image once, in the order that seed and epoch decide. @returns false if it was stopped first. */
  private async trainEpoch(): Promise<boolean> {
    const { model, settings, state, steps } = this;
    const { batchSize, seed } = settings;
    const [epoch, skipBatches] = [this.records.length + 1, state.step];
    for (const batch of epochBatches(this.images, { batchSize, seed, epoch, skipBatches })) {
      const start = performance.now();
      try {
        addBatch(state.sums, await trainStep(model, batch), batch.count);
      } finally {
        tf.dispose(batch);
      }
      const seconds = (performance.now() - start) / 1000;
      state.step++;
      state.seconds += seconds;
      state.stepSeconds.push(seconds);
      this.stepsDone++;
      // The last step of an epoch is reported once its validation is in the history.
      if (state.step < steps) await this.report();
      // Everything else gets its turn: timers, an interrupt, messages to the notebook.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.isStopped() && state.step < steps) return false;
    }
    return true;
  }

  /**
   * Measures what is held out, and puts the epoch into the history. @returns false if it was stopped first: the epoch is
   * then in the history without it, unless a checkpoint goes on with the measurement.
   */
  private async validate(): Promise<boolean> {
    const { validation, checkpoint } = this.options;
    const { batchSize } = this.settings;
    const start = performance.now();
    const measured =
      validation && (await evaluateUnlessStopped(this.model, validation, batchSize, () => this.isStopped()));
    const stopped = validation !== undefined && !measured;
    if (stopped && checkpoint) return false;
    const { sums, seconds, stepSeconds } = this.state;
    this.records.push({
      epoch: this.records.length + 1,
      train: toMetrics(sums),
      ...(measured && { validation: measured }),
      seconds: seconds + (performance.now() - start) / 1000,
      stepSeconds: median(stepSeconds),
    });
    await this.report();
    this.state = newEpoch();
    return !stopped;
  }

  private async report(): Promise<void> {
    const { label = 'network', onProgress } = this.options;
    const { step, sums } = this.state;
    const { dataLoss, penalty, accuracy } = toMetrics(sums);
    const secondsElapsed = (performance.now() - this.started) / 1000;
    const ended = step === this.steps;
    try {
      await onProgress?.({
        ...{ label, epoch: this.records.length + (ended ? 0 : 1), epochs: this.settings.epochs },
        ...{ step, steps: this.steps, dataLoss, penalty, accuracy, secondsElapsed },
        // Validation passes are part of the elapsed time, so the estimate includes those still to come.
        secondsRemaining: (secondsElapsed / Math.max(this.stepsDone, 1)) * (this.stepsToDo - this.stepsDone),
        history: this.history(),
      });
    } catch (error) {
      // What the callback shows can no longer be shown; the run ends as it would have without the callback.
      if (!isInterrupt(error)) throw error;
      this.interrupted = true;
    }
  }

  private async save(): Promise<void> {
    const { checkpoint } = this.options;
    if (!checkpoint) return;
    const { settings, records, state } = this;
    await saveCheckpoint(checkpoint, this.model, { settings, epochs: records, ...state });
  }
}
