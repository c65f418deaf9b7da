import { penalizedMinimum, principalAxes, quadraticLoss, requireTwoWeights } from '../analysis/quadratic';
import type { TwoWeightLoss } from '../analysis/quadratic';
import type { PlotlyFigure, VegaLiteFigure } from './figure';
import { lambdaText, sortedLambdas } from './panels/lambdas';
import type { LambdaOptions } from './panels/lambdas';
import { landscapePanel } from './panels/landscapePanel';
import { landscapeSurface } from './panels/landscapeSurface';
import { landscapeView } from './panels/landscapeView';
import type { LandscapeView, Point } from './panels/landscapeView';
import { captionLines } from './drawing/caption';
import { isVisible } from './panels/lineInPixels';
import { counted, networkLooks, shortName, shortNumber, unique } from './style';
import type { NetworkLook, NetworkOptions } from './style';
import { vegaLiteFigure } from './drawing/vegaLite';

/** Which λ and which descent paths `penaltyLandscape` draws. */
export interface PenaltyLandscapeOptions extends LambdaOptions, NetworkOptions {
  /** Descent paths by name, e.g. `{ 'SGD + L2': [[0, 0], [0.4, 0.1]] }`: the two weights after each step. */
  readonly paths?: Readonly<Record<string, readonly (readonly number[])[]>>;
  /** A surface of the sum that turns, in place of contours; the contours are then its still picture. Default false. */
  readonly threeD?: boolean;
}

/** All that a landscape is drawn from. */
export interface Landscape {
  readonly loss: TwoWeightLoss;
  readonly lambdas: readonly number[];
  /** The λ that stands out. */
  readonly chosen: number;
  readonly descents: readonly Descent[];
  readonly view: LandscapeView;
}

/** One descent path. */
export interface Descent extends NetworkLook {
  readonly name: string;
  /** The points that are finite. */
  readonly points: readonly Point[];
  /** The step of the last one of them. */
  readonly end: number;
  /** How many points are not finite. */
  readonly lost: number;
}

/**
 * Two weights and their penalty, with one scale for both: contours of the data loss ½ (w − w*)ᵀ H (w − w*) (ellipses),
 * of the penalty ½λ|w|² (circles), the minimum of their sum for each λ, which goes from w* to 0, and descent paths. At
 * the chosen λ the contour and the circle touch. The caption says how much of w* is left along the flattest and the
 * steepest direction: curvature / (curvature + λ).
 *
 * @param loss H and w*, `{ hessian: [[a, b], [b, c]], minimum: [w1, w2] }`.
 * @returns a Plotly figure with `threeD`, else a Vega-Lite one.
 * @throws if H is not symmetric and positive definite, a λ is below 0, or a path has no point.
 * @example
 * penaltyLandscape({ hessian: [[4, 0], [0, 1]], minimum: [2, 2] }, { lambdas: [0, 1] }).kind; // => 'vega-lite'
 */
export function penaltyLandscape(loss: TwoWeightLoss, options: PenaltyLandscapeOptions): VegaLiteFigure | PlotlyFigure {
  requireTwoWeights('penaltyLandscape', loss);
  const { lambdas, chosen } = sortedLambdas('penaltyLandscape', options);
  const descents = descentsOf(options);
  const minima = lambdas.map((lambda) => penalizedMinimum(loss, lambda));
  const starts = descents.flatMap(({ points }) => points.slice(0, 1));
  const view = landscapeView(
    [[0, 0], penalizedMinimum(loss, 0), ...minima, ...starts],
    descents.flatMap(({ points }) => points),
  );
  const landscape = { loss, lambdas, chosen, descents, view };
  const still = vegaLiteFigure({
    panels: [landscapePanel(landscape)],
    what: `Two weights: contours of the data loss (ellipses), of the penalty (circles around 0), and the minimum of their sum for each λ${descents.length > 0 ? `; descent paths of ${descents.map(({ name }) => name).join(', ')}` : ''}.`,
    caption: captionOf(landscape),
  });
  return options.threeD ? landscapeSurface(landscape, still) : still;
}

/** @throws if a path has no point that can be drawn, or one that is not two weights. */
function descentsOf({ paths = {}, networks = [] }: PenaltyLandscapeOptions): Descent[] {
  const names = Object.keys(paths);
  const look = networkLooks('penaltyLandscape', names, { networks });
  return names.map((name) => {
    const points = paths[name]!;
    const wrong = points.find((point) => point.length !== 2);
    if (wrong) {
      throw new Error(
        `penaltyLandscape requires two weights for each step of a path, got [${wrong.join(', ')}] in "${name}"; ` +
          'write { paths: { [name]: [[w1, w2], …] } }.',
      );
    }
    const isFinite = (point: readonly number[]) => point.every(Number.isFinite);
    const finite = points.filter(isFinite) as unknown as Point[];
    if (finite.length === 0) {
      throw new Error(`penaltyLandscape requires a finite point in each path, got none in "${name}"; leave it out.`);
    }
    const numbers = { end: points.lastIndexOf(finite.at(-1)!), lost: points.length - finite.length };
    return { ...look(name), ...numbers, name: shortName(name), points: finite };
  });
}

/** What is at the chosen λ, who shrinks, where the descent paths end, and what is not drawn. */
function captionOf({ loss, chosen, descents, view }: Landscape): string {
  const minimum = penalizedMinimum(loss, chosen);
  const [steep, flat] = principalAxes(loss);
  const left = (curvature: number) => `${shortNumber((100 * curvature) / (curvature + chosen))} %`;
  const lost = descents.reduce((sum, descent) => sum + descent.lost, 0);
  const outside = descents.filter(({ points }) => !points.every((point) => isVisible(point, view)));
  const steps = unique(descents.map(({ end }) => end));
  const after = (end: number) => `after ${counted(end, 'step')}`;
  const ends = descents.map(
    ({ name, points, end }) => `${name}${steps.length > 1 ? ` ${after(end)}` : ''} ${pair(points.at(-1)!)}`,
  );
  return captionLines(
    `w* = ${pair(loss.minimum)}. ${lambdaText(chosen)}: smallest sum at ${pair(minimum)}, data loss ${shortNumber(quadraticLoss(loss, minimum))} there.`,
    `Remains of w*: ${left(flat.curvature)} at curvature ${shortNumber(flat.curvature)} (flattest), ${left(steep.curvature)} at ${shortNumber(steep.curvature)} (steepest).`,
    ends.length > 0 && `${steps.length > 1 ? 'Ends' : after(steps[0]!).replace('a', 'A')}: ${ends.join(', ')}.`,
    outside.length > 0 && `Leaves the picture: ${outside.map(({ name }) => name).join(', ')}.`,
    lost > 0 && `Not finite and left out: ${lost} of the steps.`,
  );
}

/** E.g. `(1.5, −2)`. */
const pair = (weights: readonly number[]): string => `(${weights.map(shortNumber).join(', ')})`;
