import type { History } from '../training/history';
import type { WeightMagnitudes } from '../model/weightMagnitudes';
import type { PlotlyFigure } from './figure';
import { highestShare, magnitudeAxis } from './magnitudes';
import { plotlyAxis, plotlyFigure, plotlyText } from './plotly';
import { networkColors, shortName, shortNumber } from './style';
import type { NetworkOptions } from './style';
import { histogramGrid, histogramWidth } from './weightHistograms';
import { magnitudePlotlyAxis, outline } from './weightOverlay';

/** Rows that the still picture has room for. */
const MOST_ROWS = 7;

/** Networks that have room beside each other. */
const MOST_COLUMNS = 3;

/** Milliseconds that each epoch stands while it plays. */
const FRAME_TIME = 500;

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
 * @throws if there is no history, they were recorded at different epochs or not at all, or have no such layer.
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
    name: `epoch ${epoch}`,
    magnitudes: histories.map(({ label, snapshots }) => ({ ...find(snapshots[i]!.layers, layer), network: label })),
  }));
  const color = networkColors('weightTimeline', labels, { networks });
  const all = rows.flatMap(({ magnitudes }) => magnitudes);
  const axis = magnitudeAxis(all, histogramWidth(histories.length));
  const axisOf = (column: number) => (column === 0 ? '' : String(column + 1));
  const traces = rows.map(({ magnitudes }) =>
    magnitudes.map((row, column) => ({
      ...outline(row, axis),
      ...{ name: plotlyText(shortName(row.network)), line: { shape: 'hv', color: color(row.network) } },
      ...{ xaxis: `x${axisOf(column)}`, yaxis: `y${axisOf(column)}`, showlegend: false },
    })),
  );
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const caption = histories
    .map(({ label }, i) => {
      const [from, to] = [first, last].map(({ magnitudes }) => shortNumber(magnitudes[i]!.median));
      return `${shortName(label)}: the median |w| of ${layer} goes from ${from} (${first.name}) to ${to} (${last.name}).`;
    })
    .join('\n');
  const every = Math.ceil((rows.length - 1) / (MOST_ROWS - 1)) || 1;
  return plotlyFigure({
    data: traces[0]!,
    frames: rows.map(({ name }, i) => ({ name, data: traces[i] })),
    layout: {
      ...Object.fromEntries(
        labels.flatMap((label, column) => {
          const room = 1 / labels.length;
          const domain = [column * room + (column === 0 ? 0 : 0.04), (column + 1) * room - 0.02];
          const title = `<span style="color:${color(label)}">${plotlyText(shortName(label))}</span>: |w|`;
          const share = column === 0 ? { title: { text: `share of ${plotlyText(layer)}` } } : { showticklabels: false };
          return [
            [`xaxis${axisOf(column)}`, { ...magnitudePlotlyAxis(axis, title), domain, anchor: `y${axisOf(column)}` }],
            [
              `yaxis${axisOf(column)}`,
              plotlyAxis({
                ...{ ...share, tickformat: '.2~p', range: [0, 1.05 * highestShare(all, axis)] },
                anchor: `x${axisOf(column)}`,
              }),
            ],
          ];
        }),
      ),
      ...controls(rows.map(({ name }) => name)),
    },
    ...{ height: 400, below: 130, caption },
    still: histogramGrid(
      'weightTimeline',
      rows.filter((_, i) => i % every === 0 || i === rows.length - 1),
      {
        ...{ networks, height: 56, caption },
        what: `Histograms of the weight magnitudes of ${layer} of ${labels.map(shortName).join(' and ')} through the epochs ${epochs.join(', ')}.`,
      },
    ),
  });
}

/** A slider with a step for each frame, and a button that plays them all and one that stops. */
function controls(frames: readonly string[]): Readonly<Record<string, unknown>> {
  const at = { mode: 'immediate', frame: { duration: 0, redraw: false }, transition: { duration: 0 } };
  const play = { fromcurrent: true, frame: { duration: FRAME_TIME, redraw: false }, transition: { duration: 200 } };
  return {
    sliders: [
      {
        steps: frames.map((name) => ({ label: name.replace(/^epoch /, ''), method: 'animate', args: [[name], at] })),
        ...{ x: 0.16, len: 0.84, y: 0, yanchor: 'top', pad: { t: 50 } },
        currentvalue: { visible: false },
      },
    ],
    updatemenus: [
      {
        ...{ type: 'buttons', direction: 'left', showactive: false, bgcolor: 'rgba(128, 128, 128, 0.15)' },
        ...{ x: 0, y: 0, xanchor: 'left', yanchor: 'top', pad: { t: 56, r: 8 } },
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
  if (!found) {
    throw new Error(
      `weightTimeline requires one of the layers ${layers.map((row) => row.layer).join(', ')}, got "${layer}".`,
    );
  }
  return found;
}
