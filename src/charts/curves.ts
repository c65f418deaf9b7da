import type { History, Metrics } from '../training/history';
import type { VegaLiteFigure, VegaLiteSpec } from './figure';
import { DASHES, networkColors, panelWidth, rounded, shortName, shortNumber, unique } from './style';
import type { NetworkOptions } from './style';
import { dataOf, vegaLiteFigure } from './vegaLite';

/** How each metric is called, with what it contains, and whether the best value is the lowest one. */
const METRICS: Readonly<Record<keyof Metrics, { title: string; note: string; best: 'lowest' | 'highest' }>> = {
  dataLoss: { title: 'data loss', note: 'without penalty', best: 'lowest' },
  penalty: { title: 'penalty', note: 'of all layers', best: 'lowest' },
  totalLoss: { title: 'total loss', note: 'data loss + penalty', best: 'lowest' },
  accuracy: { title: 'accuracy', note: 'share of images', best: 'highest' },
};

/** With more epochs than this, a mark at each of them hides the line. */
const MOST_MARKS = 20;

/** Of one curve; more do not fit beside each other in its panel, and make the notebook large. */
const MOST_POINTS = 150;

/** Networks that have room beside each other. */
const MOST_COLUMNS = 3;

/** Of a value; a tooltip shows fewer. */
const DIGITS = 5;

/** What `learningCurves` draws. */
export interface LearningCurvesOptions extends NetworkOptions {
  /** A row of panels for each. Default data loss and accuracy. */
  readonly metrics?: readonly (keyof Metrics)[];
  /** What the held-out curve is called; `test` where the test set was used. Default `validation`. */
  readonly heldOut?: string;
  /** All networks in one panel for each metric, in place of a column for each. Default with more than three networks. */
  readonly overlay?: boolean;
}

/**
 * Learning curves: a column of panels for each run and a row for each metric, with one axis along a row so that heights
 * can be compared; or all runs over each other (`overlay`). Training images solid, held-out images dashed, and a ring
 * where the held-out curve is best. Draws runs that are still under way, too.
 * The caption names the values after the last epoch.
 *
 * @param histories from `fit`; losses are in nats, accuracies from 0 to 1.
 * @throws if there is no history, two have the same label, or there are too many to tell apart.
 * @example
 * const { train, test } = syntheticShapes({ trainImages: 10, testImages: 10 });
 * const model = convNet({ filters: 1, denseUnits: 2, seed: 1 });
 * model.compile({ optimizer: kerasAdam({ learningRate: 0.001 }), loss: 'categoricalCrossentropy' });
 * const history = await fit(model, train, { epochs: 1, validation: test, label: 'baseline' });
 * learningCurves([history], { metrics: ['accuracy'] }).kind; // => 'vega-lite'
 */
export function learningCurves(
  histories: readonly History[],
  { metrics = ['dataLoss', 'accuracy'], heldOut = 'validation', overlay, networks = [] }: LearningCurvesOptions = {},
): VegaLiteFigure {
  if (histories.length === 0) {
    throw new Error('learningCurves requires at least one history; write learningCurves([history]).');
  }
  const labels = histories.map(({ label }) => label);
  if (unique(labels).length < labels.length) {
    throw new Error(
      `learningCurves requires a label of its own for each history, got ${labels.join(', ')}; give fit another label.`,
    );
  }
  const over = overlay ?? histories.length > MOST_COLUMNS;
  const columns = over ? [histories] : histories.map((history) => [history]);
  const common = {
    ...{ heldOut, over, labels: labels.map(shortName) },
    colors: labels.map(networkColors('learningCurves', labels, { networks })),
    epochs: Math.max(2, ...histories.map(({ settings }) => settings.epochs)),
    width: panelWidth(over ? metrics.length : columns.length),
  };
  const rows = metrics.map((metric, row) =>
    columns.map((shown, column) =>
      curvePanel(shown, metric, {
        ...common,
        domain: domain(histories, metric),
        // Each network is named once, above its column.
        title: over
          ? { text: METRICS[metric].title, anchor: 'middle' }
          : row === 0 && { text: common.labels[column], color: common.colors[column], anchor: 'middle' },
        yTitle: over || column > 0 ? null : [METRICS[metric].title, `(${METRICS[metric].note})`],
        xTitle: over || row === metrics.length - 1,
      }),
    ),
  );
  return vegaLiteFigure({
    panels: (over ? [rows.flat()] : rows).map((hconcat) => ({ hconcat, spacing: over ? 24 : 20 })),
    what: `Learning curves of ${common.labels.join(' and ')}: ${metrics.map((metric) => METRICS[metric].title).join('; ')}, by epoch, for train and ${heldOut}.`,
    caption: captionOf(histories, metrics, heldOut),
  });
}

interface CurvePanel {
  readonly heldOut: string;
  readonly over: boolean;
  /** Of all networks of the figure, and their colours in the same order. */
  readonly labels: readonly string[];
  readonly colors: readonly string[];
  /** Where the epoch axis ends: a run that is under way leaves room for what is to come. */
  readonly epochs: number;
  readonly width: number;
  readonly domain: readonly [number, number];
  readonly title: VegaLiteSpec | false;
  readonly yTitle: readonly string[] | null;
  readonly xTitle: boolean;
}

function curvePanel(histories: readonly History[], metric: keyof Metrics, options: CurvePanel): VegaLiteSpec {
  const { heldOut, over, labels, colors, epochs, width, domain, title, yTitle, xTitle } = options;
  const values = histories.flatMap((history) => pointsOf(history, metric, heldOut));
  // A line needs two points: the first epoch of a run that is under way would show nothing.
  const marks = epochs <= MOST_MARKS || histories.some((history) => history.epochs.length === 1);
  return {
    ...(title && { title }),
    ...{ width, height: 180, data: dataOf(values) },
    encoding: {
      x: {
        ...{ field: 'epoch', type: 'quantitative', title: xTitle ? 'epoch' : null },
        scale: { domain: [1, epochs], nice: false },
        axis: { values: epochTicks(epochs, width), format: 'd', grid: false, labelFlush: false },
      },
      y: {
        ...{ field: 'value', type: 'quantitative', title: yTitle },
        scale: { domain, nice: true },
        axis: { minExtent: 30, tickCount: 5, domain: false, ticks: false },
      },
      color: {
        ...{ field: 'network', type: 'nominal', scale: { domain: labels, range: colors } },
        legend: over ? { title: null, symbolType: 'stroke', symbolSize: 900 } : null,
      },
      tooltip: [
        ...[{ field: 'network' }, { field: 'images' }, { field: 'epoch' }],
        { field: 'value', format: '.4~g', title: METRICS[metric].title },
      ],
    },
    layer: [
      {
        mark: { type: 'line', strokeWidth: 2 },
        encoding: {
          strokeDash: {
            ...{ field: 'images', type: 'nominal' },
            scale: { domain: ['train', heldOut], range: [DASHES.train, DASHES.heldOut] },
            // A piece of the line itself, long enough to show its dashes.
            legend: { title: null, symbolType: 'stroke', symbolSize: 900 },
          },
        },
      },
      ...(marks ? [{ mark: { type: 'point', filled: true, size: 24, opacity: 1 } }] : []),
      {
        transform: [{ filter: 'datum.best' }],
        mark: { type: 'point', filled: false, size: 110, strokeWidth: 2, opacity: 1 },
      },
    ],
  };
}

type Point = {
  readonly network: string;
  readonly images: string;
  readonly epoch: number;
  /** null where it is not finite: the line has a gap there. */
  readonly value: number | null;
  /** Of the held-out images. */
  readonly best: boolean;
};

function pointsOf(history: History, metric: keyof Metrics, heldOut: string): Point[] {
  const network = shortName(history.label);
  const best = bestEpoch(history, metric);
  const every = Math.ceil(history.epochs.length / MOST_POINTS);
  return history.epochs
    .filter(({ epoch }, i) => i % every === 0 || i === history.epochs.length - 1 || epoch === best)
    .flatMap(({ epoch, train, validation }) => [
      { network, images: 'train', epoch, value: rounded(train[metric], DIGITS), best: false },
      ...(validation
        ? [{ network, images: heldOut, epoch, value: rounded(validation[metric], DIGITS), best: epoch === best }]
        : []),
    ]);
}

/** The first epoch at which the held-out images have the best value; undefined without any finite one. */
function bestEpoch({ epochs }: History, metric: keyof Metrics): number | undefined {
  // A penalty has no best value: it does not depend on the images.
  if (metric === 'penalty') return undefined;
  const sign = METRICS[metric].best === 'lowest' ? 1 : -1;
  const values = epochs.flatMap(({ epoch, validation }) =>
    validation && Number.isFinite(validation[metric]) ? [{ epoch, value: sign * validation[metric] }] : [],
  );
  return minBy(values, ({ value }) => value)?.epoch;
}

const minBy = <T>(items: readonly T[], key: (item: T) => number): T | undefined =>
  items.reduce<T | undefined>(
    (least, item) => (least === undefined || key(item) < key(least) ? item : least),
    undefined,
  );

/** A line for each network: where it stands, and where its held-out images were at their best. */
function captionOf(histories: readonly History[], metrics: readonly (keyof Metrics)[], heldOut: string): string {
  const lines = histories.map((history) => {
    const { label, epochs, settings } = history;
    const last = epochs.at(-1);
    if (!last) return `${shortName(label)}: no epoch of ${settings.epochs} yet.`;
    const numbers = metrics.map((metric) => {
      const { title, best } = METRICS[metric];
      const at = bestEpoch(history, metric);
      const value = (images: Metrics | undefined) => (images ? shortNumber(images[metric]) : '');
      if (!last.validation) return `${title} ${value(last.train)}`;
      const atBest = at === undefined ? '' : ` (${best} ${value(epochs[at - 1]!.validation)} at ${at})`;
      return `${title} ${value(last.train)} train, ${value(last.validation)} ${heldOut}${atBest}`;
    });
    const done = epochs.length === settings.epochs ? `${epochs.length}` : `${epochs.length} of ${settings.epochs}`;
    return `${shortName(label)}, ${done} epochs: ${numbers.join('; ')}.`;
  });
  const drawn = histories.flatMap(({ epochs }) =>
    epochs.flatMap(({ train, validation }) => [train, ...(validation ? [validation] : [])]),
  );
  const lost = drawn.flatMap((images) => metrics.filter((metric) => !Number.isFinite(images[metric]))).length;
  const rings = histories.some((history) => metrics.some((metric) => bestEpoch(history, metric) !== undefined));
  const thinned = Math.max(...histories.map(({ epochs }) => epochs.length)) > MOST_POINTS;
  return [
    ...lines,
    ...(rings ? [`Rings: the best epoch by ${heldOut} images.`] : []),
    ...(thinned ? ['Not every epoch is drawn.'] : []),
    ...(lost > 0 ? [`${lost} values are not finite and left out.`] : []),
  ].join('\n');
}

/** The first epoch and every 1st, 2nd, 5th, 10th … one, as many as have room. */
function epochTicks(epochs: number, width: number): number[] {
  const room = Math.max(3, Math.floor(width / 32));
  const scale = 10 ** Math.floor(Math.log10(Math.max(epochs, 10) / 10));
  const stride = [1, 2, 5, 10, 20, 50].map((n) => n * scale).find((n) => epochs / n <= room)!;
  const ticks = Array.from({ length: Math.floor(epochs / stride) }, (_, i) => (i + 1) * stride);
  return unique([1, ...ticks]);
}

/** One range for all panels of a row. Accuracy always runs from 0 to 1, so that no difference looks larger than it is. */
function domain(histories: readonly History[], metric: keyof Metrics): [number, number] {
  if (metric === 'accuracy') return [0, 1];
  const values = histories.flatMap(({ epochs }) =>
    epochs.flatMap(({ train, validation }) => [train[metric], validation?.[metric] ?? 0]),
  );
  // An axis needs some height, also where everything is 0.
  return [0, Math.max(0, ...values.filter(Number.isFinite)) || 1];
}
