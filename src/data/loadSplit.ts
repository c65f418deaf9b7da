import { splitDataset, takeImages } from './dataset';
import type { TrainAndTest, TrainAndValidation } from './dataset';
import { loadDataset } from './loadDataset';
import type { LoadDatasetOptions } from './loadDataset';

/** Images to learn from, images to choose by, and those that are opened once. */
export interface LoadedSplit extends TrainAndValidation, TrainAndTest {
  /** One line that says which images these are and how many; without CIFAR-10 also how to get it. */
  readonly source: string;
}

/**
 * Loads images for experiments that choose something (a λ, an epoch, a method): `trainImages` to learn from, as many to
 * choose by as there are test images, and the test images. Images to choose by are set aside from the training images.
 * The same options give the same three parts everywhere.
 *
 * @param options a profile will do. With `trainImages: 'all'`, the images to choose by come off all there are.
 * @throws if a path was named and nothing can be read there, or if fewer images are there than asked for.
 * @example
 * const { train, validation, test } = await loadSplit({ trainImages: 30, testImages: 10 });
 * [train.count, validation.count, test.count]; // => [ 30, 10, 10 ]
 */
export async function loadSplit(options: LoadDatasetOptions = {}): Promise<LoadedSplit> {
  const { trainImages = 'all', testImages = 'all', data } = options;
  const isCounted = trainImages !== 'all' && testImages !== 'all';
  const loaded = await loadDataset({
    data,
    seed: options.seed,
    testImages,
    trainImages: isCounted ? trainImages + testImages : 'all',
  });
  const seed = options.seed ?? 1;
  const { train: all, validation } = splitDataset(loaded.train, { validation: loaded.test.count, seed });
  const train = trainImages === 'all' || isCounted ? all : takeImages(all, { count: trainImages, seed });
  const number = (n: number): string => n.toLocaleString('en-US');
  const counts = `${number(train.count)} for training, ${number(validation.count)} for validation`;
  return { train, validation, test: loaded.test, source: loaded.source.replace(/[\d,]+ for training/, counts) };
}
