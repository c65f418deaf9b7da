import type { History, Metrics } from '../training/history';
import type { VegaLiteFigure, VegaLiteSpec } from './figure';
import { CURVE_COLORS, panelWidth, PAPER, rounded, VEGA_LITE_SCHEMA } from './style';

const METRIC_TITLES: Readonly<Record<keyof Metrics, string>> = {
  dataLoss: 'data loss',
  penalty: 'penalty',
  totalLoss: 'total loss',
  accuracy: 'accuracy',
};

/** With more epochs than this, a mark at each of them hides the line. */
const MOST_POINTS = 20;

/** Of a value; a tooltip shows fewer. */
const DIGITS = 6;

/** The second line of an axis title. */
const METRIC_NOTES: Readonly<Record<keyof Metrics, string>> = {
  dataLoss: '(without penalty)',
  penalty: '(of all layers)',
  accuracy: '(share of images)',
  totalLoss: '(data loss + penalty)',
};

/** What `learningCurves` draws. */
export interface LearningCurvesOptions {
  /** One row of panels for each. Default data loss and accuracy. */
  readonly metrics?: readonly (keyof Metrics)[];
  /** What the held-out curve is called; `test` where the test set was used. Default `validation`. */
  readonly heldOut?: string;
}

/**
 * Learning curves side by side: a column for each run, a row for each metric, with one axis along a row so that
 * heights can be compared. Draws runs that are still under way, too.
 *
 * @param histories from `fit`; losses are in nats, accuracies from 0 to 1.
 * @throws if there is no history.
 * @example
 * const { train, test } = syntheticShapes({ trainImages: 10, testImages: 10 });
 * const model = convNet({ filters: 1, denseUnits: 2, seed: 1 });
 * model.compile({ optimizer: kerasAdam({ learningRate: 0.001 }), loss: 'categoricalCrossentropy' });
 * const history = await fit(model, train, { epochs: 1, validation: test, label: 'baseline' });
 * learningCurves([history], { metrics: ['accuracy'] }).alt; // => 'Learning curves of baseline: accuracy, by epoch, for train and validation.'
 */
export function learningCurves(
  histories: readonly History[],
  { metrics = ['dataLoss', 'accuracy'], heldOut = 'validation' }: LearningCurvesOptions = {},
): VegaLiteFigure {
  if (histories.length === 0) {
    throw new Error('learningCurves requires at least one history; write learningCurves([history]).');
  }
  const epochs = Math.max(...histories.map(({ settings }) => settings.epochs));
  const rows = metrics.map((metric) => ({
    hconcat: histories.map((history) =>
      curvePanel(history, metric, {
        ...{ heldOut, epochs, width: panelWidth(histories.length) },
        domain: domain(histories, metric),
      }),
    ),
  }));
  const names = histories.map(({ label }) => label).join(' and ');
  const alt = `Learning curves of ${names}: ${metrics.map((metric) => METRIC_TITLES[metric]).join('; ')}, by epoch, for train and ${heldOut}.`;
  return {
    kind: 'vega-lite',
    spec: { $schema: VEGA_LITE_SCHEMA, description: alt, ...PAPER, vconcat: rows },
    alt,
  };
}

interface CurvePanel {
  readonly heldOut: string;
  /** Where the epoch axis ends: a run that is under way leaves room for what is to come. */
  readonly epochs: number;
  readonly width: number;
  readonly domain: readonly [number, number];
}

function curvePanel(
  history: History,
  metric: keyof Metrics,
  { heldOut, epochs, width, domain }: CurvePanel,
): VegaLiteSpec {
  const values = points(history, metric, heldOut);
  const lost = values.filter(({ value }) => !Number.isFinite(value)).length;
  return {
    title: {
      text: history.label,
      ...(lost > 0 && { subtitle: `${lost} values are not finite and not drawn` }),
    },
    ...{ width, height: 180 },
    data: { values: values.filter(({ value }) => Number.isFinite(value)) },
    mark: {
      type: 'line',
      // A line needs two points: the first epoch of a run that is under way would show nothing.
      point: (epochs <= MOST_POINTS || history.epochs.length === 1) && { size: 20, aria: false },
      aria: false,
    },
    encoding: {
      x: {
        field: 'epoch',
        type: 'quantitative',
        title: 'epoch',
        scale: { domain: [1, Math.max(epochs, 2)], nice: false },
        axis: { values: epochTicks(epochs), format: 'd', grid: false },
      },
      y: {
        field: 'value',
        type: 'quantitative',
        title: [METRIC_TITLES[metric], METRIC_NOTES[metric]],
        scale: { domain, nice: true },
        axis: { minExtent: 28 },
      },
      color: {
        field: 'images',
        type: 'nominal',
        title: 'images',
        scale: { domain: ['train', heldOut], range: [CURVE_COLORS.train, CURVE_COLORS.heldOut] },
        // A piece of the line itself, so that the dashes can be told apart without the colours.
        legend: { symbolType: 'stroke', symbolSize: 400, symbolStrokeWidth: 2 },
      },
      strokeDash: {
        field: 'images',
        type: 'nominal',
        title: 'images',
        scale: {
          domain: ['train', heldOut],
          range: [
            [1, 0],
            [6, 3],
          ],
        },
      },
      tooltip: ['epoch', 'images', { field: 'value', format: '.4f', title: METRIC_TITLES[metric] }].map((item) =>
        typeof item === 'string' ? { field: item } : item,
      ),
    },
  };
}

interface Point {
  readonly epoch: number;
  readonly images: string;
  readonly value: number;
}

function points(history: History, metric: keyof Metrics, heldOut: string): Point[] {
  return history.epochs.flatMap(({ epoch, train, validation }) => [
    { epoch, images: 'train', value: rounded(train[metric], DIGITS) },
    ...(validation ? [{ epoch, images: heldOut, value: rounded(validation[metric], DIGITS) }] : []),
  ]);
}

/** The first epoch and every 1st, 2nd, 5th, 10th … one, so that about ten numbers stand under the axis. */
function epochTicks(epochs: number): number[] {
  const scale = 10 ** Math.floor(Math.log10(Math.max(epochs, 10) / 10));
  const stride = [1, 2, 5, 10].map((n) => n * scale).find((n) => epochs / n <= 10)!;
  const ticks = Array.from({ length: Math.floor(epochs / stride) }, (_, i) => (i + 1) * stride);
  return [...new Set([1, ...ticks])];
}

/** One range for all panels of a row. Accuracy always runs from 0 to 1, so that no difference looks larger than it is. */
function domain(histories: readonly History[], metric: keyof Metrics): [number, number] {
  if (metric === 'accuracy') return [0, 1];
  const values = histories.flatMap((history) => points(history, metric, '').map(({ value }) => value));
  const finite = values.filter(Number.isFinite);
  // An axis needs some height, also where everything is 0.
  return [0, Math.max(0, ...finite) || 1];
}
