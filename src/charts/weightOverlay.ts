import type { WeightMagnitudes } from '../analysis/weightMagnitudes';
import type { PlotlyFigure } from './Figure';
import { FIGURE_WIDTH, networkColor, PLOTLY_PAPER } from './style';
import { weightHistograms } from './weightHistograms';
import { requireSome, rounded, sentence, shares, shownRange, unique } from './weightShares';

/**
 * The same histograms for Plotly, networks drawn over each other and one layer at a time, chosen from a list: zoom in
 * with the mouse, read shares off the curve.
 *
 * @throws if there are none.
 */
export function weightOverlay(magnitudes: readonly WeightMagnitudes[], layer?: string): PlotlyFigure {
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
      x: row.binEdges.map(rounded),
      y: [...shares(row), 0].map(rounded),
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
  shownRange(rows).map((edge) => rounded(Math.log10(edge)));
