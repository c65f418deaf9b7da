import type { ImageDataset } from '../../src/data/dataset';

/** A dataset of 2×2 images; each image is one color but for its second pixel, which is white. */
export function plainDataset(labels: readonly number[], options: Partial<ImageDataset> = {}): ImageDataset {
  const images = Uint8Array.from(labels.flatMap((label, i) => pixelsOf(colorOf(label, i))));
  return {
    ...{ name: 'plain images', images, labels: Uint8Array.from(labels), count: labels.length },
    ...{ height: 2, width: 2, channels: 3, classNames: ['cat', 'dog', 'ship'], ...options },
  };
}

/** Tells class and position: at most 51 images of 5 classes. */
export const colorOf = (label: number, i: number): number[] => [label * 50, 255 - i * 5, i * 5];

const pixelsOf = (color: number[]): number[] => [...color, 255, 255, 255, ...color, ...color];
