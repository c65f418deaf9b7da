import { penalizedWeight, requireOneWeight } from '../analysis/quadratic';
import type { OneWeightLoss } from '../analysis/quadratic';
import type { PlotlyFigure, VegaLiteSpec } from './figure';
import { lambdaText, sortedLambdas } from './panels/lambdas';
import type { LambdaOptions } from './panels/lambdas';
import { plotlyAxis, plotlyFigure } from './drawing/plotly';
import { ACCENTS, DASHES, INK, panelWidth, rounded, shortNumber, unique } from './style';
import { byName, dataOf, EMPTY_LABELS, LINE_LEGEND, quantity, vegaLiteFigure } from './drawing/vegaLite';

/** The three curves, told apart by width, dash and color; the widest one lies under the others. */
const CURVES = [
  { name: 'data loss + penalty', dash: DASHES.train, plotlyDash: 'solid', width: 4, color: INK },
  { name: 'data loss', dash: DASHES.train, plotlyDash: 'solid', width: 2, color: ACCENTS[0] },
  { name: 'penalty ½λw²', dash: DASHES.heldOut, plotlyDash: 'dash', width: 2, color: ACCENTS[1] },
] as const;

const POINTS = 61; // points that each curve is drawn through

/** Which λ `parabola` offers, and which one it shows first. */
export type ParabolaOptions = LambdaOptions;

/**
 * One weight and its penalty: the data loss (solid), ½λw² (dashed) and their sum (thick) with its minimum, which a
 * slider for λ moves from the data loss's own minimum towards 0. Standing still, three values of λ side by side.
 *
 * @param dataLoss ½ · curvature · (w − minimum)² + lowest.
 * @throws if the curvature is not above 0, or a λ is below 0.
 * @example
 * parabola({ curvature: 1, minimum: 2 }, { lambdas: [0, 1, 3] }).alt; // => 'One weight w: data loss, penalty ½λw² and their sum. The data loss is smallest at w = 2. With the penalty: w = 2 at λ = 0, w = 1 at λ = 1, w = 0.5 at λ = 3.'
 */
export function parabola(dataLoss: OneWeightLoss, options: ParabolaOptions): PlotlyFigure {
  requireOneWeight('parabola', dataLoss);
  const { lambdas, chosen } = sortedLambdas('parabola', options);
  const plot = plotOf(dataLoss, lambdas);
  const shown = panelLambdas(lambdas, chosen);
  const minima = shown.map((lambda) => `w = ${shortNumber(plot.minimum(lambda).w)} at ${lambdaText(lambda)}`);
  const caption = `The data loss is smallest at w = ${shortNumber(dataLoss.minimum)}.\nWith the penalty: ${minima.join(', ')}.`;
  const still = vegaLiteFigure({
    panels: [{ hconcat: shown.map((lambda, column) => panel(plot, lambda, column, shown.length)), spacing: 24 }],
    what: 'One weight w: data loss, penalty ½λw² and their sum.',
    caption,
  });
  return plotlyFigure({
    data: plotlyTraces(plot, chosen),
    layout: {
      xaxis: plotlyAxis({ title: { text: 'weight w' }, range: plot.range, showgrid: false }),
      yaxis: plotlyAxis({ title: { text: 'loss' }, range: plot.heights }),
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
      sliders: [
        {
          active: lambdas.indexOf(chosen),
          ...{ x: 0, len: 1, y: 0, pad: { t: 50 }, currentvalue: { prefix: 'λ = ', xanchor: 'left' } },
          ...{ bgcolor: INK, bordercolor: INK, tickcolor: INK },
          // Restyled, not animated: that works wherever Plotly does, and needs no frames beside the figure.
          steps: lambdas.map((lambda) => ({
            ...{ label: shortNumber(lambda), method: 'restyle' },
            args: [moved(plot, lambda), [0, 2, 4]],
          })),
        },
      ],
    },
    ...{ height: 440, below: 140, still },
  });
}

/** All that the curves are drawn from. */
type Plot = ReturnType<typeof plotOf>;

function plotOf(loss: OneWeightLoss, lambdas: readonly number[]) {
  // Both minima, with room on their outer sides.
  const room = 0.75 * Math.abs(loss.minimum) || 1;
  const [from, to] = [Math.min(0, loss.minimum) - room, Math.max(0, loss.minimum) + room];
  const dataLoss = (w: number) => (loss.curvature * (w - loss.minimum) ** 2) / 2 + (loss.lowest ?? 0);
  return {
    ...{ range: [from, to], lambdas, dataLoss },
    // The lowest and the highest loss that have room.
    heights: [short(Math.min(0, loss.lowest ?? 0)), short(Math.max(dataLoss(from), dataLoss(to)))],
    weights: Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1)),
    minimum: (lambda: number) => {
      const w = penalizedWeight(loss, lambda);
      return { w, loss: dataLoss(w) + (lambda * w * w) / 2 };
    },
  };
}

const short = (value: number): number => rounded(value)!;

/** The first λ, the last and the chosen one, or one in the middle. */
function panelLambdas(lambdas: readonly number[], chosen: number): number[] {
  const [first, last] = [lambdas[0]!, lambdas.at(-1)!];
  const middle = [first, last].includes(chosen) ? lambdas[Math.floor(lambdas.length / 2)]! : chosen;
  return unique([first, middle, last]);
}

/** The losses of CURVES, in their order. */
function lossesOf({ weights, dataLoss }: Plot, lambda: number) {
  const penalty = (w: number) => (lambda * w * w) / 2;
  const losses = [(w: number) => dataLoss(w) + penalty(w), dataLoss, penalty];
  return losses.map((loss) => weights.map((w) => short(loss(w))));
}

/** One panel of the still picture. */
function panel(plot: Plot, lambda: number, column: number, columns: number): VegaLiteSpec {
  const losses = lossesOf(plot, lambda);
  const values = CURVES.flatMap(({ name }, i) =>
    plot.weights.map((w, j) => ({ curve: name, w: short(w), loss: losses[i]![j]! })),
  );
  const { w, loss } = plot.minimum(lambda);
  const minimum = { values: [{ w: short(w), loss: short(loss), floor: plot.heights[0] }] };
  const names = CURVES.map(({ name }) => name);
  const ofCurve = (look: 'color' | 'dash' | 'width') => {
    const range = CURVES.map((curve) => curve[look]);
    return byName('curve', names, range, LINE_LEGEND);
  };
  return {
    title: { text: lambdaText(lambda), subtitle: `minimum at w = ${shortNumber(w)}`, anchor: 'middle' },
    ...{ width: columns === 1 ? panelWidth(1) : panelWidth(columns) + 8, height: 200, data: dataOf(values) },
    encoding: {
      x: quantity('w', 'weight w', plot.range, { tickCount: 5 }),
      // Empty labels keep the headings of all panels on one line.
      y: quantity('loss', column === 0 ? 'loss' : null, plot.heights, column === 0 ? {} : EMPTY_LABELS),
    },
    layer: [
      {
        mark: { type: 'line', clip: true },
        encoding: { color: ofCurve('color'), strokeDash: ofCurve('dash'), strokeWidth: ofCurve('width') },
      },
      { data: minimum, mark: { type: 'rule', strokeDash: [1, 3] }, encoding: { y2: { field: 'floor' } } },
      {
        data: minimum,
        mark: { type: 'point', shape: 'diamond', size: 220, filled: true, color: INK, opacity: 1 },
        encoding: {
          tooltip: [
            { field: 'w', format: '.4~g', title: 'minimum at w' },
            { field: 'loss', format: '.4~g', title: 'data loss + penalty' },
          ],
        },
      },
    ],
  };
}

/** The sum, data loss, penalty, the minima of all λ, the minimum of this one. */
function plotlyTraces(plot: Plot, lambda: number): PlotlyFigure['data'] {
  const { y, x, text } = moved(plot, lambda);
  const minima = plot.lambdas.map(plot.minimum);
  const losses = lossesOf(plot, lambda);
  return [
    ...CURVES.map(({ name, plotlyDash: dash, width, color }, i) => ({
      ...{ type: 'scatter', mode: 'lines', name, x: x[0], y: losses[i], line: { color, width, dash, shape: 'spline' } },
      hovertemplate: `${name} %{y:.3~g} at w = %{x:.3~g}<extra></extra>`,
    })),
    {
      ...{ type: 'scatter', mode: 'lines+markers', name: 'minimum for each λ', line: { color: INK, width: 1 } },
      x: minima.map(({ w }) => short(w)),
      y: minima.map(({ loss }) => short(loss)),
      ...{ marker: { color: INK, size: 6 }, text: plot.lambdas.map(lambdaText) },
      hovertemplate: '%{text}: minimum at w = %{x:.4~g}<extra></extra>',
    },
    {
      ...{ type: 'scatter', mode: 'markers+text', name: 'minimum', showlegend: false, x: x[2], y: y[2], text: text[2] },
      ...{ textposition: 'top center', marker: { color: INK, size: 13, symbol: 'diamond' } },
      hovertemplate: 'minimum of the sum: %{y:.4~g} at w = %{x:.4~g}<extra></extra>',
    },
  ];
}

/** What λ moves: the sum, the penalty, and the minimum with its label. */
function moved(plot: Plot, lambda: number) {
  const { w, loss } = plot.minimum(lambda);
  const weights = plot.weights.map((weight) => short(weight));
  const [sum, , penalty] = lossesOf(plot, lambda);
  return {
    x: [weights, weights, [short(w)]],
    y: [sum, penalty, [short(loss)]],
    // An empty line lifts the label to where the curve is wider than it.
    text: [null, null, [`w = ${shortNumber(w)}<br>\u00a0`]],
  };
}
