import { chunk } from 'simple-statistics';
import type { History, Metrics } from '../training/history';
import { captionLines, leftOut } from './drawing/caption';
import { measureText } from './drawing/font';
import { byName, dataOf, LINE_LEGEND, quantity, vegaLiteFigure } from './drawing/vegaLite';
import type { VegaLiteFigure, VegaLiteSpec } from './figure';
import { bestEpoch, pointsOf, thinning } from './panels/curvePoints';
import { METRICS } from './panels/metrics';
import { requireOwnLabels } from './panels/ownLabels';
import { counted, DASHES, networkLooks, panelWidth, shortNames, shortNumber, unique } from './style';
import type { NetworkLook, NetworkOptions } from './style';

const MOST_MARKS = 20; // with more epochs, a mark at each of them hides the line
const FEW_MARKS = 8; // of a long curve among others, which are known by their marks in print, where colors are grays
const Y_TITLE = 34; // pixels of the title of the y axes, two lines
const LEGEND_WIDTH = 400; // pixels for the networks, beside the legend of their lines
const LEGEND_MARK = 34; // pixels that a network takes there beside its name
const MOST_COLUMNS = 3; // panels that have room beside each other

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
 * can be compared; or all runs over each other (`overlay`). Training images solid, held-out images dashed, and a hollow
 * mark where the held-out curve is best. Draws runs that are still under way, too.
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
  requireOwnLabels('learningCurves', histories);
  const names = histories.map(({ label }) => label);
  const labels = shortNames(names);
  const over = overlay ?? histories.length > MOST_COLUMNS;
  // By the names that stand in the figure.
  const named = histories.map((history, i) => ({ ...history, label: labels[i]! }));
  const columns = over ? [named] : named.map((history) => [history]);
  const perRow = over && metrics.length > MOST_COLUMNS ? 2 : metrics.length;
  // Before the first epoch nobody knows, and then there are none only where no such images were given.
  const unseen = histories.some(({ epochs }) => epochs.length === 0 || epochs.some(({ validation }) => validation));
  const common = {
    ...{ heldOut, over, images: unseen ? ['train', heldOut] : ['train'], labels },
    looks: names.map(networkLooks('learningCurves', names, { networks })),
    epochs: Math.max(2, ...histories.map(({ settings }) => settings.epochs)),
    width: over ? panelWidth(perRow) : panelWidth(columns.length) - Math.ceil(Y_TITLE / columns.length),
    every: thinning(histories, metrics),
  };
  const headings = common.looks.map(({ color }, i) => {
    return { text: labels[i], color, anchor: 'middle', limit: common.width + 40 };
  });
  const rows = metrics.map((metric, row) =>
    columns.map((shown, column) =>
      curvePanel(shown, metric, {
        ...common,
        domain: domain(histories, metric),
        // Each network is named once, above its column.
        title: over ? { text: METRICS[metric].title, anchor: 'middle' } : row === 0 && headings[column]!,
        yTitle: over || column > 0 ? null : [METRICS[metric].title, `(${METRICS[metric].note})`],
        xTitle: over || row === metrics.length - 1,
      }),
    ),
  );
  return vegaLiteFigure({
    panels: (over ? chunk(rows.flat(), perRow) : rows).map((hconcat) => ({ hconcat, spacing: over ? 24 : 20 })),
    what: `Learning curves of ${labels.join(' and ')}: ${metrics.map((metric) => METRICS[metric].title).join('; ')}, by epoch, for ${common.images.join(' and ')}.`,
    caption: captionOf(named, metrics, common),
  });
}

interface CurvePanel {
  readonly heldOut: string;
  readonly over: boolean;
  /** The kinds of images that there are. */
  readonly images: readonly string[];
  /** All networks of the figure, and their looks in the same order. */
  readonly labels: readonly string[];
  readonly looks: readonly NetworkLook[];
  /** Where the epoch axis ends: a run that is under way leaves room for what is to come. */
  readonly epochs: number;
  readonly width: number;
  /** One epoch of so many is drawn. */
  readonly every: number;
  readonly domain: readonly [number, number];
  readonly title: VegaLiteSpec | false;
  readonly yTitle: readonly string[] | null;
  readonly xTitle: boolean;
}

function curvePanel(histories: readonly History[], metric: keyof Metrics, options: CurvePanel): VegaLiteSpec {
  const { heldOut, over, images, labels, looks, epochs, width, every, domain, title, yTitle, xTitle } = options;
  const values = histories.flatMap((history) => pointsOf(history, metric, every));
  const best = histories.flatMap((history) => {
    const epoch = bestEpoch(history, metric);
    const point = values.find((at) => at.network === history.label && at.epoch === epoch);
    return point ? [{ network: history.label, images: heldOut, epoch, value: point.heldOut }] : [];
  });
  // A line needs two points: the first epoch of a run that is under way would show nothing.
  const all = epochs <= MOST_MARKS || histories.some((history) => history.epochs.length === 1);
  const stride = all ? 1 : every * Math.ceil(epochs / every / FEW_MARKS);
  // The padding puts it on one line with the dashes, whose symbols are larger.
  const legend = over ? { title: null, symbolSize: 90, padding: 8, columns: legendColumns(labels) } : null;
  const ofNetwork = (range: readonly string[]) => byName('network', labels, range, legend);
  const shape = over && { encoding: { shape: ofNetwork(looks.map((look) => look.shape)) } };
  const dashes = [DASHES.train, DASHES.heldOut];
  return {
    ...(title && { title }),
    ...{ width, height: 180, data: dataOf(values) },
    // One row for all images of an epoch takes less room in a notebook than one for each.
    transform: [
      { fold: images.length > 1 ? ['train', 'heldOut'] : ['train'], as: ['kind', 'value'] },
      { calculate: `datum.kind === 'train' ? 'train' : ${JSON.stringify(heldOut)}`, as: 'images' },
    ],
    encoding: {
      x: quantity('epoch', xTitle ? 'epoch' : null, [1, epochs], { values: epochTicks(epochs, width), format: 'd' }),
      y: {
        ...{ field: 'value', type: 'quantitative', title: yTitle },
        // The topmost line has a number in all panels, so that headings beside each other stand at one height.
        scale: { domain, nice: 5 },
        // Room for the ring at the first epoch.
        axis: { minExtent: 36, labelPadding: 8 },
      },
      color: ofNetwork(looks.map(({ color }) => color)),
      tooltip: [
        ...[{ field: 'network' }, { field: 'images' }, { field: 'epoch' }],
        { field: 'value', format: '.4~g', title: METRICS[metric].title },
      ],
    },
    layer: [
      {
        mark: { type: 'line', strokeWidth: 2 },
        encoding: { strokeDash: byName('images', images, dashes, images.length > 1 ? LINE_LEGEND : null) },
      },
      ...(all || over
        ? [
            {
              ...(stride > 1 && { transform: [{ filter: `(datum.epoch - 1) % ${stride} === 0` }] }),
              mark: { type: 'point', filled: true, size: over ? 50 : 24, opacity: 1 },
              ...shape,
            },
          ]
        : []),
      {
        data: { values: best },
        mark: { type: 'point', filled: false, size: over ? 160 : 110, strokeWidth: 2, opacity: 1 },
        ...shape,
      },
    ],
  };
}

/** A line for each network: where it stands, and where its held-out images were at their best. */
function captionOf(
  histories: readonly History[],
  metrics: readonly (keyof Metrics)[],
  { heldOut, over }: Pick<CurvePanel, 'heldOut' | 'over'>,
): string {
  const lines = histories.map((history) => {
    const { label, epochs, settings } = history;
    const last = epochs.at(-1);
    if (!last) return `${label}: no epoch of ${settings.epochs} yet.`;
    // Of many networks, each has one line: what decides between them.
    const brief = histories.length > MOST_COLUMNS && last.validation !== undefined;
    const numbers = metrics.map((metric) => {
      const { title, best } = METRICS[metric];
      const at = bestEpoch(history, metric);
      const value = (images: Metrics) => shortNumber(images[metric]);
      if (epochs.every(({ validation }) => !validation)) return `${title} ${value(last.train)}`;
      const atBest = at === undefined ? '' : ` (${best} ${value(epochs[at - 1]!.validation!)} at epoch ${at})`;
      const held = last.validation ? `${value(last.validation)} ${heldOut}` : `${heldOut} not measured`;
      return brief
        ? `${title} ${value(last.validation!)}${atBest}`
        : `${title} ${value(last.train)} train, ${held}${atBest}`;
    });
    const done = epochs.length === settings.epochs ? '' : `${epochs.length} of `;
    if (brief) return `${label}: ${heldOut} ${numbers.join(', ')}.`;
    return `${label}, ${done}${counted(settings.epochs, 'epoch')}: ${numbers.join('; ')}.`;
  });
  const drawn = histories.flatMap(({ epochs }) =>
    epochs.flatMap(({ train, validation }) => [train, ...(validation ? [validation] : [])]),
  );
  const lost = drawn.flatMap((images) => metrics.filter((metric) => !Number.isFinite(images[metric]))).length;
  const rings = histories.some((history) => metrics.some((metric) => bestEpoch(history, metric) !== undefined));
  const thinned = thinning(histories, metrics) > 1;
  return captionLines(
    ...lines,
    rings && `${over ? 'Hollow marks' : 'Rings'}: the best epoch by ${heldOut} images.`,
    thinned && 'Not every epoch is drawn.',
    leftOut(lost, 'value'),
  );
}

function legendColumns(labels: readonly string[]): number {
  const widest = LEGEND_MARK + Math.max(...labels.map((label) => measureText(label)));
  return Math.max(1, Math.floor(LEGEND_WIDTH / widest));
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
