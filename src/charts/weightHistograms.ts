import type { WeightMagnitudes } from '../analysis/weightMagnitudes';
import type { VegaLiteFigure, VegaLiteSpec } from './Figure';
import { networkColor, panelWidth, PAPER, shortNumber, VEGA_LITE_SCHEMA } from './style';
import { requireSome, rounded, sentence, shares, shownRange, unique } from './weightShares';

/**
 * Histograms of |w| side by side: a row for each layer, a column for each network, on one logarithmic axis per row.
 *
 * @param magnitudes from `weightMagnitudes`.
 * @throws if there are none.
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
    return { hconcat: networks.map((row, column) => panel(row, { column, ...common })) };
  });
  const names = unique(magnitudes.map(({ network }) => network)).join(' and ');
  const alt = `Histograms of weight magnitudes of ${names}, layer by layer. ${magnitudes.map(sentence).join(' ')}`;
  return {
    kind: 'vega-lite',
    spec: { $schema: VEGA_LITE_SCHEMA, description: alt, ...PAPER, vconcat: rows, spacing: 12 },
    alt,
  };
}

interface PanelOptions {
  /** The largest share in this layer, of any network: the end of the row's common axis. */
  readonly highest: number;
  readonly range: readonly [number, number];
  readonly column: number;
  readonly width: number;
  readonly xTitle: string | null;
}

function panel(row: WeightMagnitudes, options: PanelOptions): VegaLiteSpec {
  const { highest, range, column, width, xTitle } = options;
  const values = shares(row)
    .map((share, i) => ({
      from: rounded(row.binEdges[i]!),
      to: rounded(row.binEdges[i + 1]!),
      share: rounded(share),
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
        data: { values: [{ median: Math.max(rounded(row.median), range[0]) }] },
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
