import type { ImageDataset } from './dataset';
import { createRandom, deriveSeed } from './random';
import { requireWhole } from './requireWhole';

/** How training images are varied, so that a network never sees quite the same one twice. */
export interface Augmentation {
  /** Each image is mirrored, left for right, with probability ½. Default false. */
  readonly flips?: boolean;
  /**
   * Each image is moved by a random number of pixels, from −shifts to shifts, in each direction; black moves in. Default
   * 0.
   */
  readonly shifts?: number;
}

/** What decides how the images look, beside how much they may vary. */
export interface AugmentImagesOptions extends Augmentation {
  /** Default 1. */
  readonly seed?: number;
  /** Counted from 1; the next epoch sees other variants. Default 1. */
  readonly epoch?: number;
}

/**
 * The same images as an epoch of `fit({ augment })` sees them, in the dataset's own order: mirrored and moved by chance.
 * Seed, epoch and the place of an image decide, and nothing else. Pixels are copied.
 *
 * @throws if shifts, seed or epoch is not a whole number in its range.
 * @example
 * const { train } = syntheticShapes({ trainImages: 20, testImages: 10 });
 * augmentImages(train, { flips: true, shifts: 2 }).count; // => 20
 */
export function augmentImages(dataset: ImageDataset, options: AugmentImagesOptions): ImageDataset {
  const { seed = 1, epoch = 1 } = options;
  requireWhole('augmentImages', 'epoch', epoch, 1);
  requireWhole('augmentImages', 'seed', seed, 0);
  const augment = wholeAugmentation('augmentImages', dataset, options);
  const images = dataset.images.slice();
  if (augment) {
    const view = augmentedViews(dataset, { augment, seed, epoch });
    for (let place = 0; place < dataset.count; place++) images.set(view(place), place * sizeOf(dataset));
  }
  return { ...dataset, name: `${dataset.name}, augmented`, images };
}

/**
 * The choices with their defaults; undefined if they leave every image as it is.
 *
 * @throws if shifts is no whole number, or would move whole images out of sight.
 */
export function wholeAugmentation(
  where: string,
  { height, width }: ImageDataset,
  { flips = false, shifts = 0 }: Augmentation = {},
): Required<Augmentation> | undefined {
  requireWhole(where, 'shifts', shifts, 0, Math.min(height, width) - 1);
  return flips || shifts > 0 ? { flips, shifts } : undefined;
}

/** @returns the bytes of the image at a place as this epoch sees it; each call overwrites those of the one before. */
export function augmentedViews(
  dataset: ImageDataset,
  { augment, seed, epoch }: { readonly augment: Required<Augmentation>; readonly seed: number; readonly epoch: number },
): (place: number) => Uint8Array {
  const { count, height, width, channels } = dataset;
  const views = drawViews(count, augment, deriveSeed(seed, `augmentation of epoch ${epoch}`));
  const seen = new Uint8Array(sizeOf(dataset));
  return (place) => {
    const first = place * sizeOf(dataset);
    const [isMirrored, right, down] = views.subarray(3 * place, 3 * place + 3) as unknown as [number, number, number];
    seen.fill(0);
    for (let y = Math.max(0, down); y < Math.min(height, height + down); y++) {
      for (let x = Math.max(0, right); x < Math.min(width, width + right); x++) {
        const column = isMirrored ? width - 1 - (x - right) : x - right;
        const from = first + ((y - down) * width + column) * channels;
        const to = (y * width + x) * channels;
        for (let channel = 0; channel < channels; channel++) seen[to + channel] = dataset.images[from + channel]!;
      }
    }
    return seen;
  };
}

const sizeOf = ({ height, width, channels }: ImageDataset): number => height * width * channels;

/**
 * Of each image, by its place: 1 if it is mirrored, and how far it is moved to the right and down. All three are drawn for
 * every image, wanted or not, so that one choice does not change what another one draws.
 */
function drawViews(count: number, { flips, shifts }: Required<Augmentation>, seed: number): Int32Array {
  const random = createRandom(seed);
  const views = new Int32Array(3 * count);
  for (let place = 0; place < count; place++) {
    const [mirror, right, down] = [random.next(), random.next(), random.next()];
    views[3 * place] = flips && mirror < 0.5 ? 1 : 0;
    views[3 * place + 1] = Math.floor(right * (2 * shifts + 1)) - shifts;
    views[3 * place + 2] = Math.floor(down * (2 * shifts + 1)) - shifts;
  }
  return views;
}
