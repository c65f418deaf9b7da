/** Looked up once, as in syntheticDrawing.ts: these run for every pixel. */
const { abs, atan2, hypot, max, min, round, sin, sqrt } = Math;

/**
 * The classes of the built-in images. Each is a function that says for a point of the figure's own frame, in which the
 * figure has radius 1, how far the point lies outside (positive) or inside (negative) the painted area.
 */
export type Figure = (x: number, y: number) => number;

/** Distance from a bar along the x axis, of half-length 0.95 and half-width 0.3. */
const bar: Figure = (x, y) => max(abs(x) - 0.95, abs(y) - 0.3);

/** The patch that a texture fills, between a disc and a square. */
const patch: Figure = (x, y) => sqrt(sqrt(x ** 4 + y ** 4)) - 0.9;

/** Sector of a five-pointed star: from a tip at radius 1 to a notch at radius 0.45, straight in angle. */
function star(x: number, y: number): number {
  const sector = (2 * Math.PI) / 5;
  const angle = atan2(y, x) / sector;
  const fromTip = abs(angle - round(angle)) * 2;
  return hypot(x, y) - (1 - 0.55 * fromTip);
}

const figures: readonly (readonly [string, Figure])[] = [
  ['disc', (x, y) => hypot(x, y) - 0.85],
  ['ring', (x, y) => abs(hypot(x, y) - 0.7) - 0.22],
  ['square', (x, y) => max(abs(x), abs(y)) - 0.75],
  ['triangle', (x, y) => max(0.866 * abs(x) + 0.5 * y, -y) - 0.5],
  ['star', star],
  ['cross', (x, y) => min(bar(x, y), bar(y, x))],
  ['stripes', (x, y) => max(patch(x, y), -0.18 * sin(9 * x))],
  ['checks', (x, y) => max(patch(x, y), -0.25 * sin(6 * x) * sin(6 * y))],
  ['dots', (x, y) => max(patch(x, y), hypot(fold(x), fold(y)) - 0.2)],
  ['waves', (x, y) => max(patch(x, y), -0.18 * sin(9 * (x + 0.22 * sin(5 * y))))],
];

/** Repeats a coordinate every 0.6, from −0.3 to 0.3. */
function fold(x: number): number {
  return x - 0.6 * round(x / 0.6);
}

/** Names in the order of the class numbers. */
export const SYNTHETIC_CLASS_NAMES: readonly string[] = figures.map(([name]) => name);

/** The figures in the order of the class numbers. */
export const FIGURES: readonly Figure[] = figures.map(([, figure]) => figure);
