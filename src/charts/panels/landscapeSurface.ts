import { penalizedMinimum, quadraticLoss } from '../../analysis/quadratic';
import type { PlotlyFigure, VegaLiteFigure } from '../figure';
import { lambdaText } from './lambdas';
import { minimaPath } from './landscapeView';
import type { Point } from './landscapeView';
import { LINES } from './landscapePanel';
import { isVisible } from './lineInPixels';
import type { Landscape } from '../penaltyLandscape';
import { plotlyFigure, plotlyText } from '../drawing/plotly';
import { FAINT, INK, rounded } from '../style';

const GRID = 31; // points of the surface along each weight
const MOST_POINTS = 150; // points of a descent path

/** Light where the lines and their labels are, at the bottom of the valley. */
const LIGHT = [
  [0, '#E4EEF5'],
  [1, '#6F8FA8'],
];

/** The sum of data loss and penalty at the chosen λ as a surface that turns; the lines run just above it. */
export function landscapeSurface(landscape: Landscape, still: VegaLiteFigure): PlotlyFigure {
  const { loss, chosen, lambdas, descents, view } = landscape;
  const total = ([x, y]: Point) => quadraticLoss(loss, [x, y]) + (chosen * (x * x + y * y)) / 2;
  const along = ([from, to]: readonly [number, number]) =>
    Array.from({ length: GRID }, (_, i) => from + ((to - from) * i) / (GRID - 1));
  const [xs, ys] = [along(view.w1), along(view.w2)];
  const heights = ys.map((y) => xs.map((x) => total([x, y])));
  const highest = Math.max(...heights.flat());
  const above = (points: readonly Point[]) => ({
    x: points.map(([x]) => short(x)),
    y: points.map(([, y]) => short(y)),
    z: points.map((point) => short(total(point) + highest / 100)),
  });
  const axis = (title: string, range: readonly number[]) => ({
    ...{ title: { text: title }, range, color: INK, gridcolor: FAINT },
    ...{ showbackground: false, nticks: 6, zeroline: false },
  });
  // The others would cover each other.
  const labelOf = (lambda: number) => ([chosen, lambdas.at(-1)].includes(lambda) ? lambdaText(lambda) : '');
  const widest = Math.max(view.width, view.height);
  return plotlyFigure({
    data: [
      {
        ...{ type: 'surface', name: 'data loss + penalty', colorscale: LIGHT, opacity: 0.9, showscale: false },
        ...{ x: xs.map(short), y: ys.map(short), z: heights.map((row) => row.map(short)) },
        contours: { z: { show: true, color: INK, start: 0, end: highest, size: highest / 12 } },
        hovertemplate: 'w₁ %{x:.3~g}, w₂ %{y:.3~g}: %{z:.3~g}<extra></extra>',
      },
      {
        ...{ type: 'scatter3d', mode: 'lines+markers+text', name: LINES[2], line: { color: INK, width: 5 } },
        ...above(lambdas.map((lambda) => penalizedMinimum(loss, lambda))),
        ...{ marker: { color: INK, size: 4 }, text: lambdas.map(labelOf), textposition: 'top center' },
        customdata: lambdas.map(lambdaText),
        hovertemplate: '%{customdata}: w₁ %{x:.3~g}, w₂ %{y:.3~g}<extra></extra>',
      },
      {
        ...{ type: 'scatter3d', mode: 'lines', showlegend: false, hoverinfo: 'skip' },
        ...{ ...above(minimaPath(loss)), line: { color: INK, width: 5, dash: 'dot' } },
      },
      ...descents.map(({ name, color, spaceShape, points }) => {
        const inside = points.filter((point) => isVisible(point, view));
        const every = Math.ceil(inside.length / MOST_POINTS);
        const shown = inside.filter((_, step) => step % every === 0 || step === inside.length - 1);
        // One mark, at the end.
        const size = shown.map((_, i) => (i < shown.length - 1 ? 0 : 8));
        return {
          ...{ type: 'scatter3d', mode: 'lines+markers', name: plotlyText(name), ...above(shown) },
          ...{ line: { color, width: 5 }, marker: { color, symbol: spaceShape, line: { width: 0 }, size } },
          hovertemplate: 'w₁ %{x:.3~g}, w₂ %{y:.3~g}<extra>%{fullData.name}</extra>',
        };
      }),
    ],
    layout: {
      // The scene has its titles inside.
      margin: { l: 0, r: 0, t: 30, b: 0 },
      legend: { orientation: 'h', x: 0, y: 1, yanchor: 'bottom' },
      scene: {
        xaxis: axis('w₁', view.w1),
        yaxis: axis('w₂', view.w2),
        zaxis: axis('loss', [0, highest]),
        aspectmode: 'manual',
        // As many pixels for w₁ as for w₂.
        aspectratio: { x: (1.3 * view.width) / widest, y: (1.3 * view.height) / widest, z: 0.8 },
        camera: { eye: { x: 1.32, y: -2.05, z: 1.2 }, center: { x: -0.06, y: 0, z: -0.25 } },
      },
    },
    ...{ height: 480, below: 10, still },
  });
}

const short = (value: number) => rounded(value);
