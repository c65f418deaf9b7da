import { PNG } from 'pngjs';
import sharp from 'sharp';
import type { SvgFigure } from '../../src/charts/figure';
import type { ImageDataset } from '../../src/data/dataset';
import { displayOf } from '../../src/notebook/show';

/** Where an image stands in a figure, and its own pixels. */
export interface PlacedImage {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly png: PNG;
}

/** The images of a figure, in order. */
export const imagesOf = ({ svg }: SvgFigure): PlacedImage[] =>
  [...svg.matchAll(/<image ([^>]*)\/>/g)].map(([, attributes]) => {
    const valueOf = (name: string): string => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes!)![1]!;
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(valueOf(name)));
    const png = PNG.sync.read(Buffer.from(valueOf('href').split('base64,')[1]!, 'base64'));
    return { x: x!, y: y!, width: width!, height: height!, png };
  });

/** The texts of a figure, in order. */
export const textsOf = ({ svg }: SvgFigure): string[] =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map((m) => m[1]!);

/** Where the texts stand. */
export const textPlaces = ({ svg }: SvgFigure): { text: string; x: number; y: number }[] =>
  [...svg.matchAll(/<text x="([^"]*)" y="([^"]*)"[^>]*>(.*?)<\/text>/g)].map((m) => ({
    ...{ x: Number(m[1]), y: Number(m[2]), text: m[3]! },
  }));

/** The figure without the bytes of its images, which differ from one version of zlib to the next. */
export const layoutOf = ({ svg }: SvgFigure): string => svg.replace(/base64,[^"]*/g, '…').replaceAll('><', '>\n<');

/** What `show` puts on the page. */
export interface Picture {
  readonly bytes: number;
  /** Pixels of the page. */
  readonly width: number;
  readonly height: number;
  /** The colour in the middle of a pixel of a placed image, as red, green, blue and opacity. */
  readonly inside: (image: PlacedImage, column: number, row: number) => number[];
  /** At a place of the figure. */
  readonly at: (x: number, y: number) => number[];
}

export async function pictureOf(figure: SvgFigure): Promise<Picture> {
  const { data } = await displayOf(figure);
  const bytes = Buffer.from(data['image/png'] as string, 'base64');
  const { data: pixels, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): number[] => {
    const from = (Math.floor(2 * y) * info.width + Math.floor(2 * x)) * 4;
    return [...pixels.subarray(from, from + 4)];
  };
  return {
    ...{ bytes: bytes.length, width: info.width / 2, height: info.height / 2, at },
    inside: ({ x, y, width, height, png: { width: columns, height: rows } }, column, row) =>
      at(x + ((column + 0.5) * width) / columns, y + ((row + 0.5) * height) / rows),
  };
}

/** A palette of 256 colours moves a colour by a step or two. */
export function expectColor(actual: readonly number[], expected: readonly number[]): void {
  const apart = expected.map((value, i) => Math.abs(value - actual[i]!));
  if (!(Math.max(...apart) <= 2)) expect(actual).toEqual(expected);
}

/** A dataset of 2×2 images; each image is one colour but for its second pixel, which is white. */
export function plainDataset(labels: readonly number[], options: Partial<ImageDataset> = {}): ImageDataset {
  const images = Uint8Array.from(labels.flatMap((label, i) => pixelsOf(colorOf(label, i))));
  return {
    ...{ name: 'plain images', images, labels: Uint8Array.from(labels), count: labels.length },
    ...{ height: 2, width: 2, channels: 3, classNames: ['cat', 'dog', 'ship'], ...options },
  };
}

/** Tells class and position: at most 51 images of 5 classes. */
export const colorOf = (label: number, i: number): number[] => [label * 50, 255 - i * 5, i * 5];

const pixelsOf = (color: number[]): number[] => [...color, 255, 255, 255, ...color, ...color];
