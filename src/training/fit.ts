import type * as tf from '@tensorflow/tfjs';
import { batchesPerEpoch } from '../data/batches';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import { countParameters } from '../model/accounting';
import { requireMemory } from '../model/requireMemory';
import { hasCheckpoint, loadCheckpoint, saveCheckpoint } from './checkpoint';
import { describeRun } from './describeRun';
import { describeOptimizer, describePenalties } from './describeSettings';
import { evaluate } from './evaluate';
import type { EpochRecord, History, RunSettings } from './History';
import { emptySums, median, toMetrics } from './runningMeans';
import { trainEpoch } from './trainEpoch';
import type { EpochState } from './trainEpoch';
import type { TrainingProgress } from './TrainingProgress';
import { requireCompiled, requireMatch } from './requirements';

export interface FitOptions {
  /** Passes over the training images. */
  epochs: number;
  /** Images per step; the last batch of an epoch may be smaller. Default 128. */
  batchSize?: number;
  /** Measured after each epoch, never trained on. */
  validation?: ImageDataset;
  /** Decides the order of the images; the initial weights have seeds of their own. Default 1. */
  seed?: number;
  /** Name of the run in legends and progress lines. Default `network`. */
  label?: string;
  /** Called after every step, the last one of an epoch after its validation. A promise that it returns is waited for. */
  onProgress?: (progress: TrainingProgress) => unknown;
  /** Stops the run after the step or validation under way; `fit` then returns the history so far. */
  signal?: AbortSignal;
  /** Folder to save to after each epoch and when stopped, and to go on from if it holds a checkpoint. */
  checkpoint?: string;
  /** Refuse to start a run that will not fit into memory. Default true. */
  checkMemory?: boolean;
}

/**
 * Trains a compiled model (softmax output, categorical cross-entropy) with the optimizer it was compiled with. The
 * same seed gives the same history on the same machine and backend.
 *
 * @param model input [batch, height, width, channels] float32 in [0, 1]; output [batch, classes].
 * @returns means per epoch; the model keeps the weights of the last step.
 * @throws if the model is not compiled or does not match the images, an option is out of range, the checkpoint
 *   belongs to another run, or the run will not fit into memory.
 */
export async function fit(model: tf.LayersModel, train: ImageDataset, options: FitOptions): Promise<History> {
  const { epochs, batchSize = 128, validation, seed = 1, label = 'network', signal, checkpoint } = options;
  requireWhole('fit', 'epochs', epochs, 1);
  requireWhole('fit', 'batchSize', batchSize, 1);
  requireCompiled('fit', model);
  requireMatch('fit', model, train);
  if (validation) requireMatch('fit', model, validation);
  if (options.checkMemory !== false) requireMemory(model, Math.min(batchSize, train.count));

  const settings: RunSettings = {
    epochs,
    batchSize,
    seed,
    trainImages: train.count,
    validationImages: validation?.count ?? 0,
    parameters: countParameters(model),
    optimizer: describeOptimizer(model),
    penalties: describePenalties(model),
  };
  const environment = describeRun();
  const resumed =
    checkpoint && hasCheckpoint(checkpoint) ? await loadCheckpoint(checkpoint, model, settings) : null;
  const records: EpochRecord[] = [...(resumed?.epochs ?? [])];
  if (records.length > epochs) {
    throw new Error(
      `fit requires epochs to be at least the ${records.length} that the checkpoint in ${checkpoint} has finished, ` +
        `got ${epochs}; ask for more epochs or choose another folder.`,
    );
  }
  const history = (stopped: boolean): History => ({
    label,
    epochs: [...records],
    settings,
    environment,
    stopped,
  });
  const save = (state: Pick<EpochState, 'step' | 'sums' | 'seconds'>) =>
    checkpoint ? saveCheckpoint(checkpoint, model, { settings, epochs: records, ...state }) : undefined;

  const steps = batchesPerEpoch(train, batchSize);
  let state: EpochState = {
    ...(resumed ?? { step: 0, sums: emptySums(), seconds: 0 }),
    epoch: 1,
    stepSeconds: [],
  };
  const started = performance.now();
  const stepsToDo = (epochs - records.length) * steps - state.step;
  let stepsDone = 0;

  for (let epoch = records.length + 1; epoch <= epochs; epoch++) {
    state = { ...state, epoch };
    const report = () => {
      const secondsElapsed = (performance.now() - started) / 1000;
      const { dataLoss, penalty, accuracy } = toMetrics(state.sums);
      return options.onProgress?.({
        ...{ label, epoch, epochs, step: state.step, steps, dataLoss, penalty, accuracy },
        secondsElapsed,
        // Validation passes are part of the elapsed time, so the estimate includes those still to come.
        secondsRemaining: (secondsElapsed / Math.max(stepsDone, 1)) * (stepsToDo - stepsDone),
        history: history(false),
      });
    };
    const onStep = () => {
      stepsDone++;
      // The last step of an epoch is reported below, once its validation is in the history.
      return state.step < steps ? report() : undefined;
    };
    const finished = await trainEpoch(model, train, state, { batchSize, seed, signal, onStep });
    if (!finished) {
      await save(state);
      return history(true);
    }
    const before = performance.now();
    const measured = validation ? await evaluate(model, validation, { batchSize }) : undefined;
    records.push({
      epoch,
      train: toMetrics(state.sums),
      ...(measured && { validation: measured }),
      seconds: state.seconds + (performance.now() - before) / 1000,
      stepSeconds: median(state.stepSeconds),
    });
    await report();
    state = { epoch, step: 0, sums: emptySums(), seconds: 0, stepSeconds: [] };
    await save(state);
    if (signal?.aborted && epoch < epochs) return history(true);
  }
  return history(false);
}
