// What tests look for in pictures: texts, lines and marks in an SVG, pixels in a PNG.
import { PNG } from 'pngjs';
import { stillPicture } from '../../src/charts/drawing/svg';
import type { Figure, SvgFigure, VegaLiteFigure } from '../../src/charts/figure';
import { INK } from '../../src/charts/style';
import { displayOf } from '../../src/notebook/show';

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
    // Those of the legend have no network's color.
    .filter(({ color }) => color !== INK);

/** The bars of one color, panel by panel: left edge, width and height in pixels. */
export const bars = (
  svg: string,
  color: string,
): { readonly x: number; readonly width: number; readonly height: number }[] =>
  [...svg.matchAll(new RegExp(`<path d="M([\\d.]+),[\\d.]+h([\\d.]+)v([\\d.]+)h[^"]*" fill="${color}"`, 'g'))].map(
    ([, x, width, height]) => ({ x: Number(x), width: Number(width), height: Number(height) }),
  );

/** A figure without what all figures share, for snapshots. */
export const ownPart = ({ spec, caption }: VegaLiteFigure) => ({
  panels: spec['vconcat'] as readonly { readonly hconcat: readonly unknown[] }[],
  caption,
});

/** How many pixels of a picture are so: red, green, blue and opacity. */
function countPixels(png: Buffer, isSo: (pixel: Buffer) => boolean): number {
  const { data } = PNG.sync.read(png);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) if (isSo(data.subarray(at, at + 4))) count++;
  return count;
}

/** How many have about this color, and are not paler than that. */
function countColor(png: Buffer, color: string, apart: number, opacity: number): number {
  const wanted = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
  return countPixels(
    png,
    (pixel) => pixel[3]! >= opacity && wanted.every((value, i) => Math.abs(value - pixel[i]!) <= apart),
  );
}

/** Whether a picture has a solid pixel of about this color. */
export const hasColor = (png: Buffer, color: string): boolean => countColor(png, color, 3, 255) > 0;

/** How many pixels are not empty. */
export const inkOf = (png: Buffer): number => countPixels(png, (pixel) => pixel[3]! > 0);

/** A figure as a reader gets it: its texts, and the pixels of its picture. */
export async function drawn(figure: Exclude<Figure, { kind: 'table' }>) {
  const svg = (await stillPicture(figure))!;
  const { data } = await displayOf(figure);
  const png = Buffer.from(data['image/png'] as string, 'base64');
  const { width, height, data: pixels } = PNG.sync.read(png);
  /** Red, green, blue and opacity at a place of the figure. A picture has twice the pixels. */
  const at = (x: number, y: number): number[] => {
    const from = (Math.floor(2 * y) * width + Math.floor(2 * x)) * 4;
    return [...pixels.subarray(from, from + 4)];
  };
  return {
    ...{ svg, texts: texts(svg), bytes: png.length, width: width / 2, height: height / 2, at },
    specBytes: JSON.stringify('spec' in figure ? figure.spec : 'data' in figure ? [figure.data, figure.layout] : '')
      .length,
    /** How many pixels have this color, nearly, and are not pale. */
    pixelsOf: (color: string) => countColor(png, color, 10, 161),
    /** The color in the middle of a pixel of a placed image. */
    inside: (
      { x, y, width, height, png: { width: columns, height: rows } }: PlacedImage,
      column: number,
      row: number,
    ) => at(x + ((column + 0.5) * width) / columns, y + ((row + 0.5) * height) / rows),
  };
}

/** A palette of 256 colors moves a color by a step or two. */
export function expectColor(actual: readonly number[], expected: readonly number[]): void {
  const apart = expected.map((value, i) => Math.abs(value - actual[i]!));
  if (!(Math.max(...apart) <= 2)) expect(actual).toEqual(expected);
}

/** The panels of a figure, for a look at their data and encodings. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export const panelsOf = (figure: VegaLiteFigure): any[] => figure.spec['vconcat'] as any[];

/** The rows behind a mark, as objects; null for a gap. See `dataOf`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function rowsOf({ data }: any): any[] {
  if (typeof data.values !== 'string') return data.values;
  const [columns, ...rows] = data.values.split('\n').map((line: string) => line.split(',')) as [
    string[],
    ...string[][],
  ];
  const read = (column: string, cell: string) =>
    cell === '' ? null : data.format.parse[column] === 'number' ? Number(cell) : cell;
  return rows.map((row) => Object.fromEntries(row.map((cell, i) => [columns[i]!, read(columns[i]!, cell)])));
}

/** An image inside a figure: where it stands, and its own pixels. */
export interface PlacedImage {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly png: PNG;
}

/** The images inside a figure, in order. */
export const imagesOf = ({ svg }: SvgFigure): PlacedImage[] =>
  [...svg.matchAll(/<image ([^>]*)\/>/g)].map(([, attributes]) => {
    const valueOf = (name: string): string => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes!)![1]!;
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(valueOf(name)));
    const png = PNG.sync.read(Buffer.from(valueOf('href').split('base64,')[1]!, 'base64'));
    return { x: x!, y: y!, width: width!, height: height!, png };
  });

/** Where the texts of a figure stand. */
export const textPlaces = ({ svg }: SvgFigure): { text: string; x: number; y: number }[] =>
  [...svg.matchAll(/<text x="([^"]*)" y="([^"]*)"[^>]*>(.*?)<\/text>/g)].map((m) => ({
    ...{ x: Number(m[1]), y: Number(m[2]), text: m[3]! },
  }));

/** The figure without the bytes of its images, which differ from one version of zlib to the next. */
export const layoutOf = ({ svg }: SvgFigure): string => svg.replace(/base64,[^"]*/g, '…').replaceAll('><', '>\n<');
