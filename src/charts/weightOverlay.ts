import type { WeightMagnitudes } from '../model/weightMagnitudes';
import type { PlotlyFigure } from './figure';
import { barsOf, inWords, magnitudeAxis, requireMagnitudes } from './panels/magnitudes';
import type { MagnitudeAxis } from './panels/magnitudes';
import { PLOTLY_GRID_ONLY, PLOTLY_LIST, plotlyAxis, plotlyFigure, plotlyText } from './drawing/plotly';
import { FIGURE_WIDTH, networkLooks, shortName, unique } from './style';
import type { NetworkOptions } from './style';
import { layerHistograms } from './weightHistograms';

/** What `weightOverlay` shows first. */
export interface WeightOverlayOptions extends NetworkOptions {
  /** One of the rows' layers, e.g. `Dense 1`. Default the first one. */
  readonly layer?: string;
}

/**
 * The histograms of |w| of one layer, networks drawn over each other, for Plotly: choose another layer from the list,
 * zoom in with the mouse, read shares off the curve. All layers have the same axis.
 *
 * @param magnitudes from `weightMagnitudes`.
 * @throws if there are none, none of that layer, or more than four networks, which the still picture has no room for.
 * @example
 * const dense = tf.layers.dense({ inputShape: [2], units: 2, kernelInitializer: 'ones' });
 * const magnitudes = await weightMagnitudes({ ones: tf.sequential({ layers: [dense] }) });
 * weightOverlay(magnitudes, { layer: 'Dense 1' }).kind; // => 'plotly'
 */
export function weightOverlay(
  magnitudes: readonly WeightMagnitudes[],
  { layer, networks = [] }: WeightOverlayOptions = {},
): PlotlyFigure {
  requireMagnitudes('weightOverlay', magnitudes);
  const layers = unique(magnitudes.map((row) => row.layer));
  const first = layer ?? layers[0]!;
  if (!layers.includes(first)) {
    throw new Error(`weightOverlay requires one of the layers ${layers.join(', ')}, got "${first}".`);
  }
  const names = unique(magnitudes.map((row) => row.network));
  const look = networkLooks('weightOverlay', names, { networks });
  const axis = magnitudeAxis(magnitudes, FIGURE_WIDTH - 80);
  const shares = { tickformat: '.2~p', rangemode: 'tozero' };
  const shown = magnitudes.filter((row) => row.layer === first);
  return plotlyFigure({
    data: magnitudes.map((row) => {
      const { color, line } = look(row.network);
      return {
        ...outline(row, axis),
        ...{ name: plotlyText(shortName(row.network)), line: { shape: 'hv', color, dash: line } },
        visible: row.layer === first,
      };
    }),
    layout: {
      xaxis: magnitudePlotlyAxis(axis, '|w|'),
      yaxis: plotlyAxis({ title: { text: 'share of weights' }, ...shares, ...PLOTLY_GRID_ONLY }),
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
      updatemenus: [
        {
          buttons: layers.map((name) => ({
            ...{ label: plotlyText(name), method: 'restyle' },
            args: [{ visible: magnitudes.map((row) => row.layer === name) }],
          })),
          active: layers.indexOf(first),
          ...{ x: 1, y: 1.02, xanchor: 'right', yanchor: 'bottom', ...PLOTLY_LIST },
        },
      ],
    },
    caption: shown.map(inWords).join(' '),
    still: layerHistograms('weightOverlay', shown, { networks: [...networks, ...names] }),
  });
}

/** The outline of a histogram as a Plotly trace of steps. */
export function outline(row: WeightMagnitudes, axis: MagnitudeAxis) {
  const bars = barsOf(row, axis);
  const steps = bars.flatMap((bar, i) => {
    const next = bars[i + 1];
    const step = { x: bar.from, y: bar.share, holds: bar.holds };
    // Back to 0 where a bar is left out, and at the end.
    return next && next.from === bar.to ? [step] : [step, { x: bar.to, y: 0, holds: '' }];
  });
  return {
    ...{ type: 'scatter', mode: 'lines', fill: 'tozeroy' },
    ...{ x: steps.map(({ x }) => x), y: steps.map(({ y }) => y), customdata: steps.map(({ holds }) => holds) },
    hovertemplate: '|w| %{customdata}: %{y:.2~p}',
  };
}

/** The axis of |w| as Plotly takes it. */
export const magnitudePlotlyAxis = ({ from, to, ticks }: MagnitudeAxis, title: string) =>
  plotlyAxis({
    ...{ title: { text: title }, range: [from, to], showgrid: false },
    ...{ tickvals: ticks.map(({ at }) => at), ticktext: ticks.map(({ text }) => text) },
  });
