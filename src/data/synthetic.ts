import type { ImageDataset, TrainAndTest } from './dataset';
import { createRandom, deriveSeed } from './random';
import { requireWhole } from './requireWhole';
import { drawShape, SIDE } from './syntheticDrawing';
import type { Shape } from './syntheticDrawing';

/** Looked up once, as in syntheticDrawing.ts: these run for every pixel. */
const { abs, atan2, hypot, max, min, round, sin, sqrt } = Math;

/** What to draw. */
export interface SyntheticShapesOptions {
  /** Number of training images. Default 2,000. */
  readonly trainImages?: number;
  /** Number of test images. Default 1,000. */
  readonly testImages?: number;
  /** Decides every image. The same seed gives the same bytes; more images do not change the first ones. Default 1. */
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
 * @throws unless the numbers of images are whole and at least 1, and the seed at least 0.
 * @example
 * const { train } = syntheticShapes({ trainImages: 20, testImages: 10 });
 * [train.count, train.height, train.width, train.channels]; // => [ 20, 32, 32, 3 ]
 * train.classNames[train.labels[3]]; // => 'triangle'
 */
export function syntheticShapes(options: SyntheticShapesOptions = {}): TrainAndTest {
  const { trainImages = 2000, testImages = 1000, seed = 1 } = options;
  requireWhole('syntheticShapes', 'trainImages', trainImages, 1);
  requireWhole('syntheticShapes', 'testImages', testImages, 1);
  requireWhole('syntheticShapes', 'seed', seed, 0);
  return {
    train: drawDataset('synthetic training images', trainImages, seed),
    test: drawDataset('synthetic test images', testImages, seed),
  };
}

function drawDataset(name: string, count: number, seed: number): ImageDataset {
  const size = SIDE * SIDE * 3;
  const images = new Uint8Array(count * size);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % CLASSES.length);
  const random = createRandom(deriveSeed(seed, name));
  labels.forEach((label, i) => drawShape(CLASSES[label]![1], random, images, i * size));
  return { name, images, labels, count, height: SIDE, width: SIDE, channels: 3, classNames: CLASS_NAMES };
}

/** Distance from a bar along the x axis, of half-length 0.95 and half-width 0.3. */
const bar: Shape = (x, y) => max(abs(x) - 0.95, abs(y) - 0.3);

/** The patch that a texture fills, between a disc and a square. */
const patch: Shape = (x, y) => sqrt(sqrt(x ** 4 + y ** 4)) - 0.9;

/** Sector of a five-pointed star: from a tip at radius 1 to a notch at radius 0.45, straight in angle. */
function star(x: number, y: number): number {
  const sector = (2 * Math.PI) / 5;
  const angle = atan2(y, x) / sector;
  const fromTip = abs(angle - round(angle)) * 2;
  return hypot(x, y) - (1 - 0.55 * fromTip);
}

/** The classes in the order of their numbers. */
const CLASSES: readonly (readonly [string, Shape])[] = [
  ['disc', (x, y) => hypot(x, y) - 0.85],
  ['ring', (x, y) => abs(hypot(x, y) - 0.7) - 0.22],
  ['square', (x, y) => max(abs(x), abs(y)) - 0.75],
  ['triangle', (x, y) => max(0.866 * abs(x) + 0.5 * y, -y) - 0.5],
  ['star', star],
  ['cross', (x, y) => min(bar(x, y), bar(y, x))],
  ['stripes', (x, y) => max(patch(x, y), -0.18 * sin(9 * x))],
  ['checks', (x, y) => max(patch(x, y), -0.25 * sin(6 * x) * sin(6 * y))],
  ['dots', (x, y) => max(patch(x, y), hypot(fold(x), fold(y)) - 0.2)],
  ['waves', (x, y) => max(patch(x, y), -0.18 * sin(9 * (x + 0.22 * sin(5 * y))))],
];

/** Repeats a coordinate every 0.6, from −0.3 to 0.3. */
function fold(x: number): number {
  return x - 0.6 * round(x / 0.6);
}

const CLASS_NAMES: readonly string[] = CLASSES.map(([name]) => name);
