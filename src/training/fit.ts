import type * as tf from '@tensorflow/tfjs';
import { wholeAugmentation } from '../data/augment';
import type { Augmentation } from '../data/augment';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import { requireMemory } from '../model/memory';
import { endsItself } from '../engine';
import { hasCheckpoint, loadCheckpoint } from './checkpoint';
import type { EarlyStopping } from './earlyStopping';
import { describeImages, describeModel } from './history';
import type { History, RunSettings } from './history';
import type { TrainingProgress } from './progress';
import { requireCompiled, requireMatch } from './requireModel';
import { Run } from './Run';

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
  /**
   * Epochs after which the magnitudes of all kernel weights go into the history, as `weightMagnitudes` counts them; 0 is
   * before the first step. Default none.
   */
  readonly snapshots?: readonly number[];
  /** Mirrors and moves the training images by chance, anew in each epoch; never those held out. Default not. */
  readonly augment?: Augmentation;
  /**
   * Ends the run when the validation data loss has not improved for `patience` epochs. A run with this option
   * that has come to its end, early or not, leaves the weights of its best epoch in the model. Default not.
   */
  readonly earlyStopping?: EarlyStopping;
  /**
   * Called after every step, the last one of an epoch after its validation and the checkpoint, and once more when the
   * run is stopped or fails, or if the checkpoint leaves nothing to do. A promise that it returns is waited for.
   */
  readonly onProgress?: (progress: TrainingProgress) => unknown;
  /**
   * Stops the run after the step or validation batch under way (on a graphics card behind WebGPU, after the few that it
   * has been given); `fit` then returns the history so far.
   */
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
 * @returns means per epoch; the model keeps the weights of the last step, or with early stopping those of the best epoch.
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
  const { epochs, batchSize = 128, validation, seed = 1, snapshots = [], checkpoint, earlyStopping } = options;
  requireWhole('fit', 'epochs', epochs, 1);
  requireWhole('fit', 'batchSize', batchSize, 1);
  requireWhole('fit', 'seed', seed, 0);
  for (const epoch of snapshots) requireWhole('fit', 'each of snapshots', epoch, 0, epochs);
  if (earlyStopping) requireWhole('fit', 'patience', earlyStopping.patience, 1);
  if (earlyStopping && !validation) {
    throw new Error(
      'fit requires validation images for earlyStopping; give it `validation`, or leave earlyStopping out.',
    );
  }
  const augment = wholeAugmentation('fit', train, options.augment);
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
    ...(augment && { augment }),
    ...(earlyStopping && { earlyStopping: { patience: earlyStopping.patience } }),
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
