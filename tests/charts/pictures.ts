// What tests look for in pictures: texts, lines and marks in an SVG, pixels in a PNG.
import { PNG } from 'pngjs';
import type { VegaLiteFigure } from '../../src/charts/figure';
import { INK } from '../../src/charts/style';

/** The texts in a picture, in order. */
export const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/gs)].flatMap((match) =>
    match[1]!.split(/<[^>]*>/).filter((text) => text !== ''),
  );

/** In pixels. */
export const widthOf = (svg: string): number => Number(/width="([\d.]+)"/.exec(svg)![1]);

/** A curve, in the coordinates of its panel; where it has a gap, a part for each piece. */
export interface Line {
  readonly color: string;
  readonly dashes: string;
  readonly parts: readonly (readonly (readonly [x: number, y: number])[])[];
}

/** All curves of a picture, panel by panel. */
export const lines = (svg: string): Line[] =>
  [...svg.matchAll(/<path d="(M[^"AZ]*L[^"AZ]*)" stroke="(#\w+)" stroke-width="2" stroke-dasharray="([\d,]+)"/g)].map(
    ([, path, color, dashes]) => ({
      ...{ color: color!, dashes: dashes! },
      parts: path!.split('M').flatMap((part) =>
        part === ''
          ? []
          : [
              part
                .replace('Z', '')
                .split('L')
                .map((point) => point.split(',').map(Number) as [number, number]),
            ],
      ),
    }),
  );

/** The hollow marks of a picture, in the coordinates of their panels. */
export const rings = (svg: string): { readonly color: string; readonly x: number; readonly y: number }[] =>
  [...svg.matchAll(/<path transform="translate\(([\d.]+),([\d.]+)\)" d="M[^"]*" stroke="(#\w+)" stroke-width="2"/g)]
    .map(([, x, y, color]) => ({ color: color!, x: Number(x), y: Number(y) }))
    // Those of the legend have no network's colour.
    .filter(({ color }) => color !== INK);

/** The bars of one colour, panel by panel: left edge, width and height in pixels. */
export const bars = (
  svg: string,
  color: string,
): { readonly x: number; readonly width: number; readonly height: number }[] =>
  [...svg.matchAll(new RegExp(`<path d="M([\\d.]+),[\\d.]+h([\\d.]+)v([\\d.]+)h[^"]*" fill="${color}"`, 'g'))].map(
    ([, x, width, height]) => ({ x: Number(x), width: Number(width), height: Number(height) }),
  );

/** A figure without what all figures share, for snapshots. */
export const ownPart = ({ spec, caption }: VegaLiteFigure): unknown => ({ panels: spec['vconcat'], caption });

/** Whether a picture has a solid pixel of about this colour. */
export function hasColor(png: Buffer, color: string): boolean {
  const { data } = PNG.sync.read(png);
  const wanted = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 255 && wanted.every((value, i) => Math.abs(value - data[at + i]!) <= 3)) return true;
  }
  return false;
}

/** How many pixels are not empty. */
export function inkOf(png: Buffer): number {
  const { data } = PNG.sync.read(png);
  let ink = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at]! > 0) ink++;
  return ink;
}
