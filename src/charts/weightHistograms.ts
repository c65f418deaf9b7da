import type { WeightMagnitudes } from '../model/weightMagnitudes';
import type { VegaLiteFigure, VegaLiteSpec } from './figure';
import {
  barsOf,
  highestShare,
  inWords,
  magnitudeAxis,
  medianOn,
  requireMagnitudes,
  smallestText,
} from './panels/magnitudes';
import type { MagnitudeAxis } from './panels/magnitudes';
import { FIGURE_WIDTH, networkLooks, shortName, shortNumber, TEXT_SIZE, unique } from './style';
import type { NetworkOptions } from './style';
import { textTicks } from './drawing/axisTicks';
import { dataOf, EMPTY_LABELS, quantity, vegaLiteFigure } from './drawing/vegaLite';

const MOST_COLUMNS = 4; // networks that have room beside each other
const BETWEEN = 20; // pixels between them
const Y_AXIS = 84; // pixels left of the first one, and of what reaches out at the right
const BOTH_NUMBERS = 240; // pixels that median and largest weight take

/**
 * Histograms of |w| side by side: a column for each network and a row for each layer, all on one logarithmic axis; the
 * dashed line is the median. Along a row, heights compare too.
 *
 * @param magnitudes from `weightMagnitudes`.
 * @throws if there are none, more networks than have room beside each other, or networks with different layers.
 * @example
 * const dense = tf.layers.dense({ inputShape: [2], units: 2, kernelInitializer: 'ones' });
 * const magnitudes = await weightMagnitudes({ ones: tf.sequential({ layers: [dense] }) });
 * weightHistograms(magnitudes).alt; // => 'Histograms of weight magnitudes of ones, layer by layer. Dense 1 of ones: median 1, largest 1. Bars: share of the weights; dashed: the median. Median of Dense 1: 1 (ones).'
 */
export const weightHistograms = (
  magnitudes: readonly WeightMagnitudes[],
  options: NetworkOptions = {},
): VegaLiteFigure => layerHistograms('weightHistograms', magnitudes, options);

/** The same for another figure, whose name stands in messages. */
export function layerHistograms(
  where: string,
  magnitudes: readonly WeightMagnitudes[],
  options: NetworkOptions,
): VegaLiteFigure {
  requireMagnitudes(where, magnitudes);
  const layers = unique(magnitudes.map(({ layer }) => layer));
  const networks = unique(magnitudes.map(({ network }) => network));
  const rows = layers.map((layer) => ({
    name: layer,
    magnitudes: networks.map((network) => rowOf(where, magnitudes, layer, network)),
  }));
  const largest = rows.reduce((a, b) => (b.magnitudes[0]!.count > a.magnitudes[0]!.count ? b : a));
  const medians = largest.magnitudes.map(({ network, median }) => `${shortNumber(median)} (${shortName(network)})`);
  return histogramGrid(where, rows, {
    ...options,
    height: rows.length === 1 ? 140 : 64,
    what: `Histograms of weight magnitudes of ${networks.map(shortName).join(' and ')}, layer by layer. ${magnitudes.map(inWords).join(' ')}`,
    caption: `Bars: share of the weights; dashed: the median. Median of ${largest.name}${layers.length > 1 ? ', which has the most weights' : ''}: ${medians.join(', ')}.`,
  });
}

function rowOf(where: string, rows: readonly WeightMagnitudes[], layer: string, network: string) {
  const found = rows.find((row) => row.layer === layer && row.network === network);
  if (found) return found;
  throw new Error(
    `${where} requires every layer of every network, got no ${layer} of ${shortName(network)}; draw networks ` +
      'with other layers in a figure of their own.',
  );
}

/** How `histogramGrid` draws. */
interface HistogramGridOptions extends NetworkOptions {
  /** Pixels of one panel. */
  readonly height: number;
  readonly what: string;
  readonly caption: string;
}

/** Histograms in rows, each with its name, and columns, one for each network in the same order, on one axis. */
export function histogramGrid(
  where: string,
  rows: readonly { readonly name: string; readonly magnitudes: readonly WeightMagnitudes[] }[],
  { height, what, caption, networks = [] }: HistogramGridOptions,
): VegaLiteFigure {
  const names = rows[0]!.magnitudes.map(({ network }) => network);
  if (names.length > MOST_COLUMNS) {
    throw new Error(
      `${where} draws up to ${MOST_COLUMNS} networks beside each other, got ${names.length}; give it some of the rows.`,
    );
  }
  const look = networkLooks(where, names, { networks });
  const width = histogramWidth(names.length);
  const all = rows.flatMap(({ magnitudes }) => magnitudes);
  const axis = magnitudeAxis(all, width);
  const panels = rows.map(({ name, magnitudes }, row) => ({
    hconcat: magnitudes.map((magnitude, column) => ({
      ...histogramPanel(magnitude, {
        ...{ axis, width, height, color: look(magnitude.network).color },
        highest: highestShare(magnitudes, axis),
        ...{ yTitle: column === 0 ? name : null, isLowest: row === rows.length - 1 },
      }),
      title: row === 0 ? heading(magnitude, width, look(magnitude.network).color) : subheading(magnitude, width),
    })),
    // Columns stand below each other, also where a number reaches beyond its panel.
    ...{ spacing: BETWEEN, bounds: 'flush' },
  }));
  const small = axis.below ? ` The leftmost bar holds all |w| below ${smallestText(all[0]!)}, 0 included.` : '';
  return vegaLiteFigure({ panels, what, caption: caption + small, spacing: 10 });
}

/** Pixels of one of several histograms beside each other; the first one's axis is that of the whole row. */
export const histogramWidth = (columns: number): number =>
  Math.floor((FIGURE_WIDTH - Y_AXIS - BETWEEN * (columns - 1)) / columns);

/** The heading of a topmost panel: each network is named once, above its column. */
const heading = (row: WeightMagnitudes, width: number, color: string): VegaLiteSpec => ({
  ...{ text: shortName(row.network), subtitle: numbersOf(row, width), offset: 4, limit: width + BETWEEN / 2, color },
});

const subheading = (row: WeightMagnitudes, width: number): VegaLiteSpec => ({
  ...{ text: numbersOf(row, width), fontSize: TEXT_SIZE, fontWeight: 'normal', offset: 4 },
});

/** In numbers, as many as have room. */
const numbersOf = ({ median, max }: WeightMagnitudes, width: number): string =>
  `median ${shortNumber(median)}${width < BOTH_NUMBERS ? '' : `, largest ${shortNumber(max)}`}`;

interface HistogramPanel {
  readonly axis: MagnitudeAxis;
  readonly color: string;
  /** The largest share in this row, of any network: heights compare along the row. */
  readonly highest: number;
  readonly width: number;
  readonly height: number;
  /** The leftmost panel alone has a title and numbers. */
  readonly yTitle: string | null;
  readonly isLowest: boolean;
}

function histogramPanel(row: WeightMagnitudes, options: HistogramPanel): VegaLiteSpec {
  const { axis, color, highest, width, height, yTitle, isLowest } = options;
  // Numbers stand below the lowest row alone.
  const xAxis = isLowest ? textTicks(axis.ticks) : { labels: false, ticks: false };
  return {
    ...{ width, height },
    encoding: { x: quantity('from', isLowest ? '|w|' : null, [axis.from, axis.to], xAxis) },
    layer: [
      {
        data: dataOf(barsOf(row, axis)),
        mark: { type: 'bar', color, binSpacing: 0 },
        encoding: {
          x2: { field: 'to' },
          y: quantity('share', yTitle, [0, 1.05 * highest], {
            ...{ format: '.2~p', tickCount: height < 100 ? 2 : 4 },
            ...(yTitle === null ? EMPTY_LABELS : { minExtent: 38 }),
          }),
          y2: { datum: 0 },
          tooltip: [
            { field: 'holds', title: '|w|' },
            { field: 'share', format: '.2~p', title: 'share' },
          ],
        },
      },
      { data: { values: [{ from: medianOn(row, axis) }] }, mark: { type: 'rule', strokeDash: [4, 3] } },
    ],
  };
}
