import type { History } from '../training/history';
import type { WeightMagnitudes } from '../model/weightMagnitudes';
import type { PlotlyFigure } from './figure';
import { highestShare, magnitudeAxis } from './panels/magnitudes';
import type { MagnitudeAxis } from './panels/magnitudes';
import { requireOwnLabels } from './panels/ownLabels';
import { captionLines } from './drawing/caption';
import { fitText } from './drawing/font';
import { PLOTLY_BUTTONS, PLOTLY_GRID_ONLY, plotlyAxis, plotlyFigure, plotlyText } from './drawing/plotly';
import { FAINT, INK, networkLooks, rounded, shortName, shortNumber, TEXT_SIZE } from './style';
import type { NetworkOptions } from './style';
import { histogramGrid, histogramWidth } from './weightHistograms';
import { magnitudePlotlyAxis, outline } from './weightOverlay';

const MOST_ROWS = 7; // that the still picture has room for
const MOST_COLUMNS = 3; // networks that have room beside each other
const FRAME_TIME = 500; // milliseconds that each epoch stands while it plays

/** What a frame is called, and a row of the still picture. */
const frameName = (epoch: number): string => `epoch ${epoch}`;

/** What `weightTimeline` shows. */
export interface WeightTimelineOptions extends NetworkOptions {
  /** A layer with weights, e.g. `Dense 1`. */
  readonly layer: string;
}

/**
 * How the histogram of |w| of one layer moves while the networks learn: networks side by side, with a slider through the
 * recorded epochs and a button that plays them. The still picture has a row for each epoch.
 *
 * @param histories from `fit` with `snapshots`, all for the same epochs.
 * @throws if there is no history or more than three, two have the same label, they were recorded at different epochs or
 *   not at all, or have no such layer.
 * @example
 * const { train } = syntheticShapes({ trainImages: 10, testImages: 1 });
 * const model = convNet({ filters: 1, denseUnits: 2, seed: 1 });
 * model.compile({ optimizer: kerasAdam({ learningRate: 0.001 }), loss: 'categoricalCrossentropy' });
 * const history = await fit(model, train, { epochs: 1, label: 'baseline', snapshots: [0, 1] });
 * weightTimeline([history], { layer: 'Dense 1' }).frames?.length; // => 2
 */
export function weightTimeline(
  histories: readonly History[],
  { layer, networks = [] }: WeightTimelineOptions,
): PlotlyFigure {
  const epochs = commonEpochs(histories);
  const labels = histories.map(({ label }) => label);
  const rows = epochs.map((epoch, i) => ({
    name: frameName(epoch),
    magnitudes: histories.map(({ label, snapshots }) => ({ ...find(snapshots[i]!.layers, layer), network: label })),
  }));
  const look = networkLooks('weightTimeline', labels, { networks });
  const all = rows.flatMap(({ magnitudes }) => magnitudes);
  const axis = magnitudeAxis(all, histogramWidth(histories.length));
  const axisOf = (column: number) => (column === 0 ? '' : String(column + 1));
  const traces = rows.map(({ magnitudes }) =>
    magnitudes.map((row, column) => ({
      ...briefOutline(row, axis),
      ...{ name: plotlyText(shortName(row.network)), line: { shape: 'hv', color: look(row.network).color } },
      ...{ xaxis: `x${axisOf(column)}`, yaxis: `y${axisOf(column)}`, showlegend: false },
    })),
  );
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const courses = histories.map(({ label }, i) => {
    const [from, to] = [first, last].map(({ name, magnitudes }) => `${shortNumber(magnitudes[i]!.median)} (${name})`);
    return `${shortName(label)}: median |w| of ${layer} ${first === last ? from : `from ${from} to ${to}`}.`;
  });
  const every = Math.ceil((rows.length - 1) / (MOST_ROWS - 1)) || 1;
  const shown = rows.filter((_, i) => i % every === 0 || i === rows.length - 1);
  return plotlyFigure({
    data: traces[0]!,
    frames: rows.map(({ name }, i) => ({ name, data: traces[i] })),
    layout: {
      ...Object.fromEntries(
        labels.flatMap((_, column) => {
          const named = column === 0 ? { title: { text: `share of ${plotlyText(layer)}` } } : { showticklabels: false };
          const shares = { tickformat: '.2~p', range: [0, 1.05 * highestShare(all, axis)] };
          const [x, y] = [`x${axisOf(column)}`, `y${axisOf(column)}`];
          const domain = domainOf(column, labels.length);
          return [
            [x.replace('x', 'xaxis'), { ...magnitudePlotlyAxis(axis, '|w|'), domain, anchor: y }],
            [y.replace('y', 'yaxis'), plotlyAxis({ ...named, ...PLOTLY_GRID_ONLY, ...shares, anchor: x })],
          ];
        }),
      ),
      annotations: labels.map((label, column) => heading(label, look(label).color, column, labels.length)),
      // One epoch neither slides nor plays.
      ...(rows.length > 1 && controls(epochs)),
    },
    ...{ height: rows.length > 1 ? 420 : 340, below: rows.length > 1 ? 140 : 60 },
    still: histogramGrid('weightTimeline', shown, {
      ...{ networks, height: 56, caption: captionLines(...courses) },
      what: `Histograms of the weight magnitudes of ${layer} of ${labels.map(shortName).join(' and ')} through the epochs ${epochs.join(', ')}.`,
    }),
  });
}

/** An outline for each network and epoch: where a bar begins, in few digits, is enough for so many of them. */
function briefOutline(row: WeightMagnitudes, axis: MagnitudeAxis) {
  const whole = outline(row, axis);
  const starts = whole.x.map((at) => (at === axis.below?.from ? '0' : shortNumber(rounded(10 ** at, 2)!)));
  return { ...whole, customdata: starts, hovertemplate: '|w| from %{customdata}: %{y:.2~p}' };
}

/** Which part of the width a network's panel takes, from 0 to 1. */
const domainOf = (column: number, columns: number): [number, number] => [
  column / columns + (column === 0 ? 0 : 0.02),
  (column + 1) / columns - (column === columns - 1 ? 0 : 0.02),
];

/** A network's name above its panel, as long as there is room. */
function heading(label: string, color: string, column: number, columns: number) {
  // Letters in bold, and those of a browser without the font, are wider than those that are measured.
  const text = fitText(shortName(label), 0.8 * histogramWidth(columns), TEXT_SIZE + 1);
  const [from, to] = domainOf(column, columns);
  return {
    ...{ text: `<b>${plotlyText(text)}</b>`, font: { color, size: TEXT_SIZE + 1 }, showarrow: false },
    ...{ x: (from + to) / 2, xanchor: 'center', xref: 'paper', y: 1, yanchor: 'bottom', yref: 'paper', yshift: 8 },
  };
}

/** A slider with a step for each frame, and a button that plays them all and one that stops. */
function controls(epochs: readonly number[]): Readonly<Record<string, unknown>> {
  const at = { mode: 'immediate', frame: { duration: 0, redraw: false }, transition: { duration: 0 } };
  const play = { fromcurrent: true, frame: { duration: FRAME_TIME, redraw: false }, transition: { duration: 200 } };
  return {
    sliders: [
      {
        steps: epochs.map((epoch) => ({ label: String(epoch), method: 'animate', args: [[frameName(epoch)], at] })),
        ...{ x: 0.18, len: 0.82, y: 0, yanchor: 'top', pad: { t: 52 } },
        ...{ bgcolor: INK, bordercolor: FAINT, activebgcolor: INK, tickcolor: FAINT },
        currentvalue: { prefix: 'epoch ', xanchor: 'left' },
      },
    ],
    updatemenus: [
      {
        ...{ type: 'buttons', direction: 'left', showactive: false, ...PLOTLY_BUTTONS },
        ...{ x: 0, y: 0, xanchor: 'left', yanchor: 'top', pad: { t: 70, r: 8 } },
        buttons: [
          { label: '▶', method: 'animate', args: [null, play] },
          { label: '❚❚', method: 'animate', args: [[null], at] },
        ],
      },
    ],
  };
}

function commonEpochs(histories: readonly History[]): number[] {
  if (histories.length === 0 || histories.length > MOST_COLUMNS) {
    throw new Error(`weightTimeline requires 1 to ${MOST_COLUMNS} histories, got ${histories.length}.`);
  }
  requireOwnLabels('weightTimeline', histories);
  const recorded = histories.map(({ snapshots }) => snapshots.map(({ epoch }) => epoch));
  if (recorded.some((epochs) => epochs.length === 0 || String(epochs) !== String(recorded[0]))) {
    throw new Error(
      'weightTimeline requires histories with snapshots at the same epochs, got ' +
        `${histories.map(({ label }, i) => `${shortName(label)}: ${recorded[i]!.join(', ') || 'none'}`).join('; ')}. ` +
        'Write fit(model, images, { snapshots: [0, 1, 2, 5, 10], … }).',
    );
  }
  return recorded[0]!;
}

function find(layers: readonly WeightMagnitudes[], layer: string): WeightMagnitudes {
  const found = layers.find((row) => row.layer === layer);
  if (found) return found;
  const names = layers.map((row) => row.layer).join(', ');
  throw new Error(`weightTimeline requires one of the layers ${names}, got "${layer}".`);
}
