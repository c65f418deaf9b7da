import type { Predictions } from '../analysis/predictions';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import type { SvgFigure } from './figure';
import { pixelGrid } from './drawing/pixelGrid';
import { imagePixels, requireGreyOrColor } from './drawing/pixelTile';
import type { PixelTile } from './drawing/pixelTile';
import { FIGURE_WIDTH, shortName } from './style';

/** Which images `predictionGrid` shows. */
export interface PredictionGridOptions {
  /** How many at most. Default 18, whose picture takes 53 KB if they are photos. */
  readonly count?: number;
  /**
   * The first images of the dataset, the first ones that are wrong, or the wrong ones of which the network is surest,
   * the surest first. Default `all`.
   */
  readonly show?: 'all' | 'errors' | 'surest errors';
  /** Images in a row, up to 10. Default 6, which has room for names of 12 letters. */
  readonly columns?: number;
}

/** Between images, in pixels. */
const GAP = 12;

/** Of an image, in pixels: more says nothing more. */
const LARGEST = 80;

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
 * predictionGrid(test, await predictions(model, test), { show: 'errors' }).kind; // => 'svg'
 */
export function predictionGrid(
  dataset: ImageDataset,
  predicted: Predictions,
  { count = 18, show = 'all', columns = 6 }: PredictionGridOptions = {},
): SvgFigure {
  requireWhole('predictionGrid', 'count', count, 1);
  requireWhole('predictionGrid', 'columns', columns, 1, 10);
  requireGreyOrColor('predictionGrid', 'images', dataset.channels);
  requireSameImages(dataset, predicted);
  if (!['all', 'errors', 'surest errors'].includes(show)) {
    throw new Error(
      `predictionGrid requires show to be 'all', 'errors' or 'surest errors', got ${JSON.stringify(show)}.`,
    );
  }
  const all = Array.from(dataset.labels, (_, image) => image);
  const errors = all.filter((image) => predicted.predicted[image] !== dataset.labels[image]);
  const sure = (image: number) => {
    const probability = probabilityOf(predicted, image);
    return Number.isFinite(probability) ? probability : 0;
  };
  // Sorting keeps the order of equals.
  const candidates = show === 'all' ? all : show === 'errors' ? errors : errors.sort((a, b) => sure(b) - sure(a));
  const shown = candidates.slice(0, count);
  const tiles = shown.map((image) => tileOf(dataset, predicted, image));
  const cell = Math.floor((FIGURE_WIDTH - 12 + GAP) / columns) - GAP;
  return pixelGrid({
    ...{ where: 'predictionGrid', size: dataset, gap: GAP, cell, columns },
    blocks: [{ rows: rowsOf(tiles, columns) }],
    scale: Math.min(LARGEST / dataset.width, cell / dataset.width),
    what: 'Images with their class, the predicted class and its probability.',
    caption: captionOf(dataset, predicted, { errors: errors.length, shown, show }),
  });
}

function requireSameImages({ name, count, classNames, labels }: ImageDataset, predicted: Predictions): void {
  if (count === 0) throw new Error(`predictionGrid requires at least one image; ${name} is empty.`);
  const classes = predicted.classNames.length;
  if (
    predicted.labels.length !== count ||
    predicted.predicted.length !== count ||
    predicted.probabilities.length !== count * classes ||
    classes !== classNames.length ||
    predicted.predicted.some((answer) => answer >= classes) ||
    labels.some((label, i) => label !== predicted.labels[i])
  ) {
    throw new Error(
      `predictionGrid requires predictions of the ${count} images of ${name}, got those of the ` +
        `${predicted.labels.length} images of ${predicted.dataset}; call predictions(model, dataset) with the same dataset.`,
    );
  }
}

const probabilityOf = ({ predicted, probabilities, classNames }: Predictions, image: number): number =>
  probabilities[image * classNames.length + predicted[image]!]!;

function tileOf(dataset: ImageDataset, predicted: Predictions, image: number): PixelTile {
  const [label, answer] = [dataset.labels[image]!, predicted.predicted[image]!];
  const wrong = label !== answer;
  const nameOf = (number: number) => shortName(dataset.classNames[number] ?? `class ${number}`);
  return {
    pixels: imagePixels(dataset, image),
    framed: wrong,
    below: [
      { text: nameOf(label), ...(!wrong && { mark: 'tick' }) },
      ...(wrong ? [{ text: nameOf(answer), mark: 'cross' } as const] : []),
      { text: percent(probabilityOf(predicted, image)) },
    ],
  };
}

const rowsOf = (tiles: readonly PixelTile[], columns: number): PixelTile[][] =>
  Array.from({ length: Math.ceil(tiles.length / columns) }, (_, row) =>
    tiles.slice(row * columns, (row + 1) * columns),
  );

interface Shown {
  readonly errors: number;
  readonly shown: readonly number[];
  readonly show: string;
}

function captionOf({ name, count }: ImageDataset, predicted: Predictions, { errors, shown, show }: Shown): string {
  const right = count - errors;
  const wrong = shown.filter((image) => predicted.predicted[image] !== predicted.labels[image]).length;
  const lost = shown.filter((image) => !Number.isFinite(probabilityOf(predicted, image))).length;
  const first = show === 'surest errors' ? 'surest' : 'first';
  const drawn =
    show === 'all'
      ? `Shown: the first ${shown.length}, ${wrong} wrong.`
      : shown.length === 0
        ? 'No error to show.'
        : `Shown: the ${first} ${shown.length} of ${number(errors)} errors.`;
  return [
    `${shortName(name)}: ${number(right)} of ${number(count)} right (${(right / count).toFixed(3)}). ${drawn}`,
    ...(wrong > 0 ? ['Framed: wrong, × what was predicted. Percent: probability of the prediction.'] : []),
    ...(wrong === 0 && shown.length > 0 ? ['Percent: probability of the prediction.'] : []),
    ...(lost > 0 ? [`${lost} of the probabilities shown are no finite numbers.`] : []),
  ].join('\n');
}

const percent = (probability: number): string =>
  Number.isFinite(probability) ? `${Math.round(probability * 100)} %` : 'no number';

const number = (n: number): string => n.toLocaleString('en-US');
