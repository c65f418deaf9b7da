import { createRandom, deriveSeed } from './random';
import type { Random } from './random';
import { requireWhole } from './requireWhole';

/**
 * A labeled set of small images, held as bytes so that a full CIFAR-10 training set is 154 MB and not 614 MB.
 * Batches become float32 in [0, 1] one at a time.
 */
export interface ImageDataset {
  /** Where the images come from, for titles and reports, e.g. `CIFAR-10`. */
  readonly name: string;
  /** Pixels, 0 to 255, in NHWC order: image by image, row by row, then red, green, blue. Length count·height·width·channels. */
  readonly images: Uint8Array;
  /** One class number per image, from 0. Length count. */
  readonly labels: Uint8Array;
  /** Number of images. */
  readonly count: number;
  /** Rows of an image, in pixels. */
  readonly height: number;
  /** Columns of an image, in pixels. */
  readonly width: number;
  /** Values of a pixel: 3 for red, green and blue. */
  readonly channels: number;
  /** Class names in the order of the class numbers. */
  readonly classNames: readonly string[];
}

/** The two official parts of a dataset. */
export interface TrainAndTest {
  /** The images to learn from. */
  readonly train: ImageDataset;
  /** Opened once, at the very end. */
  readonly test: ImageDataset;
}

/** How many images to take, and which. */
export interface TakeImagesOptions {
  /** Number of images, from 1 to all of them. */
  readonly count: number;
  /** Decides which images, and their order. Default 1. */
  readonly seed?: number;
}

/**
 * A smaller dataset: `count` images with the classes in the same proportions as in the whole (each within one image),
 * in random order. Pixels are copied.
 *
 * @throws if `count` is no whole number of at least 1 or more than there are, or a label has no class name.
 * @example
 * const { train } = syntheticShapes({ trainImages: 20, testImages: 10 });
 * takeImages(train, { count: 10 }).count; // => 10
 */
export function takeImages(dataset: ImageDataset, { count, seed = 1 }: TakeImagesOptions): ImageDataset {
  requireWhole('takeImages', 'count', count, 1);
  requireWhole('takeImages', 'seed', seed, 0);
  if (count > dataset.count) {
    throw new Error(
      `takeImages requires at most the ${dataset.count} images of ${dataset.name}, got ${count}; ask for fewer.`,
    );
  }
  const { chosen } = stratify(dataset, count, deriveSeed(seed, 'take images'));
  return pickImages(dataset, chosen);
}

/** How to split. */
export interface SplitDatasetOptions {
  /** Images to set aside: a number of images (1 or more), or a fraction of them (between 0 and 1). */
  readonly validation: number;
  /** Decides which images are set aside, and the order of both parts. Default 1. */
  readonly seed?: number;
}

/** The parts of a split. */
export interface TrainAndValidation {
  /** The images to learn from. */
  readonly train: ImageDataset;
  /** The images set aside, to choose by (λ, an epoch) while the test images stay closed. */
  readonly validation: ImageDataset;
}

/**
 * Sets validation images aside from training images: every image lands in exactly one part, both have the classes
 * in the same proportions (within one image), and both are in random order. Pixels are copied.
 *
 * @throws unless at least one image is left in each part; if a label has no class name.
 * @example
 * const images = syntheticShapes({ trainImages: 20, testImages: 10 });
 * const { train, validation } = splitDataset(images.train, { validation: 0.1 });
 * [train.count, validation.count]; // => [ 18, 2 ]
 */
export function splitDataset(dataset: ImageDataset, { validation, seed = 1 }: SplitDatasetOptions): TrainAndValidation {
  requireWhole('splitDataset', 'seed', seed, 0);
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

/** A new dataset of the images at these positions, in this order. */
function pickImages(dataset: ImageDataset, positions: Uint32Array): ImageDataset {
  const size = dataset.height * dataset.width * dataset.channels;
  const images = new Uint8Array(positions.length * size);
  const labels = new Uint8Array(positions.length);
  positions.forEach((position, i) => {
    images.set(dataset.images.subarray(position * size, (position + 1) * size), i * size);
    labels[i] = dataset.labels[position]!;
  });
  return { ...dataset, images, labels, count: positions.length };
}

/**
 * Chooses `count` positions so that the chosen part has the classes in the same proportions as the whole
 * (stratified, each class within one image), and returns chosen and other positions, both in random order.
 */
function stratify(dataset: ImageDataset, count: number, seed: number): { chosen: Uint32Array; others: Uint32Array } {
  const random = createRandom(seed);
  const byClass = positionsByClass(dataset, random);
  const share = shares(byClass, count, dataset.count, random);
  const chosen = byClass.flatMap((positions, label) => [...positions.subarray(0, share[label])]);
  const others = byClass.flatMap((positions, label) => [...positions.subarray(share[label])]);
  return {
    chosen: random.shuffle(Uint32Array.from(chosen)),
    others: random.shuffle(Uint32Array.from(others)),
  };
}

function positionsByClass(dataset: ImageDataset, random: Random): Uint32Array[] {
  const lists = dataset.classNames.map((): number[] => []);
  dataset.labels.forEach((label, position) => {
    const list = lists[label];
    if (!list) {
      throw new Error(
        `${dataset.name} requires a class name for every label, got label ${label} with ${lists.length} class names.`,
      );
    }
    list.push(position);
  });
  return lists.map((positions) => random.shuffle(Uint32Array.from(positions)));
}

/** How many of each class: the exact shares rounded down, and what is missing to the largest remainders, ties at random. */
function shares(byClass: readonly Uint32Array[], count: number, total: number, random: Random): number[] {
  const exact = byClass.map((positions) => (positions.length * count) / total);
  const share = exact.map(Math.floor);
  const order = random.shuffle(Uint32Array.from(byClass.keys()));
  const byRemainder = [...order].sort((a, b) => exact[b]! - share[b]! - (exact[a]! - share[a]!));
  const missing = count - share.reduce((sum, n) => sum + n, 0);
  for (const label of byRemainder.slice(0, missing)) share[label]!++;
  return share;
}
