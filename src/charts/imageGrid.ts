import { PNG } from 'pngjs';
import type { ImageDataset } from '../data/dataset';
import type { SvgFigure } from './figure';
import { INK } from './style';
import { escapeHtml } from './svg';

/** How many images `imageGrid` shows, and how large. */
export interface ImageGridOptions {
  /** Images in a row. Default 8. */
  readonly perClass?: number;
  /** Screen pixels per image pixel. Default 1.5. */
  readonly scale?: number;
}

/**
 * The first images of every class in a grid, a row for each class.
 *
 * @param dataset images in RGB, or in grey with one channel.
 * @example
 * const { test } = syntheticShapes({ trainImages: 1, testImages: 20 });
 * imageGrid(test, { perClass: 2 }).alt; // => 'synthetic test images: 2 images of each class: disc, ring, square, triangle, star, cross, stripes, checks, dots, waves.'
 */
export function imageGrid(dataset: ImageDataset, { perClass = 8, scale = 1.5 }: ImageGridOptions = {}): SvgFigure {
  const { classNames, height, width } = dataset;
  const grid = new PNG({ width: perClass * width, height: classNames.length * height });
  classNames.forEach((_, label) => {
    firstOfClass(dataset, label, perClass).forEach((image, column) =>
      copyPixels(grid, dataset, image, column * width, label * height),
    );
  });
  const png = PNG.sync.write(grid, { colorType: 2 }).toString('base64');
  const [left, rowHeight] = [90, height * scale];
  const labels = classNames
    .map((name, row) => `<text x="${left - 8}" y="${(row + 0.6) * rowHeight}">${escapeHtml(name)}</text>`)
    .join('');
  const [gridWidth, gridHeight] = [grid.width * scale, grid.height * scale];
  return {
    kind: 'svg',
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${left + gridWidth}" height="${gridHeight}">` +
      `<g font-family="sans-serif" font-size="13" fill="${INK}" text-anchor="end">${labels}</g>` +
      `<image x="${left}" width="${gridWidth}" height="${gridHeight}" style="image-rendering:pixelated" ` +
      `href="data:image/png;base64,${png}"/></svg>`,
    alt: `${dataset.name}: ${perClass} images of each class: ${classNames.join(', ')}.`,
  };
}

function firstOfClass(dataset: ImageDataset, label: number, count: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < dataset.count && found.length < count; i++) {
    if (dataset.labels[i] === label) found.push(i);
  }
  return found;
}

function copyPixels(grid: PNG, dataset: ImageDataset, image: number, left: number, top: number): void {
  const { width, height, channels, images } = dataset;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((image * height + y) * width + x) * channels;
      const to = ((top + y) * grid.width + left + x) * 4;
      for (let c = 0; c < 3; c++) grid.data[to + c] = images[from + (channels === 3 ? c : 0)]!;
      grid.data[to + 3] = 255;
    }
  }
}
