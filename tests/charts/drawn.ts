import { PNG } from 'pngjs';
import type { PlotlyFigure, VegaLiteFigure } from '../../src/charts/figure';
import { stillPicture } from '../../src/charts/drawing/svg';
import { displayOf } from '../../src/notebook/show';

/** A figure as a reader gets it: its letters, and the pixels of its picture. */
export async function drawn(figure: VegaLiteFigure | PlotlyFigure) {
  const svg = (await stillPicture(figure))!;
  const { data } = await displayOf(figure);
  const bytes = Buffer.from(data['image/png'] as string, 'base64');
  const { width, height, data: pixels } = PNG.sync.read(bytes);
  return {
    svg,
    /** All texts, in order. */
    texts: [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].flatMap((match) =>
      match[1]!.split(/<[^>]*>/).filter((text) => text !== ''),
    ),
    bytes: bytes.length,
    specBytes: JSON.stringify(figure.kind === 'plotly' ? [figure.data, figure.layout] : figure.spec).length,
    // A picture has twice the pixels.
    ...{ width: width / 2, height: height / 2 },
    /** How many pixels have this colour, nearly, and are not pale. */
    pixelsOf: (color: string) => {
      const wanted = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
      let count = 0;
      for (let i = 0; i < pixels.length; i += 4) {
        const near = wanted.every((value, channel) => Math.abs(pixels[i + channel]! - value) <= 10);
        if (near && pixels[i + 3]! > 160) count++;
      }
      return count;
    },
  };
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
