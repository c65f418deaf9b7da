import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readCifar10 } from './cifar10';
import { CIFAR10 } from './cifar10Records';
import { takeImages } from './dataset';
import type { ImageDataset, TrainAndTest } from './dataset';
import { requireWhole } from './requireWhole';
import { syntheticShapes } from './synthetic';

/** Which images, and how many of them. */
export interface LoadDatasetOptions {
  /** A CIFAR-10 archive or folder. Default: the environment variable L2LAB_DATA, then data/, then built-in images. */
  readonly data?: string;
  /** Number of training images. Default `all`: all of CIFAR-10's, or 2,000 built-in ones. */
  readonly trainImages?: number | 'all';
  /** Number of test images. Default `all`: all of CIFAR-10's, or 1,000 built-in ones. */
  readonly testImages?: number | 'all';
  /** Decides which images are taken, or drawn. Default 1. */
  readonly seed?: number;
}

/** The images, and which they are. */
export interface LoadedDataset extends TrainAndTest {
  /** One line that says which images these are and how many; without CIFAR-10 also how to get it. */
  readonly source: string;
}

/**
 * Loads the images of a lesson: CIFAR-10 if it is there, else the built-in images. `source` says which.
 *
 * @throws if a path was named and nothing can be read there, or if fewer images are there than asked for.
 * @example
 * const { train, test } = await loadDataset({ trainImages: 20, testImages: 10 });
 * [train.count, test.count]; // => [ 20, 10 ]
 */
export async function loadDataset(options: LoadDatasetOptions = {}): Promise<LoadedDataset> {
  const { seed = 1 } = options;
  const [trainImages, testImages] = [options.trainImages, options.testImages].map((n) => (n === 'all' ? undefined : n));
  if (trainImages !== undefined) requireWhole('loadDataset', 'trainImages', trainImages, 1);
  if (testImages !== undefined) requireWhole('loadDataset', 'testImages', testImages, 1);
  requireWhole('loadDataset', 'seed', seed, 0);
  // An empty variable counts as unset, as shells have it.
  const path = options.data ?? (process.env['L2LAB_DATA'] || findCifar10(dataFolder()));
  if (path === undefined) {
    const { train, test } = syntheticShapes({ trainImages, testImages, seed });
    const source =
      `Built-in images: ${counts(train, test)}. ` + 'CIFAR-10 is not in data/; to use it, run: npm run data';
    return { train, test, source };
  }
  const { train: allTrain, test: allTest } = await readCifar10(path);
  const train = atMost(allTrain, trainImages, seed);
  const test = atMost(allTest, testImages, seed);
  return { train, test, source: `CIFAR-10 from ${basename(path)}: ${counts(train, test)}.` };
}

function atMost(dataset: ImageDataset, count: number | undefined, seed: number): ImageDataset {
  return count === undefined || count === dataset.count ? dataset : takeImages(dataset, { count, seed });
}

function counts(train: ImageDataset, test: ImageDataset): string {
  const number = (n: number): string => n.toLocaleString('en-US');
  return `${number(train.count)} for training, ${number(test.count)} for the test`;
}

/** The archive's own name, under which it lies in data/. */
export const ARCHIVE_NAME = 'cifar-10-binary.tar.gz';

/** The project's folder data/. This file lies in src/data/ or, compiled, in dist/data/: two folders below the project's. */
export function dataFolder(): string {
  return resolve(__dirname, '..', '..', 'data');
}

/** The archive in a folder like data/, else the unpacked folder there, else undefined. */
function findCifar10(folder: string): string | undefined {
  return [join(folder, ARCHIVE_NAME), join(folder, CIFAR10.folder)].find((path) => existsSync(path));
}
