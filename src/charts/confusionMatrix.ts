import { confusionCounts } from '../analysis/confusion';
import type { Predictions } from '../analysis/predictions';
import type { VegaLiteFigure, VegaLiteSpec } from './figure';
import { FIGURE_WIDTH, INK, networkColors, shortName, shortNumber, TEXT_SIZE } from './style';
import type { NetworkOptions } from './style';
import { vegaLiteFigure } from './vegaLite';

/** Classes whose cells are large enough to be told apart. */
const MOST_CLASSES = 20;

/** Pixels of class names beside a matrix, with the axis title. */
const NAMES_WIDTH = 116;

/** Pixels between two matrices beside each other. */
const GAP = 16;

const CELL_HEIGHT = 25;

/** Pixels of a digit. */
const DIGIT_WIDTH = 0.62 * TEXT_SIZE;

/**
 * A cell is pale, with grey numbers, or strong, with white ones: legible on white paper as on a dark page. What lies
 * between is legible on neither, so no cell has it. Few steps, because a picture has few colours.
 */
const PALE = [0, 0.18, 0.34];
const STRONG = [0.75, 1];

/** How `confusionMatrix` counts. */
export interface ConfusionMatrixOptions extends NetworkOptions {
  /** `'true'` (the default): in percent of the images of each true class. `false`: numbers of images. */
  readonly normalize?: 'true' | false;
}

interface Cell {
  /** Numbers of the true and of the predicted class. */
  readonly row: number;
  readonly column: number;
  /** Images of this row that were taken for this column. */
  readonly images: number;
  readonly value: number;
}

/**
 * What each class was taken for: a row for each true class and a column for each predicted one. Of two networks both
 * matrices stand beside each other (below each other where the numbers need the room), and below them the second minus
 * the first. The diagonal, where the answers are right, is framed. The caption names the accuracy and the most frequent
 * confusion of each network.
 *
 * @param networks one or two, by the name that figures show: their `predictions` for the same images.
 * @throws if there is no network or more than two, they saw different images, or there are more than 20 classes.
 * @example
 * const { test } = syntheticShapes({ trainImages: 1, testImages: 20 });
 * const baseline = await predictions(convNet({ filters: 1, denseUnits: 2 }), test);
 * confusionMatrix({ baseline }).kind; // => 'vega-lite'
 */
export function confusionMatrix(
  networks: Readonly<Record<string, Predictions>>,
  { normalize = 'true', networks: all = [] }: ConfusionMatrixOptions = {},
): VegaLiteFigure {
  const entries = Object.entries(networks);
  requireComparable(entries);
  const { classNames, dataset } = entries[0]![1];
  const names = entries.map(([name]) => name);
  const shown = names.map(shortName);
  const colors = names.map(networkColors('confusionMatrix', names, { networks: all }));
  const counts = entries.map(([, predictions]) => confusionCounts(predictions));
  const matrices = counts.map((count) => cellsOf(count, normalize === 'true'));
  const percent = normalize === 'true';
  const full = percent ? 100 : Math.max(1, ...matrices.flat().map(({ value }) => value));

  const half = wholeCells((FIGURE_WIDTH - NAMES_WIDTH - GAP) / 2, classNames.length);
  // Only a whole row in one cell has three digits in percent.
  const digits = percent ? 2 : String(full).length;
  const beside = entries.length === 2 && digits * DIGIT_WIDTH + 4 <= half / classNames.length;
  const width = wholeCells(FIGURE_WIDTH - NAMES_WIDTH, classNames.length);
  const panels = matrices.map((cells, i) =>
    matrixPanel(cells, {
      ...{ classNames, percent, strongFrom: full / 4, full, signed: false },
      ...{ width: beside ? half : width, colors: [colors[i]!, colors[i]!], yAxis: !beside || i === 0 },
      // Below each other they share their columns.
      xAxis: beside || entries.length === 1,
      title: { text: shown[i], color: colors[i], anchor: 'middle' },
    }),
  );
  if (matrices.length === 2) {
    const difference = differenceOf(matrices[0]!, matrices[1]!);
    const largest = Math.max(...difference.map(({ value }) => Math.abs(value)));
    const unit = percent ? 'percentage points' : 'images';
    panels.push(
      matrixPanel(difference, {
        // A small difference stays pale, also where it is the largest one.
        ...{ classNames, percent, strongFrom: Math.max(largest / 2, full / 10), full: largest, signed: true },
        ...{ width, colors: [colors[0]!, colors[1]!], yAxis: true, xAxis: true },
        title: { text: `${shown[1]} − ${shown[0]} (${unit})`, anchor: 'middle' },
      }),
    );
  }
  return vegaLiteFigure({
    panels: beside ? [{ hconcat: panels.slice(0, 2), spacing: GAP, bounds: 'flush' }, panels[2]!] : panels,
    what: `What ${shown.join(' and ')} took each class of ${dataset} for, ${percent ? 'in % of the true class' : 'in images'}.`,
    caption: captionOf(shown, percent, counts, entries[0]![1]),
  });
}

/** A width that gives each cell whole pixels: the same number then has the same pixels everywhere, which pack well. */
const wholeCells = (width: number, classes: number): number => classes * Math.floor(width / classes);

function requireComparable(entries: readonly (readonly [string, Predictions])[]): void {
  if (entries.length < 1 || entries.length > 2) {
    throw new Error(
      `confusionMatrix requires one network or two, got ${entries.length}; write confusionMatrix({ baseline, L2 }).`,
    );
  }
  const [{ classNames, labels }, second] = [entries[0]![1], entries.at(-1)![1]];
  if (classNames.length === 0 || classNames.length > MOST_CLASSES) {
    throw new Error(
      `confusionMatrix draws 1 to ${MOST_CLASSES} classes, got ${classNames.length}; choose some of them.`,
    );
  }
  const same =
    second.labels.length === labels.length &&
    second.labels.every((label, i) => label === labels[i]) &&
    second.classNames.join() === classNames.join();
  if (!same) {
    throw new Error(
      `confusionMatrix requires predictions for the same images, got ${entries.map(([name]) => name).join(' and ')} ` +
        'with different ones; give predictions the same dataset twice.',
    );
  }
}

/** All cells, as numbers of images or in percent of their row. A row without images has zeros. */
const cellsOf = (counts: readonly (readonly number[])[], percent: boolean): Cell[] =>
  counts.flatMap((row, i) => {
    const total = row.reduce((a, b) => a + b, 0);
    return row.map((images, column) => {
      const value = percent ? (total === 0 ? 0 : (100 * images) / total) : images;
      return { row: i, column, images, value };
    });
  });

const differenceOf = (first: readonly Cell[], second: readonly Cell[]): Cell[] =>
  second.map((cell, i) => ({
    ...cell,
    images: cell.images - first[i]!.images,
    value: cell.value - first[i]!.value,
  }));

interface MatrixPanel {
  readonly classNames: readonly string[];
  readonly percent: boolean;
  /** The value from which a cell is strong, and that of a cell in full colour. */
  readonly strongFrom: number;
  readonly full: number;
  /** With + and −. */
  readonly signed: boolean;
  readonly width: number;
  /** Of negative values, and of positive ones. */
  readonly colors: readonly [string, string];
  readonly yAxis: boolean;
  readonly xAxis: boolean;
  readonly title: VegaLiteSpec;
}

function matrixPanel(cells: readonly Cell[], options: MatrixPanel): VegaLiteSpec {
  const { classNames, percent, signed, width, colors, yAxis, xAxis, title } = options;
  const cell = width / classNames.length;
  const values = cells
    // Nothing is drawn and nothing is written where there is none; a third of the cells.
    .filter(({ row, column, images }) => images !== 0 || row === column)
    .map(({ row, column, images, value }) => {
      const text = numberText(value, signed);
      return {
        ...{ row, column, images, value: Number(value.toFixed(1)), opacity: opacity(Math.abs(value), options) },
        ...(text !== '0' && text.length * DIGIT_WIDTH <= cell + 2 && { text }),
      };
    });
  const name = (field: string) => `${JSON.stringify(classNames)}[datum.${field}]`;
  const axis = { labelExpr: name('value'), domain: false, ticks: false, labelLimit: 78 };
  const domain = [...classNames.keys()];
  return {
    title,
    ...{ width, height: classNames.length * CELL_HEIGHT, data: { values } },
    transform: [
      { calculate: name('row'), as: 'truth' },
      { calculate: name('column'), as: 'answer' },
    ],
    encoding: {
      y: {
        ...{ field: 'row', type: 'ordinal', scale: { domain }, title: 'true class' },
        axis: yAxis ? axis : null,
      },
      x: {
        ...{ field: 'column', type: 'ordinal', scale: { domain }, title: 'predicted class' },
        axis: xAxis ? { ...axis, labelAngle: cell < 80 ? -45 : 0, labelOverlap: false } : null,
      },
      tooltip: [
        { field: 'truth', title: 'true class' },
        { field: 'answer', title: 'predicted class' },
        { field: 'images', format: signed ? '+d' : 'd' },
        ...(percent ? [{ field: 'value', format: signed ? '+.1f' : '.1f', title: '% of the true class' }] : []),
      ],
    },
    layer: [
      {
        mark: { type: 'rect' },
        encoding: {
          fill: { condition: { test: 'datum.value < 0', value: colors[0] }, value: colors[1] },
          fillOpacity: { field: 'opacity', type: 'quantitative', scale: null },
          stroke: { condition: { test: 'datum.row === datum.column', value: INK }, value: null },
        },
      },
      {
        transform: [{ filter: 'datum.text' }],
        mark: { type: 'text' },
        encoding: {
          text: { field: 'text' },
          color: { condition: { test: `datum.opacity > ${PALE.at(-1)}`, value: 'white' }, value: INK },
        },
      },
    ],
  };
}

function opacity(size: number, { strongFrom, full }: { readonly strongFrom: number; readonly full: number }): number {
  if (size === 0) return 0;
  const steps = size < strongFrom ? PALE : STRONG;
  const share = size < strongFrom ? size / strongFrom : (size - strongFrom) / (full - strongFrom || 1);
  return steps[Math.min(steps.length - 1, Math.floor(share * steps.length))]!;
}

function numberText(value: number, signed = false): string {
  const size = String(Math.round(Math.abs(value)));
  return size !== '0' && signed ? `${value < 0 ? '−' : '+'}${size}` : size;
}

/** A line for each network: how often it is right, and what it takes for what most often. */
function captionOf(
  names: readonly string[],
  percent: boolean,
  counts: readonly (readonly (readonly number[])[])[],
  { dataset, classNames, labels: { length: images } }: Predictions,
): string {
  if (images === 0) return `No images of ${dataset}.`;
  const lines = names.map((name, i) => {
    const right = counts[i]!.reduce((sum, row, label) => sum + row[label]!, 0);
    const wrong = counts[i]!.flatMap((row, label) => row.map((count, answer) => ({ label, answer, count })))
      .filter(({ label, answer, count }) => label !== answer && count > 0)
      .sort((a, b) => b.count - a.count)[0];
    const as = wrong && `${shortName(classNames[wrong.label]!)} as ${shortName(classNames[wrong.answer]!)}`;
    const confusion = wrong ? `most frequent confusion ${as}, ${times(wrong.count)}` : 'no confusion';
    return `${name}: accuracy ${shortNumber(right / images)}; ${confusion}.`;
  });
  const absent = classNames.filter((_, i) => counts[0]![i]!.every((count) => count === 0)).map(shortName);
  return [
    ...lines,
    `In ${percent ? '% of each true class' : 'numbers of images'}; ${images.toLocaleString('en-US')} images of ${shortName(dataset)}; right answers are framed.`,
    ...(absent.length > 0 ? [`Without images: ${absent.join(', ')}.`] : []),
  ].join('\n');
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
