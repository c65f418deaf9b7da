import type { LandscapeView, Point } from './landscapeView';

/**
 * What is seen of a line: its pieces inside the view. Of a line with one point some ten million pixels outside, where a
 * descent that diverges soon is, sharp draws nothing, clipped or not.
 */
export function visiblePieces(points: readonly Point[], view: LandscapeView): Point[][] {
  const pieces: Point[][] = [];
  points.slice(1).forEach((to, i) => {
    const seen = visibleSegment(points[i]!, to, view);
    if (!seen) return;
    const goesOn = seen[0] === points[i] && pieces.at(-1)?.at(-1) === points[i];
    if (goesOn) pieces.at(-1)!.push(seen[1]);
    else pieces.push([...seen]);
  });
  return pieces;
}

/** The part of a straight line that is inside, by Liang and Barsky's method; its ends are the same points where they are inside. */
function visibleSegment(from: Point, to: Point, { w1, w2 }: LandscapeView): [Point, Point] | undefined {
  let [enter, leave] = [0, 1];
  for (const [i, [low, high]] of [w1, w2].entries()) {
    const step = to[i]! - from[i]!;
    for (const [towards, room] of [
      [-step, from[i]! - low],
      [step, high - from[i]!],
    ] as const) {
      if (towards === 0 && room < 0) return undefined;
      if (towards < 0) enter = Math.max(enter, room / towards);
      if (towards > 0) leave = Math.min(leave, room / towards);
    }
  }
  if (enter >= leave) return undefined;
  const at = (share: number): Point => [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
  return [enter === 0 ? from : at(enter), leave === 1 ? to : at(leave)];
}

/** @returns whether the point is inside the view. */
export const isVisible = ([x, y]: Point, { w1, w2 }: LandscapeView): boolean =>
  x >= w1[0] && x <= w1[1] && y >= w2[0] && y <= w2[1];

/** The first point, the last, and between them one whenever the line has gone on by so many pixels. */
export function thinned(points: readonly Point[], view: LandscapeView, pixels: number): Point[] {
  let gone = 0;
  return points.filter((point, i) => {
    if (i === 0 || i === points.length - 1) return true;
    const [x, y] = view.toPixel(point);
    const [fromX, fromY] = view.toPixel(points[i - 1]!);
    gone += Math.hypot(x - fromX, y - fromY);
    if (gone < pixels) return false;
    gone = 0;
    return true;
  });
}

/** Points of a line at most a few pixels from each other. */
export const dense = (points: readonly Point[]): Point[] =>
  points.flatMap(([x, y], i) => {
    const [fromX, fromY] = points[Math.max(0, i - 1)]!;
    const pieces = Math.min(100, Math.ceil(Math.hypot(x - fromX, y - fromY) / 4));
    return Array.from({ length: pieces }, (_, j): Point => {
      const share = (j + 1) / pieces;
      return [fromX + (x - fromX) * share, fromY + (y - fromY) * share];
    });
  });
