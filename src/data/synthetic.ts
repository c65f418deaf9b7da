import type { ImageDataset, TrainAndTest } from './ImageDataset';
import { createRandom, deriveSeed } from './random';
import { requireWhole } from './requirements';
import { FIGURES, SYNTHETIC_CLASS_NAMES } from './syntheticClasses';
import { drawImage, SIDE } from './syntheticDrawing';

/** What to draw. */
export interface SyntheticOptions {
  /** Default 2,000. */
  readonly trainImages?: number;
  /** Default 1,000. */
  readonly testImages?: number;
  /** Default 0. The same seed gives the same bytes; more images do not change the first ones. */
  readonly seed?: number;
}

/**
 * Draws the built-in dataset: ten classes of shapes and textures, 32×32 RGB as CIFAR-10, with varying position, size,
 * rotation, color, background, stray strokes and noise. A network that learns 2,000 of them by heart does clearly
 * worse on others, so overfitting can be seen without any download.
 *
 * Classes come in turn, so each has the same number of images (within one). Training and test images are drawn from
 * separate streams of random numbers.
 *
 * @throws unless the numbers of images are whole and at least 1.
 */
export function syntheticShapes(options: SyntheticOptions = {}): TrainAndTest {
  const { trainImages = 2000, testImages = 1000, seed = 0 } = options;
  requireWhole('syntheticShapes', 'trainImages', trainImages, 1);
  requireWhole('syntheticShapes', 'testImages', testImages, 1);
  return {
    train: drawDataset('synthetic training images', trainImages, deriveSeed(seed, 'synthetic training images')),
    test: drawDataset('synthetic test images', testImages, deriveSeed(seed, 'synthetic test images')),
  };
}

function drawDataset(name: string, count: number, seed: number): ImageDataset {
  const size = SIDE * SIDE * 3;
  const images = new Uint8Array(count * size);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % FIGURES.length);
  const random = createRandom(seed);
  labels.forEach((label, i) => drawImage(FIGURES[label]!, random, images, i * size));
  return { name, images, labels, count, height: SIDE, width: SIDE, channels: 3, classNames: SYNTHETIC_CLASS_NAMES };
}
