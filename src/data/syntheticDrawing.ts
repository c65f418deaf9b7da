import type { Random } from './random';

/** Looked up once: these run for every pixel, and inside a vm context, as jest's, each look-up of a global is slow. */
const { abs, cos, max, min, round, sin } = Math;

/**
 * A class of the built-in images: says for a point of the figure's own frame, in which the figure has radius 1, how far
 * the point lies outside (positive) or inside (negative) the painted area.
 */
export type Shape = (x: number, y: number) => number;

/** Pixels along each side of an image. */
export const SIDE = 32;
const CHANNELS = 3;
type Color = readonly [number, number, number];

/** Figure and background differ by at least this much on one channel. */
const LEAST_CONTRAST = 70;

/**
 * What varies from image to image, apart from the class. All lengths in pixels, all colors 0 to 255.
 *
 * The ranges decide how hard the images are. These were chosen by trial: the article's network with 32 filters and
 * 256 units, trained on 2,000 images, reaches 99 % on those and 75 to 80 % on others. With any rotation, position and twice the
 * noise it learns them by heart and stays at 20 % on others.
 */
function drawScene(random: Random) {
  const between = (least: number, most: number): number => least + (most - least) * random.next();
  const anyColor = (): Color => [between(20, 235), between(20, 235), between(20, 235)];
  const background = anyColor();
  const shift = (value: number): number => value + between(-50, 50);
  const background2: Color = [shift(background[0]), shift(background[1]), shift(background[2])];
  let color = anyColor();
  while (color.every((value, i) => abs(value - (background[i]! + background2[i]!) / 2) < LEAST_CONTRAST)) {
    color = anyColor();
  }
  return {
    centerX: between(13, 19),
    centerY: between(13, 19),
    radius: between(9, 13),
    angle: between(-0.4, 0.4),
    color,
    background,
    /** The background's color in the opposite corner. */
    background2,
    /** The background's waves: per-pixel phase steps, and their height. */
    waveX: between(-1.2, 1.2),
    waveY: between(-1.2, 1.2),
    waveHeight: between(0, 15),
    /** Largest noise on a pixel's channel. */
    noise: between(5, 25),
  };
}

/** Short strokes that belong to no class, so that a stray edge says nothing. */
function drawStrokes(random: Random): readonly Shape[] {
  return Array.from({ length: random.integer(3) }, () => {
    const x0 = random.next() * SIDE;
    const y0 = random.next() * SIDE;
    const angle = random.next() * Math.PI;
    const [c, s] = [cos(angle), sin(angle)];
    const half = 3 + 5 * random.next();
    return (x: number, y: number) =>
      max(abs((x - x0) * c + (y - y0) * s) - half, abs((y - y0) * c - (x - x0) * s) - 0.9);
  });
}

/**
 * Draws one image: background, strokes, the figure with softened edges, noise. Everything but the class comes from
 * `random`.
 *
 * @param pixels where to write SIDE × SIDE × 3 bytes, from `at` on.
 */
export function drawShape(shape: Shape, random: Random, pixels: Uint8Array, at: number): void {
  const scene = drawScene(random);
  const strokes = drawStrokes(random);
  const { radius, color, background, background2, noise } = scene;
  const [c, s] = [cos(scene.angle), sin(scene.angle)];
  let to = at;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const dx = (x - scene.centerX) / radius;
      const dy = (y - scene.centerY) / radius;
      let cover = coverage(shape(dx * c + dy * s, dy * c - dx * s) * radius);
      for (const stroke of strokes) cover = max(cover, 0.8 * coverage(stroke(x, y)));
      const across = (x + y) / (2 * SIDE - 2);
      const wave = scene.waveHeight * sin(scene.waveX * x + scene.waveY * y);
      for (let channel = 0; channel < CHANNELS; channel++) {
        const back = background[channel]! + (background2[channel]! - background[channel]!) * across + wave;
        const value = back + (color[channel]! - back) * cover + noise * (2 * random.next() - 1);
        pixels[to++] = min(255, max(0, round(value)));
      }
    }
  }
}

/** How much of a pixel an area covers whose edge is so many pixels away: 1 inside, 0 outside, half on the edge. */
function coverage(distance: number): number {
  return min(1, max(0, 0.5 - distance));
}
