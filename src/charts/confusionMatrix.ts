import { confusionCounts } from '../analysis/confusion';
import type { Predictions } from '../analysis/predictions';
import { captionLines } from './drawing/caption';
import { measureText } from './drawing/font';
import { vegaLiteFigure } from './drawing/vegaLite';
import { matrixPanel } from './panels/confusionPanel';
import type { Cell } from './panels/confusionPanel';
import type { VegaLiteFigure } from './figure';
import { FIGURE_WIDTH, grouped, networkLooks, shortName, shortNumber, TEXT_SIZE, unique } from './style';
import type { NetworkOptions } from './style';

const MOST_CLASSES = 20; // whose cells are large enough to be told apart
const NAMES_WIDTH = 116; // pixels of class names beside a matrix, with the axis title
const GAP = 16; // pixels between two matrices beside each other
const SMALL_TEXT = 11; // pixels of the many counts of two networks, whose picture would be too large a file

/** How `confusionMatrix` counts. */
export interface ConfusionMatrixOptions extends NetworkOptions {
  /** `'true'` (the default): in percent of the images of each true class. `false`: numbers of images. */
  readonly normalize?: 'true' | false;
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
  const look = networkLooks('confusionMatrix', names, { networks: all });
  const colors = names.map((name) => look(name).color);
  const counts = entries.map(([, predictions]) => confusionCounts(predictions));
  const percent = normalize === 'true';
  const matrices = counts.map((count) => cellsOf(count, percent));
  const full = percent ? 100 : Math.max(1, ...matrices.flat().map(({ value }) => value));

  const half = wholeCells((FIGURE_WIDTH - NAMES_WIDTH - GAP) / 2, classNames.length);
  // Only a whole row in one cell has three digits in percent.
  const widest = '0'.repeat(percent ? 2 : String(full).length);
  const textSize = entries.length === 2 && widest.length > 2 ? SMALL_TEXT : TEXT_SIZE;
  const beside = entries.length === 2 && measureText(widest, textSize) + 2 <= half / classNames.length;
  const width = wholeCells(FIGURE_WIDTH - NAMES_WIDTH, classNames.length);
  const common = { classNames, percent, textSize };
  const panels = matrices.map((cells, i) =>
    matrixPanel(cells, {
      ...{ ...common, strongFrom: full / 4, full, signed: false },
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
        ...{ ...common, strongFrom: Math.max(largest / 2, full / 10), full: largest, signed: true },
        ...{ width, colors: [colors[0]!, colors[1]!], yAxis: true, xAxis: true },
        title: { text: `${shown[1]} − ${shown[0]} (${unit})`, anchor: 'middle' },
      }),
    );
  }
  return vegaLiteFigure({
    panels: beside ? [{ hconcat: panels.slice(0, 2), spacing: GAP, bounds: 'flush' }, panels[2]!] : panels,
    what: `What ${shown.join(' and ')} took each class of ${shortName(dataset)} for, ${percent ? 'in % of the true class' : 'in images'}.`,
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
  const { classNames } = entries[0]![1];
  if (classNames.length === 0 || classNames.length > MOST_CLASSES) {
    throw new Error(
      `confusionMatrix draws 1 to ${MOST_CLASSES} classes, got ${classNames.length}; choose some of them.`,
    );
  }
  if (unique(entries.map(([, { classNames, labels }]) => `${classNames.join()}: ${labels.join()}`)).length > 1) {
    throw new Error(
      `confusionMatrix requires predictions for the same images, got ${entries.map(([name]) => name).join(' and ')} ` +
        'with different ones; give predictions the same dataset twice.',
    );
  }
}

type Counts = ReturnType<typeof confusionCounts>;

/** All cells, as numbers of images or in percent of their row. A row without images has zeros. */
const cellsOf = (counts: Counts, percent: boolean): Cell[] =>
  counts.flatMap((row, i) => {
    const total = row.reduce((a, b) => a + b, 0);
    return row.map((images, column) => {
      const value = percent ? (total === 0 ? 0 : (100 * images) / total) : images;
      return { row: i, column, images, value };
    });
  });

const differenceOf = (first: readonly Cell[], second: readonly Cell[]): Cell[] =>
  second.map(({ images, value, ...place }, i) => {
    return { ...place, images: images - first[i]!.images, value: value - first[i]!.value };
  });

/** A line for each network: how often it is right, and what it takes for what most often. */
function captionOf(names: readonly string[], percent: boolean, counts: readonly Counts[], seen: Predictions): string {
  const { dataset, classNames, labels } = seen;
  const images = labels.length;
  if (images === 0) return `No images of ${shortName(dataset)}.`;
  const lines = names.map((name, i) => {
    const right = counts[i]!.reduce((sum, row, label) => sum + row[label]!, 0);
    const wrong = cellsOf(counts[i]!, percent)
      .filter(({ row, column, images }) => row !== column && images > 0)
      .sort((a, b) => b.value - a.value || b.images - a.images)[0];
    const as = wrong && `${shortName(classNames[wrong.row]!)} as ${shortName(classNames[wrong.column]!)}`;
    const often = wrong && (percent ? share(wrong.value) : times(wrong.images));
    const confusion = wrong ? `most frequent confusion ${as}, ${often}` : 'no confusion';
    return `${name}: accuracy ${shortNumber(right / images)}; ${confusion}.`;
  });
  const absent = classNames.filter((_, i) => counts[0]![i]!.every((count) => count === 0)).map(shortName);
  return captionLines(
    ...lines,
    `In ${percent ? '% of each true class' : 'numbers of images'}; ${shortName(dataset)}, ${grouped(images)} images; right answers are framed.`,
    absent.length > 0 && `Without images: ${absent.join(', ')}.`,
  );
}

/** Rounded as the numbers in the cells are. */
const share = (percent: number): string => (percent < 0.5 ? 'less than 1 %' : `${Math.round(percent)} %`);

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
