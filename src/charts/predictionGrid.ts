import { chunk } from 'simple-statistics';
import type { Predictions } from '../analysis/predictions';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import type { SvgFigure } from './figure';
import { captionLines } from './drawing/caption';
import { pixelGrid } from './drawing/pixelGrid';
import { imagePixels, requireGrayOrColor } from './drawing/pixelTile';
import type { PixelTile } from './drawing/pixelTile';
import { FIGURE_WIDTH, grouped, shortName } from './style';

/** Which images `predictionGrid` shows. */
export interface PredictionGridOptions {
  /** How many at most. Default 18, whose picture takes 53 KB if they are photos. */
  readonly count?: number;
  /** The first images of the dataset, or the wrong ones of which the network is surest. Default `all`. */
  readonly show?: 'all' | 'surest errors';
}

const COLUMNS = 6; // images in a row: each then has room for a name of 12 letters
const GAP = 12; // pixels between images
const LARGEST = 80; // pixels of an image's width: more says nothing more

/**
 * Images with what a network says about them. Below each: its class, with a tick if the network gives that the largest
 * probability; the class that it gives the largest one, after a ×, if that is another; and that probability. Wrong
 * ones are framed.
 *
 * @param predicted by `predictions`, of the same images.
 * @throws if the predictions are of other images, or an option is out of its range.
 * @example
 * const { test } = syntheticShapes({ trainImages: 1, testImages: 5 });
 * const model = convNet({ filters: 1, denseUnits: 2 });
 * predictionGrid(test, await predictions(model, test), { show: 'surest errors' }).kind; // => 'svg'
 */
export function predictionGrid(
  dataset: ImageDataset,
  predicted: Predictions,
  { count = 18, show = 'all' }: PredictionGridOptions = {},
): SvgFigure {
  requireWhole('predictionGrid', 'count', count, 1);
  requireGrayOrColor('predictionGrid', 'images', dataset.channels);
  requireSameImages(dataset, predicted);
  if (!['all', 'surest errors'].includes(show)) {
    throw new Error(`predictionGrid requires show to be 'all' or 'surest errors', got ${JSON.stringify(show)}.`);
  }
  const all = Array.from(dataset.labels, (_, image) => image);
  const errors = all.filter((image) => predicted.predicted[image] !== dataset.labels[image]);
  const sure = (image: number) => probabilityOf(predicted, image);
  // Sorting keeps the order of equals.
  const candidates = show === 'all' ? all : errors.sort((a, b) => sure(b) - sure(a));
  const shown = candidates.slice(0, count);
  const tiles = shown.map((image) => tileOf(dataset, predicted, image));
  const cell = Math.floor((FIGURE_WIDTH - 12 + GAP) / COLUMNS) - GAP;
  return pixelGrid({
    ...{ where: 'predictionGrid', size: dataset, gap: GAP, cell, columns: COLUMNS },
    blocks: [{ rows: chunk(tiles, COLUMNS) }],
    scale: Math.min(LARGEST / dataset.width, cell / dataset.width),
    what: 'Images with their class, the predicted class and its probability.',
    caption: captionOf(dataset, shown, errors, show === 'all'),
  });
}

function requireSameImages({ name, count, labels }: ImageDataset, predicted: Predictions): void {
  if (count === 0) throw new Error(`predictionGrid requires at least one image; ${name} is empty.`);
  if (predicted.labels.length === count && labels.every((label, i) => label === predicted.labels[i])) return;
  throw new Error(
    `predictionGrid requires predictions of the ${count} images of ${name}, got those of the ` +
      `${predicted.labels.length} images of ${predicted.dataset}; call predictions(model, dataset) with the same dataset.`,
  );
}

const probabilityOf = ({ predicted, probabilities, classNames }: Predictions, image: number): number =>
  probabilities[image * classNames.length + predicted[image]!]!;

function tileOf(dataset: ImageDataset, predicted: Predictions, image: number): PixelTile {
  const [label, answer] = [dataset.labels[image]!, predicted.predicted[image]!];
  const wrong = label !== answer;
  const nameOf = (number: number) => shortName(dataset.classNames[number]!);
  return {
    pixels: imagePixels(dataset, image),
    ...(wrong && { frame: 'thick' as const }),
    below: [
      { text: nameOf(label), ...(!wrong && { mark: 'tick' }) },
      ...(wrong ? [{ text: nameOf(answer), mark: 'cross' } as const] : []),
      { text: percent(probabilityOf(predicted, image)) },
    ],
  };
}

function captionOf(dataset: ImageDataset, shown: readonly number[], errors: readonly number[], isFirst: boolean) {
  const { name, count } = dataset;
  const right = count - errors.length;
  const wrong = shown.filter((image) => errors.includes(image)).length;
  const surest = wrong === 0 ? 'No error to show.' : `Shown: the surest ${wrong} of ${grouped(errors.length)} errors.`;
  const drawn = isFirst ? `Shown: the first ${shown.length}, ${wrong} wrong.` : surest;
  const frames = wrong > 0 ? 'Framed: wrong, × what was predicted. ' : '';
  return captionLines(
    `${shortName(name)}: ${grouped(right)} of ${grouped(count)} right (${(right / count).toFixed(3)}). ${drawn}`,
    shown.length > 0 && `${frames}Percent: probability of the prediction.`,
  );
}

/** Nearly sure is not sure. */
const percent = (probability: number): string =>
  probability < 1 && probability >= 0.995 ? '> 99 %' : `${Math.round(probability * 100)} %`;
