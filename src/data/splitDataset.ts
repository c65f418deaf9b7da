import type { ImageDataset } from './ImageDataset';
import { deriveSeed } from './random';
import { pickImages, stratify } from './subset';

/** How to split. */
export interface SplitOptions {
  /** Images to set aside: a number of images (1 or more), or a fraction of them (between 0 and 1). */
  readonly validation: number;
  /** Decides which images are set aside; default 0. */
  readonly seed?: number;
}

/**
 * Sets validation images aside from training images: every image lands in exactly one part, both have the classes
 * in the same proportions (within one image), and both are in random order.
 *
 * @throws unless at least one image is left in each part.
 * @example
 * const { train, validation } = splitDataset(cifar10.train, { validation: 0.1, seed: 1 });
 */
export function splitDataset(
  dataset: ImageDataset,
  { validation, seed = 0 }: SplitOptions,
): { train: ImageDataset; validation: ImageDataset } {
  const count = validation > 0 && validation < 1 ? Math.round(validation * dataset.count) : validation;
  if (!Number.isInteger(count) || count < 1 || count >= dataset.count) {
    throw new Error(
      `splitDataset requires validation to be a number of images from 1 to ${dataset.count - 1} or a fraction between ` +
        `0 and 1 that leaves images in both parts, got ${validation} of ${dataset.count} images.`,
    );
  }
  const { chosen, others } = stratify(dataset, count, deriveSeed(seed, 'validation split'));
  return { train: pickImages(dataset, others), validation: pickImages(dataset, chosen) };
}
