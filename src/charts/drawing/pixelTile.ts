import { PNG } from 'pngjs';
import type { ImageDataset } from '../../data/dataset';

/** A small image with what stands below it. */
export interface PixelTile {
  /** Red, green, blue and opacity of each pixel, 0 to 255, row by row. */
  readonly pixels: Uint8Array;
  /** Lines of text below the image. */
  readonly below?: readonly TileText[];
  /** A frame around the image: thick beside it, or a hairline, without which white pixels end in a white page. */
  readonly frame?: 'thick' | 'thin';
}

/** A line below an image. */
export interface TileText {
  readonly text: string;
  /** A sign before the text. */
  readonly mark?: 'tick' | 'cross';
}

/** @throws unless the images are gray or in red, green and blue. */
export function requireGrayOrColor(where: string, what: string, channels: number): void {
  if (channels === 1 || channels === 3) return;
  throw new Error(
    `${where} requires ${what} with 1 channel (gray) or 3 (red, green, blue), got ${channels}; pick channels first.`,
  );
}

/** The pixels of one image of a dataset. */
export function imagePixels({ images, height, width, channels }: ImageDataset, image: number): Uint8Array {
  const size = height * width;
  const pixels = new Uint8Array(size * 4).fill(255);
  for (let i = 0; i < size; i++) {
    const from = (image * size + i) * channels;
    for (let c = 0; c < 3; c++) pixels[i * 4 + c] = images[from + (channels === 3 ? c : 0)]!;
  }
  return pixels;
}

/** Pixels as the address of a PNG image. */
export function pixelsUrl(pixels: Uint8Array, width: number, height: number): string {
  const png = new PNG({ width, height });
  png.data = Buffer.from(pixels);
  // To try every filter takes longest, and small images gain little by it.
  return `data:image/png;base64,${PNG.sync.write(png, { filterType: 0 }).toString('base64')}`;
}
