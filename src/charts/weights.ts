import type { WeightMagnitudes } from '../model/weightMagnitudes';
import type { PlotlyFigure, VegaLiteFigure, VegaLiteSpec } from './figure';
import {
  FIGURE_WIDTH,
  networkColor,
  panelWidth,
  PAPER,
  PLOTLY_PAPER,
  rounded,
  shortNumber,
  VEGA_LITE_SCHEMA,
} from './style';

/**
 * Histograms of |w| side by side: a row for each layer, a column for each network, on one logarithmic axis per row.
 *
 * @param magnitudes from `weightMagnitudes`.
 * @throws if there are none.
 * @example
 * const dense = tf.layers.dense({ inputShape: [2], units: 2, kernelInitializer: 'ones' });
 * const magnitudes = await weightMagnitudes({ ones: tf.sequential({ layers: [dense] }) });
 * weightHistograms(magnitudes).alt; // => 'Histograms of weight magnitudes of ones, layer by layer. Dense 1 of ones: median 1, largest 1.'
 */
export function weightHistograms(magnitudes: readonly WeightMagnitudes[]): VegaLiteFigure {
  requireSome('weightHistograms', magnitudes);
  const layers = unique(magnitudes.map(({ layer }) => layer));
  const rows = layers.map((layer, i) => {
    const networks = magnitudes.filter((row) => row.layer === layer);
    const common = {
      highest: Math.max(...networks.flatMap(shares)),
      range: shownRange(networks),
      width: panelWidth(networks.length),
      xTitle: i === layers.length - 1 ? '|w|' : null,
    };
    return { hconcat: networks.map((row, column) => histogramPanel(row, { column, ...common })) };
  });
  const names = unique(magnitudes.map(({ network }) => network)).join(' and ');
  const alt = `Histograms of weight magnitudes of ${names}, layer by layer. ${magnitudes.map(sentence).join(' ')}`;
  return {
    kind: 'vega-lite',
    spec: { $schema: VEGA_LITE_SCHEMA, description: alt, ...PAPER, vconcat: rows, spacing: 12 },
    alt,
  };
}

interface HistogramPanel {
  /** The largest share in this layer, of any network: the end of the row's common axis. */
  readonly highest: number;
  readonly range: readonly [number, number];
  readonly column: number;
  readonly width: number;
  readonly xTitle: string | null;
}

function histogramPanel(row: WeightMagnitudes, options: HistogramPanel): VegaLiteSpec {
  const { highest, range, column, width, xTitle } = options;
  const values = shares(row)
    .map((share, i) => ({
      from: fourDigits(row.binEdges[i]!),
      to: fourDigits(row.binEdges[i + 1]!),
      share: fourDigits(share),
    }))
    .filter(({ from }) => from >= range[0]);
  const x = {
    type: 'quantitative',
    title: xTitle,
    scale: { type: 'log', domain: range, nice: false },
    axis: { format: '.0e', values: decadeTicks(range), grid: false },
  };
  return {
    title: {
      text: `${row.layer}, ${row.network}`,
      subtitle: `median ${shortNumber(row.median)}, largest ${shortNumber(row.max)}`,
    },
    ...{ width, height: 90 },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', color: networkColor(column), binSpacing: 0, aria: false },
        encoding: {
          x: { field: 'from', ...x },
          x2: { field: 'to' },
          y: {
            field: 'share',
            type: 'quantitative',
            title: 'share',
            scale: { domain: [0, highest] },
            axis: { format: '.0%', tickCount: 4, minExtent: 32 },
          },
          y2: { datum: 0 },
          tooltip: [
            { field: 'from', format: '.1e', title: 'from' },
            { field: 'to', format: '.1e', title: 'to' },
            { field: 'share', format: '.2%', title: 'share' },
          ],
        },
      },
      {
        data: { values: [{ median: Math.max(fourDigits(row.median), range[0]) }] },
        mark: { type: 'rule', strokeDash: [4, 3] },
        encoding: { x: { field: 'median', ...x } },
      },
    ],
  };
}

/** Powers of ten; with 2 and 5 times them where there are fewer than two. */
function decadeTicks([from, to]: readonly [number, number]): number[] {
  const powers = Array.from({ length: 40 }, (_, i) => i - 30);
  const ticks = (factors: number[]) =>
    powers
      .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
      .filter((tick) => tick >= from && tick <= to);
  const decades = ticks([1]);
  return decades.length >= 2 ? decades : ticks([1, 2, 5]);
}

/** What `weightOverlay` shows first. */
export interface WeightOverlayOptions {
  /** One of the rows' layers, e.g. `Dense 1`. Default the first one. */
  readonly layer?: string;
}

/**
 * The same histograms for Plotly, networks drawn over each other and one layer at a time, chosen from a list: zoom in
 * with the mouse, read shares off the curve.
 *
 * @param magnitudes from `weightMagnitudes`.
 * @throws if there are none, or none of that layer.
 * @example
 * const dense = tf.layers.dense({ inputShape: [2], units: 2, kernelInitializer: 'ones' });
 * const magnitudes = await weightMagnitudes({ ones: tf.sequential({ layers: [dense] }) });
 * weightOverlay(magnitudes, { layer: 'Dense 1' }).alt; // => 'Weight magnitudes of Dense 1. Dense 1 of ones: median 1, largest 1.'
 */
export function weightOverlay(
  magnitudes: readonly WeightMagnitudes[],
  { layer }: WeightOverlayOptions = {},
): PlotlyFigure {
  requireSome('weightOverlay', magnitudes);
  const layers = unique(magnitudes.map((row) => row.layer));
  const networks = unique(magnitudes.map((row) => row.network));
  const first = layer ?? layers[0]!;
  if (!layers.includes(first)) {
    throw new Error(`weightOverlay requires one of the layers ${layers.join(', ')}, got "${first}".`);
  }
  const shown = magnitudes.filter((row) => row.layer === first);
  return {
    kind: 'plotly',
    data: magnitudes.map((row) => ({
      type: 'scatter',
      mode: 'lines',
      name: row.network,
      x: row.binEdges.map(fourDigits),
      y: [...shares(row), 0].map(fourDigits),
      line: { shape: 'hv', color: networkColor(networks.indexOf(row.network)) },
      fill: 'tozeroy',
      visible: row.layer === first,
    })),
    layout: {
      ...PLOTLY_PAPER,
      title: { text: `|w| of ${first}` },
      width: FIGURE_WIDTH,
      height: 380,
      xaxis: {
        type: 'log',
        title: { text: '|w|' },
        exponentformat: 'power',
        dtick: 1,
        range: axisRange(shown),
      },
      yaxis: { title: { text: 'share of weights' }, tickformat: '.0%' },
      hovermode: 'x unified',
      updatemenus: [
        {
          buttons: layers.map((name) => ({
            label: name,
            method: 'update',
            args: [
              { visible: magnitudes.map((row) => row.layer === name) },
              {
                'title.text': `|w| of ${name}`,
                'xaxis.range': axisRange(magnitudes.filter((row) => row.layer === name)),
              },
            ],
          })),
          active: layers.indexOf(first),
          ...{ x: 1, y: 1.18, xanchor: 'right' },
        },
      ],
    },
    still: weightHistograms(shown).spec,
    alt: `Weight magnitudes of ${first}. ${shown.map(sentence).join(' ')}`,
  };
}

/** Plotly takes the range of a logarithmic axis in powers of ten. */
const axisRange = (rows: readonly WeightMagnitudes[]): number[] =>
  shownRange(rows).map((edge) => fourDigits(Math.log10(edge)));

/** Less than this is no pixel high. */
const VISIBLE_SHARE = 0.0005;

/** From the first bin that holds enough to be seen, in any network, to the largest weight. */
function shownRange(networks: readonly WeightMagnitudes[]): [number, number] {
  const { binEdges } = networks[0]!;
  const first = Math.min(...networks.map((row) => shares(row).findIndex((share) => share >= VISIBLE_SHARE)));
  return [fourDigits(binEdges[Math.max(first, 0)]!), fourDigits(binEdges.at(-1)!)];
}

/** Each bin's share of the weights. */
const shares = ({ counts, count }: WeightMagnitudes): number[] => counts.map((n) => n / count);

/** Names in the order of their first appearance. */
const unique = (names: readonly string[]): string[] => [...new Set(names)];

/** One layer of one network in words. */
const sentence = ({ network, layer, median, max }: WeightMagnitudes): string =>
  `${layer} of ${network}: median ${shortNumber(median)}, largest ${shortNumber(max)}.`;

/** @throws if there is nothing to draw. */
function requireSome(where: string, magnitudes: readonly WeightMagnitudes[]): void {
  if (magnitudes.length === 0) throw new Error(`${where} requires the rows of weightMagnitudes, got none.`);
}

/** Four digits are more than a histogram shows. */
const fourDigits = (value: number): number => rounded(value, 4);
