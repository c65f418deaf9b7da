import { extent } from 'simple-statistics';
import { penalizedMinimum, principalAxes, quadraticLoss } from '../../analysis/quadratic';
import type { TwoWeightLoss } from '../../analysis/quadratic';
import { FIGURE_WIDTH } from '../style';

/** Two weights. */
export type Point = readonly [number, number];

/** Which weights a landscape shows, at how many pixels: as many for w₁ as for w₂, so that circles are round. */
export interface LandscapeView {
  readonly w1: readonly [number, number];
  readonly w2: readonly [number, number];
  readonly width: number;
  readonly height: number;
  /** From weights to pixels, y downwards. */
  readonly toPixel: (point: Point) => Point;
  /** From pixels to weights. */
  readonly toWeights: (pixel: Point) => Point;
}

/** Pixels of the panel, beside labels of small weights such as 0.0000005. */
const LARGEST: Point = [FIGURE_WIDTH - 120, 350];

/**
 * Shows 0, the minimum, and the paths; of a path that runs away only what lies near.
 *
 * @param always points that must be seen.
 * @param ifNear points that are seen unless they are far from those.
 */
export function landscapeView(always: readonly Point[], ifNear: readonly Point[]): LandscapeView {
  const box = boxOf(always);
  const reach = Math.max(box.w1[1] - box.w1[0], box.w2[1] - box.w2[0]) || 1;
  const isNear = ([x, y]: Point) =>
    [x - box.w1[1], box.w1[0] - x, y - box.w2[1], box.w2[0] - y].every((outside) => outside <= reach);
  const { w1, w2 } = boxOf([...always, ...ifNear.filter(isNear)]);
  // Neither a strip nor a tower: ellipses need room on both sides.
  const span = Math.max(w1[1] - w1[0], w2[1] - w2[0]) || 1;
  const [wide, high] = [widened(w1, span * 0.8, span * 0.4), widened(w2, span * 0.6, span * 0.4)];
  const scale = Math.min(LARGEST[0] / (wide[1] - wide[0]), LARGEST[1] / (high[1] - high[0]));
  return {
    ...{ w1: wide, w2: high },
    width: Math.round((wide[1] - wide[0]) * scale),
    height: Math.round((high[1] - high[0]) * scale),
    toPixel: ([x, y]) => [(x - wide[0]) * scale, (high[1] - y) * scale],
    toWeights: ([x, y]) => [wide[0] + x / scale, high[1] - y / scale],
  };
}

const boxOf = (points: readonly Point[]) => ({
  w1: extent(points.map(([x]) => x)),
  w2: extent(points.map(([, y]) => y)),
});

/** At least so long, with half of `room` added at each end. */
function widened([from, to]: readonly [number, number], least: number, room: number): [number, number] {
  const half = Math.max(to - from, least) / 2 + room / 2;
  return [(from + to) / 2 - half, (from + to) / 2 + half];
}

const CORNERS = 720; // points of a closed curve, of which the view may show a small part

/**
 * Where the data loss has one value: an ellipse around w* with its axes along the eigenvectors v of H, as long as
 * √(2 · level / h) for the eigenvalues h.
 */
export function contour(loss: TwoWeightLoss, level: number): Point[] {
  const [steep, flat] = principalAxes(loss);
  const [cx, cy] = loss.minimum as unknown as Point;
  return Array.from({ length: CORNERS + 1 }, (_, i) => {
    const angle = (2 * Math.PI * i) / CORNERS;
    const u = Math.sqrt((2 * level) / steep.curvature) * Math.cos(angle);
    const v = Math.sqrt((2 * level) / flat.curvature) * Math.sin(angle);
    return [
      cx + u * steep.direction[0] + v * flat.direction[0],
      cy + u * steep.direction[1] + v * flat.direction[1],
    ] as const;
  });
}

/** Where the penalty has one value: a circle around 0. */
export const circle = (radius: number): Point[] =>
  contour({ hessian: [[1, 0], [0, 1]], minimum: [0, 0] }, radius ** 2 / 2); // prettier-ignore

/** Values of the data loss whose contours fill the view, evenly spaced along each line through w*. */
export function contourLevels(loss: TwoWeightLoss, { w1, w2 }: LandscapeView, count: number): number[] {
  const highest = Math.max(...w1.flatMap((x) => w2.map((y) => quadraticLoss(loss, [x, y]))));
  return Array.from({ length: count }, (_, i) => highest * ((i + 1) / (count + 1)) ** 2);
}

/** Radii of circles that fill the view. */
export function circleRadii({ w1, w2 }: LandscapeView, count: number): number[] {
  const largest = Math.hypot(Math.max(...w1.map(Math.abs)), Math.max(...w2.map(Math.abs)));
  return Array.from({ length: count }, (_, i) => (largest * (i + 1)) / (count + 1));
}

/** The minimum as λ grows from 0 to ever larger values, from w* to 0. */
export function minimaPath(loss: TwoWeightLoss): Point[] {
  const [{ curvature: steep }, { curvature: flat }] = principalAxes(loss);
  // From what hardly moves the flat direction to what leaves hardly anything of the steep one.
  const [from, to] = [Math.log(flat / 50), Math.log(steep * 50)];
  const lambdas = Array.from({ length: 49 }, (_, i) => Math.exp(from + ((to - from) * i) / 48));
  return [penalizedMinimum(loss, 0), ...lambdas.map((lambda) => penalizedMinimum(loss, lambda)), [0, 0]];
}
