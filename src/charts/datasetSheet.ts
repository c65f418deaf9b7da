import { PNG } from 'pngjs';
import type { ImageDataset } from '../data/dataset';
import { escapeHtml } from './escapeHtml';
import type { SvgFigure } from './Figure';

/**
 * The first images of every class in a grid, a row for each class.
 *
 * @param options.perClass images in a row. Default 8.
 * @param options.scale screen pixels per image pixel. Default 1.5.
 */
export function datasetSheet(
  dataset: ImageDataset,
  { perClass = 8, scale = 1.5 }: { perClass?: number; scale?: number } = {},
): SvgFigure {
  const { classNames, height, width } = dataset;
  const sheet = new PNG({ width: perClass * width, height: classNames.length * height });
  classNames.forEach((_, label) => {
    firstOfClass(dataset, label, perClass).forEach((image, column) =>
      drawImage(sheet, dataset, image, column * width, label * height),
    );
  });
  const png = PNG.sync.write(sheet, { colorType: 2 }).toString('base64');
  const [left, rowHeight] = [90, height * scale];
  const labels = classNames
    .map((name, row) => `<text x="${left - 8}" y="${(row + 0.6) * rowHeight}">${escapeHtml(name)}</text>`)
    .join('');
  const [sheetWidth, sheetHeight] = [sheet.width * scale, sheet.height * scale];
  return {
    kind: 'svg',
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${left + sheetWidth}" height="${sheetHeight}">` +
      `<rect width="100%" height="100%" fill="white"/>` +
      `<g font-family="sans-serif" font-size="12" text-anchor="end">${labels}</g>` +
      `<image x="${left}" width="${sheetWidth}" height="${sheetHeight}" style="image-rendering:pixelated" ` +
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

function drawImage(sheet: PNG, dataset: ImageDataset, image: number, left: number, top: number): void {
  const { width, height, channels, images } = dataset;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((image * height + y) * width + x) * channels;
      const to = ((top + y) * sheet.width + left + x) * 4;
      for (let c = 0; c < 3; c++) sheet.data[to + c] = images[from + (channels === 3 ? c : 0)]!;
      sheet.data[to + 3] = 255;
    }
  }
}
