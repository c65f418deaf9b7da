import type * as tf from '@tensorflow/tfjs';
import { wholeAugmentation } from '../data/augment';
import { takeImages } from '../data/dataset';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import { kerasAdam } from '../model/KerasAdam';
import { kerasAdamW } from '../model/KerasAdamW';
import { convNet } from '../model/network';
import type { ConvNetOptions } from '../model/network';
import { chooseRegularizer } from '../model/regularizers';
import type { FitOptions } from './fit';

/**
 * One training of a sweep, as plain JSON: the network, by the options of `convNet`, and how it is trained. The whole run
 * follows from it and from the images.
 */
export interface SweepRun extends ConvNetOptions {
  /** Name of the run, unique in a sweep; the run's folder is called after it. */
  readonly label: string;
  /** Decides the first weights and the order of the images. */
  readonly seed: number;
  /** Passes over the training images. */
  readonly epochs: number;
  /** Images per step. */
  readonly batchSize: number;
  /** Adam's step size before decay. */
  readonly learningRate: number;
  /** Keras's old `decay` of the learning rate; no weight decay. Default 0. */
  readonly decay?: number;
  /** Trains on that many of the training images, as `takeImages` takes them. Default all. */
  readonly trainImages?: number;
  /** AdamW's decoupled weight decay, in place of Adam. Default none. */
  readonly weightDecay?: number;
  /** As in `fit`: mirrors and moves the training images by chance. Default not. */
  readonly augment?: FitOptions['augment'];
  /** As in `fit`: `epochs` is then the most, and the network has the weights of its best epoch. Default not. */
  readonly earlyStopping?: FitOptions['earlyStopping'];
}

/** The one place where a run becomes a network: compiled, with its first weights. */
export function buildRun(run: SweepRun): tf.Sequential {
  const model = convNet(run);
  model.compile({ optimizer: optimizerOf(run), loss: 'categoricalCrossentropy' });
  return model;
}

const optimizerOf = ({ learningRate, decay, weightDecay }: SweepRun): tf.Optimizer =>
  weightDecay === undefined ? kerasAdam({ learningRate, decay }) : kerasAdamW({ learningRate, decay, weightDecay });

/** What `fit` is told of a run. */
export function fitOptionsOf({ label, seed, epochs, batchSize, augment, earlyStopping }: SweepRun): FitOptions {
  return { label, seed, epochs, batchSize, augment, earlyStopping };
}

/** Those of the training images that a run learns from. */
export function imagesOf({ trainImages }: SweepRun, train: ImageDataset): ImageDataset {
  if (trainImages === undefined || trainImages === train.count) return train;
  return takeImages(train, { count: trainImages });
}

/**
 * Looks through the whole list before the first run starts: what is wrong with the last run should not be found after an
 * hour.
 *
 * @throws if a number is out of range, or two runs have the same label or folder.
 */
export function requireRuns(runs: readonly SweepRun[], train: ImageDataset): void {
  const labels = new Map<string, string>();
  for (const run of runs) {
    const { label, seed, epochs, batchSize, trainImages } = run;
    requireWhole('sweep', `epochs of "${label}"`, epochs, 1);
    requireWhole('sweep', `batchSize of "${label}"`, batchSize, 1);
    requireWhole('sweep', `seed of "${label}"`, seed, 0);
    if (trainImages !== undefined) {
      requireWhole('sweep', `trainImages of "${label}"`, trainImages, 1, train.count);
    }
    if (run.earlyStopping) requireWhole('sweep', `patience of "${label}"`, run.earlyStopping.patience, 1);
    wholeAugmentation('sweep', train, run.augment);
    chooseRegularizer({ l1: run.l1 ?? 0, l2: run.l2 ?? 0 });
    optimizerOf(run).dispose();
    const name = folderName(label);
    const other = labels.get(name);
    if (other !== undefined) {
      throw new Error(
        other === label
          ? `sweep requires a label of its own for every run, and two are called "${label}"; rename one of them.`
          : `sweep requires labels that give different folders, and "${other}" and "${label}" both give ${name}; ` +
              'rename one of them.',
      );
    }
    labels.set(name, label);
  }
}

/** Names of devices on Windows, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(?=$|[.])/;

/** Longer names make paths that some systems refuse. */
const MOST_LETTERS = 80;

/**
 * The name of a run's folder: its label in small letters, digits and hyphens, e.g. `lambda-0.02-seed-1`.
 *
 * @throws if the label has neither a letter nor a digit, or is too long.
 */
export function folderName(label: string): string {
  const name = label
    .toLowerCase()
    .replaceAll('λ', 'lambda')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\p{Letter}\p{Number}.]+/gu, '-')
    // Windows takes no dot at the end, and others hide what has one in front.
    .replace(/^[-.]+|[-.]+$/g, '')
    .replace(RESERVED, '$1-run');
  if (name === '' || name.length > MOST_LETTERS) {
    throw new Error(
      `sweep requires labels with a letter or digit and at most ${MOST_LETTERS} letters, got "${label}"; rename that run.`,
    );
  }
  return name;
}
