import { penalizedMinimum, quadraticLoss } from '../../analysis/quadratic';
import type { TwoWeightLoss } from '../../analysis/quadratic';
import type { VegaLiteSpec } from '../figure';
import { lambdaText } from './lambdas';
import { circle, circleRadii, contour, contourLevels, minimaPath } from './landscapeView';
import type { LandscapeView, Point } from './landscapeView';
import type { Descent, Landscape } from '../penaltyLandscape';
import { measureText } from '../drawing/font';
import { dense, isVisible, thinned, visiblePieces } from './lineInPixels';
import { placeLabels } from '../drawing/placeLabels';
import { CROSS, DASHES, INK, rounded } from '../style';
import { dataOf, LINE_LEGEND, quantity } from '../drawing/vegaLite';

const CONTOURS = 7; // how many contours of each kind fill the panel

const CIRCLES = 5;

const MARK_EVERY = 55; // pixels along a descent path from mark to mark
const FINEST = 2; // pixels from point to point of a descent path; nearer ones cannot be told apart
const COARSEST = 12; // pixels from point to point of a smooth curve, which is rounded between its points

/** The three kinds of lines, as the legend calls them. */
export const LINES = ['data loss', 'penalty', 'minimum of the sum for each λ'];

/** The landscape from above. */
export function landscapePanel(landscape: Landscape): VegaLiteSpec {
  const { loss, chosen, descents, view } = landscape;
  const faint = { opacity: 0.65, strokeWidth: 1 };
  return {
    ...{ width: view.width, height: view.height },
    encoding: {
      x: quantity('w1', 'weight w₁', view.w1, { tickCount: 6 }),
      y: quantity('w2', 'weight w₂', view.w2, { ...{ grid: false, domain: true, ticks: true }, tickCount: 6 }),
    },
    layer: [
      ...contourLevels(loss, view, CONTOURS).map((value) => line(contour(loss, value), 0, faint, view)),
      ...circleRadii(view, CIRCLES).map((value) => line(circle(value), 1, faint, view)),
      ...touching(loss, chosen).map((points, i) => line(points, i, { strokeWidth: 2 }, view)),
      line(minimaPath(loss), 2, { strokeWidth: 3 }, view),
      ...descents.flatMap((descent, i) => descentLayers(descent, i, landscape)),
      { data: data(starts(landscape)), mark: { type: 'point', color: INK, size: 130, strokeWidth: 2, opacity: 1 } },
      ...minimaMarks(landscape),
      labels(landscape),
    ],
  };
}

/** The contour of the data loss and that of the penalty that meet at the minimum. */
function touching(loss: TwoWeightLoss, lambda: number): Point[][] {
  const minimum = penalizedMinimum(loss, lambda);
  return [contour(loss, quadraticLoss(loss, minimum)), circle(Math.hypot(...minimum))];
}

const row = ([w1, w2]: Point) => ({ w1: rounded(w1), w2: rounded(w2) });

const data = (points: readonly Point[]) => ({ values: points.map(row) });

/** Points from left to right would be another line; and what is far outside is not drawn. */
const lineData = (points: readonly Point[], view: LandscapeView, pixels: number) =>
  dataOf(
    visiblePieces(points, view).flatMap((piece, i) => [
      ...(i > 0 ? [{ w1: null, w2: null }] : []),
      ...thinned(piece, view, pixels).map(row),
    ]),
  );

/** A line of one of the three kinds. */
function line(points: readonly Point[], kind: number, mark: VegaLiteSpec, view: LandscapeView): VegaLiteSpec {
  return {
    data: lineData(points, view, COARSEST),
    mark: { type: 'line', color: INK, interpolate: 'cardinal', clip: true, ...mark },
    encoding: {
      order: { value: null },
      strokeDash: {
        ...{ datum: LINES[kind], type: 'nominal' },
        scale: { domain: LINES, range: [DASHES.train, DASHES.heldOut, [1, 3]] },
        legend: { ...LINE_LEGEND, symbolStrokeColor: INK },
      },
    },
  };
}

/** A line in its color, a mark of its shape here and there, and a large one at its end. */
function descentLayers({ color, name, points }: Descent, index: number, landscape: Landscape): VegaLiteSpec[] {
  const { descents, view } = landscape;
  const domain = descents.map((descent) => descent.name);
  const widest = Math.max(...domain.map((other) => measureText(other)));
  const columns = Math.max(1, Math.floor(view.width / (widest + 40)));
  const legend = { title: null, orient: 'bottom', symbolSize: 110, columns };
  const ofNetwork = (range: readonly string[]) => ({ datum: name, type: 'nominal', scale: { domain, range }, legend });
  const encoding = {
    color: ofNetwork(descents.map((descent) => descent.color)),
    shape: ofNetwork(descents.map(({ shape }) => shape)),
    tooltip: weightsTooltip(`${name}: w₁`),
  };
  const seen = (at: Point) => isVisible(at, view);
  const marks = thinned(points, view, MARK_EVERY).slice(1, -1);
  const point = { type: 'point', filled: true, opacity: 1, clip: true };
  // Paths that end at one place all show, the later ones on the earlier ones.
  const endSize = 120 + Math.min(110, 330 / descents.length) * (descents.length - 1 - index);
  return [
    {
      data: lineData(points, view, FINEST),
      mark: { type: 'line', clip: true, color, strokeWidth: 2.5 },
      encoding: { order: { value: null } },
    },
    { data: data(marks.filter(seen)), mark: { ...point, size: 60 }, encoding },
    { data: data(points.slice(-1).filter(seen)), mark: { ...point, size: endSize }, encoding },
  ];
}

/** Where the descent paths start, each place once. */
function starts({ descents }: Landscape): Point[] {
  return descents
    .map(({ points }) => points[0]!)
    .filter(([x, y], i, all) => all.findIndex((other) => other[0] === x && other[1] === y) === i);
}

/** A dot for each λ, a diamond for the chosen one, a cross for w* and one for 0. */
function minimaMarks({ loss, lambdas, chosen }: Landscape): VegaLiteSpec[] {
  const values = (shown: readonly number[]) => ({
    values: shown.map((lambda) => ({ ...row(penalizedMinimum(loss, lambda)), minimum: lambdaText(lambda) })),
  });
  const point = { type: 'point', color: INK, opacity: 1 };
  const encoding = { tooltip: [{ field: 'minimum', type: 'nominal' }, ...weightsTooltip('w₁')] };
  const ends = data([penalizedMinimum(loss, 0), [0, 0]]);
  const others = lambdas.filter((lambda) => lambda > 0 && lambda !== chosen);
  return [
    { data: ends, mark: { ...point, shape: CROSS, size: 110, strokeWidth: 2.5 } },
    { data: values(others), mark: { ...point, filled: true, size: 60 }, encoding },
    // Hollow, because descent paths end there.
    { data: values([chosen]), mark: { ...point, shape: 'diamond', size: 700, strokeWidth: 2.5 }, encoding },
  ];
}

const weightsTooltip = (first: string) => [
  { field: 'w1', format: '.4~g', title: first },
  { field: 'w2', format: '.4~g', title: 'w₂' },
];

/** Texts beside w*, 0, the starts and the minima, as far as they have room. */
function labels(landscape: Landscape): VegaLiteSpec {
  const { loss, lambdas, chosen, descents, view } = landscape;
  const others = lambdas.filter((lambda) => lambda > 0 && lambda !== chosen);
  const minimum = (lambda: number) => ({ at: view.toPixel(penalizedMinimum(loss, lambda)), text: lambdaText(lambda) });
  const anchors = [
    { at: view.toPixel(penalizedMinimum(loss, 0)), text: 'w* (λ = 0)' },
    // Its mark is larger.
    ...(chosen > 0 ? [{ ...minimum(chosen), distance: 20 }] : []),
    { at: view.toPixel([0, 0]), text: '0' },
    ...starts(landscape).map((start) => ({ at: view.toPixel(start), text: 'start' })),
    ...others.map(minimum),
  ];
  const lines = [minimaPath(loss), ...touching(loss, chosen), ...descents.map(({ points }) => points)];
  const pieces = lines.flatMap((points) => visiblePieces(points, view));
  const obstacles = pieces.flatMap((piece) => dense(piece.map(view.toPixel)));
  const placed = placeLabels(anchors, obstacles, [view.width, view.height]);
  return {
    data: { values: placed.map(({ text, middle }) => ({ text, ...row(view.toWeights(middle)) })) },
    mark: { type: 'text', align: 'center', baseline: 'middle' },
    encoding: { text: { field: 'text', type: 'nominal' } },
  };
}
