import { basename } from 'path';
import { findCifar10 } from './dataFolder';
import type { ImageDataset, TrainAndTest } from './ImageDataset';
import { readCifar10 } from './readCifar10';
import { requireWhole } from './requirements';
import { syntheticShapes } from './synthetic';
import { takeImages } from './takeImages';

/** Which images, and how many of them. */
export interface LoadOptions {
  /** A CIFAR-10 archive or folder. Default: the environment variable L2LAB_DATA, then data/, then built-in images. */
  readonly data?: string | undefined;
  /** Default `all`: all of CIFAR-10's, or 2,000 built-in ones. */
  readonly trainImages?: number | 'all' | undefined;
  /** Default `all`: all of CIFAR-10's, or 1,000 built-in ones. */
  readonly testImages?: number | 'all' | undefined;
  /** Decides which images are taken, or drawn. Default 0. */
  readonly seed?: number | undefined;
}

/** The images, and one line that says which they are. */
export interface LoadedDataset extends TrainAndTest {
  readonly source: string;
}

/**
 * Loads the images of a lesson: CIFAR-10 if it is there, else the built-in images. `source` says which.
 *
 * @throws if a path was named and nothing can be read there, or if fewer images are there than asked for.
 */
export async function loadDataset(options: LoadOptions = {}): Promise<LoadedDataset> {
  const { seed = 0 } = options;
  const [trainImages, testImages] = [options.trainImages, options.testImages].map((n) => (n === 'all' ? undefined : n));
  if (trainImages !== undefined) requireWhole('loadDataset', 'trainImages', trainImages, 1);
  if (testImages !== undefined) requireWhole('loadDataset', 'testImages', testImages, 1);
  // An empty variable counts as unset, as shells have it.
  const path = options.data ?? (process.env['L2LAB_DATA'] || findCifar10());
  if (path === undefined) {
    const { train, test } = syntheticShapes({ trainImages, testImages, seed });
    const source =
      `Built-in images: ${counts(train, test)}. ` +
      'CIFAR-10 is not in data/; to use it, run: npm run data';
    return { train, test, source };
  }
  const { train: allTrain, test: allTest } = await readCifar10(path);
  const train = atMost(allTrain, trainImages, seed);
  const test = atMost(allTest, testImages, seed);
  return { train, test, source: `CIFAR-10 from ${basename(path)}: ${counts(train, test)}.` };
}

function atMost(dataset: ImageDataset, count: number | undefined, seed: number): ImageDataset {
  return count === undefined || count === dataset.count ? dataset : takeImages(dataset, count, { seed });
}

function counts(train: ImageDataset, test: ImageDataset): string {
  const number = (n: number): string => n.toLocaleString('en-US');
  return `${number(train.count)} for training, ${number(test.count)} for the test`;
}
