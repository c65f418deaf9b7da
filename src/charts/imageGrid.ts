import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import type { SvgFigure } from './figure';
import { captionLines } from './drawing/caption';
import { fittingScale, pixelGrid } from './drawing/pixelGrid';
import type { PixelBlock } from './drawing/pixelGrid';
import { imagePixels, requireGrayOrColor } from './drawing/pixelTile';
import { counted, grouped, shortName } from './style';

const MOST_NAMED = 4; // classes that the caption names before it only counts them

/** How many images `imageGrid` shows, and how large. */
export interface ImageGridOptions {
  /** Images of each class. Default 4. */
  readonly perClass?: number;
  /** Screen pixels per image pixel, in steps of a half; fewer where a row has no room. Default 1.5. */
  readonly scale?: number;
}

/**
 * The first images of every class, a row for each class; in two blocks beside each other if there is room. Forty photos
 * make a picture of 55 KB, which does not get smaller with them: their pixels repeat nothing.
 *
 * @param dataset images in RGB, or in gray with one channel.
 * @throws if there is no image, an image has other channels, or an option is out of its range.
 * @example
 * const { test } = syntheticShapes({ trainImages: 1, testImages: 20 });
 * imageGrid(test, { perClass: 1 }).alt.split('. ')[1]; // => 'synthetic test images: 20 images, 10 classes of 2; shown: the first of each.'
 */
export function imageGrid(dataset: ImageDataset, { perClass = 4, scale = 1.5 }: ImageGridOptions = {}): SvgFigure {
  const { name, count, classNames, channels } = dataset;
  requireWhole('imageGrid', 'perClass', perClass, 1);
  if (!(scale > 0 && scale < Infinity)) {
    throw new Error(`imageGrid requires a scale above 0, got ${scale}; write e.g. scale: 1.5.`);
  }
  if (count === 0) throw new Error(`imageGrid requires at least one image; ${name} is empty.`);
  requireGrayOrColor('imageGrid', 'images', channels);
  const rows = classNames.map((_, label) => firstOfClass(dataset, label, perClass));
  const names = classNames.map(shortName);
  // No wider than the fullest row.
  const layout = { size: dataset, scale, gap: 2, columns: Math.max(...rows.map((row) => row.length)) };
  const block = (from: number, to?: number): PixelBlock => ({
    rows: rows.slice(from, to).map((row) => row.map((image) => ({ pixels: imagePixels(dataset, image) }))),
    rowHeadings: names.slice(from, to),
  });
  const half = Math.ceil(names.length / 2);
  const halves = [block(0, half), block(half)];
  const whole = [block(0)];
  const beside = fittingScale({ ...layout, blocks: halves }) >= fittingScale({ ...layout, blocks: whole });
  return pixelGrid({
    ...layout,
    where: 'imageGrid',
    blocks: beside && names.length > 3 ? halves : whole,
    what: `Example images of each class: ${names.join(', ')}.`,
    caption: captionOf(dataset, perClass),
  });
}

const firstOfClass = ({ labels }: ImageDataset, label: number, count: number): number[] =>
  [...labels.keys()].filter((image) => labels[image] === label).slice(0, count);

/** How many images there are, how many are shown, and which classes have fewer. */
function captionOf({ name, count, classNames, labels }: ImageDataset, perClass: number): string {
  const counts = classNames.map(() => 0);
  labels.forEach((label) => (counts[label] = (counts[label] ?? 0) + 1));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const each = least === most ? grouped(most) : `${grouped(least)} to ${grouped(most)}`;
  const classes = classNames.length === 1 ? '1 class' : `${classNames.length} classes`;
  const first = perClass === 1 ? 'shown: the first of each' : `shown: the first ${perClass} of each`;
  const few = counts.flatMap((n, label) =>
    n < perClass && most >= perClass ? [`${shortName(classNames[label]!)} ${n === 0 ? 'none' : n}`] : [],
  );
  const others = few.length > MOST_NAMED ? ` and ${few.length - MOST_NAMED} more` : '';
  return captionLines(
    `${shortName(name)}: ${counted(count, 'image')}, ${classes} of ${each}; ${most > perClass || few.length > 0 ? first : 'shown: all'}.`,
    few.length > 0 && `Fewer than ${perClass}: ${few.slice(0, MOST_NAMED).join(', ')}${others}.`,
  );
}
