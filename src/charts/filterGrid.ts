import { chunk, max, sum } from 'simple-statistics';
import type { Filters } from '../analysis/filters';
import type { SvgFigure } from './figure';
import { captionLines, leftOut } from './drawing/caption';
import { pixelGrid } from './drawing/pixelGrid';
import { requireGrayOrColor } from './drawing/pixelTile';
import { counted, shortName, shortNumber } from './style';

const MOST_BLOCKS = 4; // blocks that have room beside each other
const LARGEST = 48; // pixels of a filter's width
const MID_GREY = 128; // no weight at all, between black and white

/**
 * The filters of a convolution as small images, a block for each set of them, with the same filter at the same place
 * in each. All of them have one scale: a weight of 0 is mid gray, and the largest |w| of the figure is black or white
 * (of one channel), or nothing or all of red, green or blue (of three).
 *
 * @param sets by their headings, e.g. `before` and `after` training; from `firstLayerFilters`.
 * @throws if there is none or more than four, their shapes differ, or they have neither 1 nor 3 channels.
 * @example
 * const model = convNet({ filters: 8, denseUnits: 4, seed: 1 });
 * const before = await firstLayerFilters(model);
 * model.layers[0].setWeights(model.layers[0].getWeights().map((weights) => weights.mul(2)));
 * filterGrid({ before, after: await firstLayerFilters(model) }).kind; // => 'svg'
 */
export function filterGrid(sets: Readonly<Record<string, Filters>>): SvgFigure {
  const entries = Object.entries(sets);
  const [first] = Object.values(sets);
  if (!first || entries.length > MOST_BLOCKS) {
    throw new Error(
      `filterGrid requires 1 to ${MOST_BLOCKS} sets of filters, got ${entries.length}; write filterGrid({ before, after }).`,
    );
  }
  for (const [name, filters] of entries) requireSameShape(name, filters, first);
  requireGrayOrColor('filterGrid', 'filters', first.channels);
  // All blocks together are then about twice as wide as high.
  const inRow = Math.min(first.filters, Math.ceil(Math.sqrt((2 * first.filters) / entries.length)));
  const starts = Array.from({ length: Math.ceil(first.filters / inRow) }, (_, row) => row * inRow);
  const range = max([0, ...entries.flatMap(([, { values }]) => finite(values).map(Math.abs))]);
  return pixelGrid({
    ...{ where: 'filterGrid', size: first, gap: inRow > 8 ? 3 : 4, columns: inRow },
    blocks: entries.map(([name, filters], block) => ({
      heading: shortName(name),
      rows: chunk(tilesOf(filters, range), inRow),
      // By these numbers other figures call them, too.
      ...(block === 0 && { rowHeadings: starts.map((start) => String(start + 1)) }),
    })),
    scale: LARGEST / first.width,
    what: `The filters of ${shortName(first.layer)} as images: ${entries.map(([name]) => shortName(name)).join(', ')}.`,
    caption: captionOf(entries, first, range),
  });
}

function requireSameShape(name: string, filters: Filters, first: Filters): void {
  const [shape, expected] = [filters, first].map(({ height, width, channels, filters: count }) =>
    [height, width, channels, count].join(),
  );
  if (shape === expected) return;
  throw new Error(
    `filterGrid requires filters of one shape, got [${expected}] and [${shape}] (${shortName(name)}); ` +
      'give each shape its own call.',
  );
}

const finite = (values: Float32Array): number[] => [...values].filter(Number.isFinite);

const tilesOf = (set: Filters, range: number) =>
  Array.from({ length: set.filters }, (_, filter) => ({ pixels: filterPixels(set, filter, range) }));

/** One filter as an image: mid gray is 0, ±`range` black and white. A pixel with a weight that is not finite stays empty. */
export function filterPixels(set: Filters, filter: number, range: number): Uint8Array {
  const { height, width, channels, filters, values } = set;
  const pixels = new Uint8Array(height * width * 4);
  for (let i = 0; i < height * width; i++) {
    const weights = [0, 1, 2].map((c) => values[(i * channels + (channels === 3 ? c : 0)) * filters + filter]!);
    if (!weights.every(Number.isFinite)) continue;
    const colors = weights.map((weight) => Math.round(MID_GREY + 127 * (range === 0 ? 0 : weight / range)));
    pixels.set([...colors, 255], i * 4);
  }
  return pixels;
}

function captionOf(entries: readonly (readonly [string, Filters])[], first: Filters, range: number): string {
  const { layer, filters, height, width, channels } = first;
  const colors = channels === 3 ? ' in red, green and blue' : '';
  const [low, high] = [shortNumber(-range), shortNumber(range)];
  const lost = sum(entries.map(([, { values }]) => values.length - finite(values).length));
  const scale =
    range === 0
      ? 'All weights are 0 (mid gray).'
      : channels === 3
        ? `Mid gray is 0; each color runs from ${low} (dark) to ${high} (bright): ± the largest |w|.`
        : `Mid gray is 0, black ${low}, white ${high}: ± the largest |w|.`;
  const norm = (values: Float32Array) => Math.sqrt(sum(finite(values).map((value) => value ** 2)));
  const norms = entries.map(([name, { values }]) => `${shortName(name)} ${shortNumber(norm(values))}`);
  return captionLines(
    `${shortName(layer)}: ${counted(filters, 'filter')} of ${height} × ${width} pixels${colors}${entries.length > 1 ? ', in the same order' : ''}.`,
    scale,
    `Norm √Σw²: ${norms.join(norms.length === 2 ? ' → ' : ', ')}.`,
    leftOut(lost, 'weight'),
  );
}
