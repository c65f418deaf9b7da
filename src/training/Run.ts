import * as tf from '@tensorflow/tfjs';
import { median } from 'simple-statistics';
import { batchesPerEpoch, epochBatches } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { trainStep } from '../model/trainStep';
import type { BatchResult } from '../model/trainStep';
import { interruptRequested, isInterrupt } from '../engine';
import { saveCheckpoint } from './checkpoint';
import type { TrainingPosition } from './checkpoint';
import { bestEpochOf, copyWeights, isExhausted, putWeights } from './earlyStopping';
import { addBatch, newEpoch, toMetrics, toSums } from './epochState';
import { evaluateUnlessStopped } from './evaluate';
import type { FitOptions } from './fit';
import { createHistory, describeEnvironment } from './history';
import type { EpochRecord, History, RunSettings } from './history';
import { epochProgress } from './progress';
import type { TrainingProgress } from './progress';
import { relabel, takeSnapshot } from './snapshots';
import type { WeightSnapshot } from './snapshots';
import { StepQueue } from './StepQueue';

/** A step that is done; when it was given to the engine, and when its numbers were there. */
interface StepRecord {
  readonly result: BatchResult;
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/** One call of `fit`, from its first step or from a checkpoint's position to its end. */
export class Run {
  private records: EpochRecord[] = [];
  private snapshots: WeightSnapshot[] = [];
  /** After the best epoch so far, where early stopping will put them back. */
  private bestWeights: readonly Float32Array[] | undefined;
  /** Set once they are. */
  private bestEpoch: number | undefined;
  /** The epoch under way, or the last one until the next begins. */
  private state = newEpoch();
  /** True while `state` is that of the last of the records. */
  private isRecorded = false;
  private interrupted = false;
  private stopped = false;
  private readonly environment = describeEnvironment();
  private readonly started = performance.now();
  /** Of an epoch. */
  private readonly steps: number;
  private stepsToDo = 0;
  private lastStepEnd = 0;
  private stepsDone = 0;

  constructor(
    private readonly model: tf.LayersModel,
    private readonly images: ImageDataset,
    private readonly options: FitOptions,
    private readonly settings: RunSettings,
  ) {
    this.steps = batchesPerEpoch(images, settings.batchSize);
  }

  goOnFrom({ epochs, snapshots, bestWeights, step, sums, seconds, stepSeconds }: TrainingPosition): void {
    this.records = [...epochs];
    this.bestWeights = bestWeights;
    this.snapshots = snapshots.map((snapshot) => relabel(snapshot, this.label));
    this.state = { step, sums, seconds, stepSeconds };
  }

  private get label(): string {
    return this.options.label ?? 'network';
  }

  history(): History {
    const { label, records, snapshots, settings, environment, stopped } = this;
    const { bestEpoch } = this;
    return createHistory({
      ...{ label, epochs: [...records], snapshots: [...snapshots], settings, environment, stopped },
      ...(bestEpoch !== undefined && { bestEpoch }),
    });
  }

  /** True when no epoch is left to train. */
  private isDone(): boolean {
    const { epochs, earlyStopping } = this.settings;
    if (this.records.length >= epochs) return true;
    return earlyStopping !== undefined && isExhausted(this.records, earlyStopping);
  }

  /** Runs until the last epoch is done or something stops it, and reports how it ended. */
  async train(): Promise<void> {
    try {
      await this.trainEpochs();
    } catch (error) {
      // Whatever the callback makes of it, the run ends with its own error.
      await this.report('failed').catch(() => undefined);
      throw error;
    }
    if (this.stopped) await this.report('stopped');
  }

  private async trainEpochs(): Promise<void> {
    const { epochs } = this.settings;
    this.stepsToDo = (epochs - this.records.length) * this.steps - this.state.step;
    if (this.isDone()) {
      this.putBestWeights();
      return this.reportWhole();
    }
    // Between two epochs, so that the weights are those of the last one; before the first step too.
    if (this.state.step === 0) await this.snapshot();
    while (!this.isDone()) {
      if (this.isRecorded) this.state = newEpoch();
      this.isRecorded = false;
      const isWhole = (await this.trainEpoch()) && (await this.validate());
      if (this.isRecorded) await this.snapshot();
      if (this.isRecorded) await this.keepBestWeights();
      // With the last weights, so that the run can be given more epochs.
      await this.save();
      const isFinished = isWhole && this.isDone();
      if (isFinished) this.putBestWeights();
      if (this.isRecorded) await this.report(isFinished ? 'finished' : 'running');
      this.stopped = !isWhole || (!isFinished && this.isStopped());
      if (this.stopped) return;
    }
  }

  private async keepBestWeights(): Promise<void> {
    if (!this.settings.earlyStopping || bestEpochOf(this.records) !== this.records.length) return;
    this.bestWeights = await copyWeights(this.model);
  }

  private putBestWeights(): void {
    if (!this.bestWeights) return;
    putWeights(this.model, this.bestWeights);
    this.bestEpoch = bestEpochOf(this.records);
  }

  /** Takes the snapshot of the epoch that has just ended, if it is wanted and not yet there. */
  private async snapshot(): Promise<void> {
    const epoch = this.records.length;
    if (!this.options.snapshots?.includes(epoch) || this.snapshots.at(-1)?.epoch === epoch) return;
    const snapshot = await takeSnapshot(this.model, { epoch, label: this.label });
    if (snapshot) this.snapshots.push(snapshot);
  }

  private isStopped(): boolean {
    return this.interrupted || this.options.signal?.aborted === true || interruptRequested();
  }

  /** Trains on every image once, in the order that seed and epoch decide. @returns false if it was stopped first. */
  private async trainEpoch(): Promise<boolean> {
    const { model, settings, state, steps } = this;
    const { batchSize, seed, augment } = settings;
    const [epoch, skipBatches] = [this.records.length + 1, state.step];
    const options = { batchSize, seed, epoch, skipBatches, ...(augment && { augment }) };
    const queue = new StepQueue<StepRecord>();
    for (const batch of epochBatches(this.images, options)) {
      const start = performance.now();
      const step = trainStep(model, batch).then((result) => ({
        result,
        count: batch.count,
        start,
        end: performance.now(),
      }));
      // Given to the engine, which keeps what it still needs.
      tf.dispose(batch);
      await this.record(await queue.add(step));
      // Everything else gets its turn: timers, an interrupt, messages to the notebook.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.isStopped()) break;
    }
    // Their updates are made: the weights are those after the last of them.
    await this.record(await queue.rest());
    return state.step === steps;
  }

  /** Puts steps that are done into the epoch's sums. */
  private async record(done: readonly StepRecord[]): Promise<void> {
    const { state, steps } = this;
    for (const { result, count, start, end } of done) {
      // Steps under way at the same time: each takes from the end of the one before.
      const seconds = (end - Math.max(start, this.lastStepEnd)) / 1000;
      this.lastStepEnd = end;
      addBatch(state.sums, result, count);
      state.step++;
      state.seconds += seconds;
      state.stepSeconds.push(seconds);
      this.stepsDone++;
      // The last step of an epoch is reported once its validation is in the history.
      if (state.step < steps) await this.report('running');
    }
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
    this.isRecorded = true;
    return !stopped;
  }

  /** Of a run that the checkpoint held to its end: whoever shows the progress gets to show that one, too. */
  private async reportWhole(): Promise<void> {
    const { train, seconds, stepSeconds } = this.records.at(-1)!;
    const sums = toSums(train, this.images.count);
    this.state = { step: this.steps, sums, seconds, stepSeconds: [stepSeconds] };
    this.isRecorded = true;
    await this.report('finished');
  }

  private async report(state: TrainingProgress['state']): Promise<void> {
    const { label, records, stepsDone, settings } = this;
    const secondsElapsed = (performance.now() - this.started) / 1000;
    try {
      await this.options.onProgress?.({
        ...{ state, label, epoch: records.length + (this.isRecorded ? 0 : 1), epochs: settings.epochs },
        ...{ ...epochProgress(this.state, this.steps), secondsElapsed },
        // Validation passes are part of the elapsed time, so the estimate includes those still to come.
        secondsRemaining:
          state === 'finished' ? 0 : (secondsElapsed / Math.max(stepsDone, 1)) * (this.stepsToDo - stepsDone),
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
    const { settings, records, snapshots, bestWeights } = this;
    const state = this.isRecorded ? newEpoch() : this.state;
    await saveCheckpoint(checkpoint, this.model, {
      ...{ settings, epochs: records, snapshots, ...state },
      ...(bestWeights && { bestWeights }),
    });
  }
}
