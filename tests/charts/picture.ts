import { PNG } from 'pngjs';
import type { Figure } from '../../src/charts/figure';
import { displayOf } from '../../src/notebook/show';

/** The texts in a picture, in order. */
export const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].flatMap((match) =>
    match[1]!.split(/<[^>]*>/).filter((text) => text !== ''),
  );

/** The picture of a figure as a notebook keeps it: how wide it is shown, how many bytes it has, and which colours it has. */
export async function pngOf(figure: Figure) {
  const { data, metadata } = await displayOf(figure);
  const bytes = Buffer.from(data['image/png'] as string, 'base64');
  const { data: pixels } = PNG.sync.read(bytes);
  const colors = new Set<string>();
  for (let i = 0; i < pixels.length; i += 4) {
    if (pixels[i + 3]! > 220)
      colors.add(
        `#${pixels
          .subarray(i, i + 3)
          .toString('hex')
          .toUpperCase()}`,
      );
  }
  return { bytes: bytes.length, colors: [...colors], width: (metadata['image/png'] as { width: number }).width };
}

/** Whether one of the colours is about as asked: a palette of few colours moves each a little. */
export const hasColor = (colors: readonly string[], wanted: string): boolean => {
  const parts = (color: string) => [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
  return colors.some((color) => parts(color).every((part, i) => Math.abs(part - parts(wanted)[i]!) <= 12));
};
