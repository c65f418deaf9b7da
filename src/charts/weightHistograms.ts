import type { WeightMagnitudes } from '../analysis/weightMagnitudes';
import type { PlotlyFigure, VegaLiteFigure, VegaLiteSpec } from './Figure';
import { BLUE, PANEL_WIDTH, PAPER, shortNumber, VEGA_LITE_SCHEMA, VERMILION } from './style';

/**
 * Histograms of |w| side by side: a row for each layer, a column for each network, on one logarithmic axis per row.
 *
 * @param magnitudes from `weightMagnitudes`.
 * @throws if there are none.
 */
export function weightHistograms(magnitudes: readonly WeightMagnitudes[]): VegaLiteFigure {
  requireSome('weightHistograms', magnitudes);
  const rows = unique(magnitudes.map(({ layer }) => layer)).map((layer) => {
    const networks = magnitudes.filter((row) => row.layer === layer);
    const highest = Math.max(...networks.flatMap(shares));
    return { hconcat: networks.map((row, column) => panel(row, highest, column)) };
  });
  const names = unique(magnitudes.map(({ network }) => network)).join(' and ');
  return {
    kind: 'vega-lite',
    spec: {
      $schema: VEGA_LITE_SCHEMA,
      ...PAPER,
      vconcat: rows,
      spacing: 12,
      config: { view: { stroke: '#ccc' } },
    },
    alt: `Histograms of weight magnitudes of ${names}, layer by layer. ${magnitudes.map(sentence).join(' ')}`,
  };
}

/**
 * The same histograms for Plotly, networks drawn over each other and one layer at a time, chosen from a list: zoom in
 * with the mouse, read shares off the curve.
 *
 * @throws if there are none.
 */
export function weightOverlay(magnitudes: readonly WeightMagnitudes[], layer?: string): PlotlyFigure {
  requireSome('weightOverlay', magnitudes);
  const layers = unique(magnitudes.map((row) => row.layer));
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
      x: row.binEdges.map(rounded),
      y: [...shares(row), 0].map(rounded),
      line: { shape: 'hv', color: networkColor(magnitudes, row) },
      fill: 'tozeroy',
      visible: row.layer === first,
    })),
    layout: {
      title: { text: `|w| of ${first}` },
      width: 2 * PANEL_WIDTH + 120,
      height: 380,
      xaxis: { type: 'log', title: { text: '|w|' }, exponentformat: 'power' },
      yaxis: { title: { text: 'share of weights' }, tickformat: '.0%' },
      hovermode: 'x unified',
      updatemenus: [
        {
          buttons: layers.map((name) => ({
            label: name,
            method: 'update',
            args: [
              { visible: magnitudes.map((row) => row.layer === name) },
              { 'title.text': `|w| of ${name}` },
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

function panel(row: WeightMagnitudes, highest: number, column: number): VegaLiteSpec {
  const values = shares(row).map((share, i) => ({
    from: rounded(row.binEdges[i]!),
    to: rounded(row.binEdges[i + 1]!),
    share: rounded(share),
  }));
  const x = {
    type: 'quantitative',
    title: '|w|',
    scale: { type: 'log' },
    axis: { format: '.0e', tickCount: 6, grid: false },
  };
  return {
    title: {
      text: `${row.layer}, ${row.network}`,
      subtitle: `median ${shortNumber(row.median)}, largest ${shortNumber(row.max)}`,
    },
    ...{ width: PANEL_WIDTH, height: 90 },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', color: column === 0 ? BLUE : VERMILION, binSpacing: 0 },
        encoding: {
          x: { field: 'from', ...x },
          x2: { field: 'to' },
          y: {
            field: 'share',
            type: 'quantitative',
            title: 'share',
            scale: { domain: [0, highest] },
            axis: { format: '.0%', tickCount: 4 },
          },
          tooltip: [
            { field: 'from', format: '.1e', title: 'from' },
            { field: 'to', format: '.1e', title: 'to' },
            { field: 'share', format: '.2%', title: 'share' },
          ],
        },
      },
      {
        data: { values: row.median > 0 ? [{ median: rounded(Math.max(row.median, row.binEdges[0]!)) }] : [] },
        mark: { type: 'rule', strokeDash: [4, 3] },
        encoding: { x: { field: 'median', ...x } },
      },
    ],
  };
}

const shares = ({ counts, count }: WeightMagnitudes): number[] => counts.map((n) => n / count);

const unique = (names: readonly string[]): string[] => [...new Set(names)];

const rounded = (value: number): number => Number(value.toPrecision(4));

const networkColor = (magnitudes: readonly WeightMagnitudes[], { network }: WeightMagnitudes): string =>
  network === magnitudes[0]!.network ? BLUE : VERMILION;

const sentence = ({ network, layer, median, max }: WeightMagnitudes): string =>
  `${layer} of ${network}: median ${shortNumber(median)}, largest ${shortNumber(max)}.`;

function requireSome(where: string, magnitudes: readonly WeightMagnitudes[]): void {
  if (magnitudes.length === 0) throw new Error(`${where} requires the rows of weightMagnitudes, got none.`);
}
