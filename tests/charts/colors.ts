// How people see colors: the measures that the tests of the colors hold them to.

type Rgb = readonly number[];

/**
 * What people without one kind of cones see, on linear RGB, at severity 1: Machado, Oliveira & Fernandes, "A
 * Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and
 * Computer Graphics 15 (2009). And what all others see.
 */
export const SIGHTS = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;

/** How far apart two colors are to people with this sight: ΔE of 1976, the distance in CIELAB. */
export function colorDistance(a: string, b: string, sight: keyof typeof SIGHTS): number {
  const [seenA, seenB] = [a, b].map((color) => cielab(seen(linear(color), sight)));
  return Math.hypot(...seenA!.map((value, i) => value - seenB![i]!));
}

/** WCAG's contrast ratio, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** WCAG's relative luminance, from 0 to 1. */
export const luminance = (color: string): number => dot([0.2126, 0.7152, 0.0722], linear(color));

/** #rrggbb as sRGB's linear light, from 0 to 1. */
const linear = (color: string): Rgb =>
  [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));

const seen = (rgb: Rgb, sight: keyof typeof SIGHTS): Rgb =>
  SIGHTS[sight].map((row) => Math.min(1, Math.max(0, dot(row, rgb))));

/** By way of XYZ, with the white of D65. */
function cielab(rgb: Rgb): Rgb {
  const [x, y, z] = [
    dot([0.4124, 0.3576, 0.1805], rgb) / 0.9505,
    dot([0.2126, 0.7152, 0.0722], rgb),
    dot([0.0193, 0.1192, 0.9505], rgb) / 1.089,
  ].map((value) => (value > (6 / 29) ** 3 ? Math.cbrt(value) : value / (3 * (6 / 29) ** 2) + 4 / 29)) as [
    ...[number, number, number],
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
