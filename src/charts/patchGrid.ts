import type { Filters } from '../analysis/filters';
import type { Patch, StrongestPatches } from '../analysis/strongestPatches';
import type { ImageDataset } from '../data/dataset';
import { requireWhole } from '../data/requireWhole';
import type { SvgFigure } from './figure';
import { captionLines } from './drawing/caption';
import { pixelGrid } from './drawing/pixelGrid';
import type { PixelTile } from './drawing/pixelTile';
import { requireGrayOrColor } from './drawing/pixelTile';
import { filterPixels } from './filterGrid';
import { counted, shortName } from './style';

const MOST_FILTERS = 32; // rows that have room, in two blocks
const ONE_BLOCK = 8; // rows that look well below each other
const LARGEST = 48; // pixels of a patch's width; fewer where two blocks stand beside each other

/** What `patchGrid` draws the patches from, and which filters. */
export interface PatchGridOptions {
  /** The images in which they were found. */
  readonly images: ImageDataset;
  /** The filters themselves, from `firstLayerFilters` of the same network. */
  readonly filters: Filters;
  /** Numbers of filters, from 0. Default all, 32 at most. */
  readonly which?: readonly number[];
}

/**
 * What filters answer to: a row for each filter, the filter itself in a frame and beside it, enlarged, the pieces of images
 * that it answers to most, the strongest first. A filter that never answers stands alone. Rows are counted from 1, as in
 * `filterGrid`. Each filter has its own scale: mid gray is 0, and its largest |w| is black or white, or nothing or all of a
 * color.
 *
 * @param strongest from `strongestPatches`.
 * @throws if filters, patches and images do not belong together, or there are none or too many filters.
 * @example
 * const { test } = syntheticShapes({ trainImages: 1, testImages: 20 });
 * const model = convNet({ filters: 4, denseUnits: 4, seed: 1 });
 * const filters = await firstLayerFilters(model);
 * patchGrid(await strongestPatches(model, test), { images: test, filters, which: [0, 1] }).kind; // => 'svg'
 */
export function patchGrid(strongest: StrongestPatches, { images, filters, which }: PatchGridOptions): SvgFigure {
  const { patches, layer, height, width } = strongest;
  const shown = which ?? Array.from({ length: Math.min(patches.length, MOST_FILTERS) }, (_, filter) => filter);
  requireGrayOrColor('patchGrid', 'images', images.channels);
  const shape = [filters.height, filters.width, filters.channels, filters.filters];
  if (String(shape) !== String([height, width, images.channels, patches.length])) {
    throw new Error(
      `patchGrid requires the filters and images of the network that the patches were searched for, got filters of ` +
        `[${shape}] for patches of [${height},${width}] and ${patches.length} filters.`,
    );
  }
  if (shown.length === 0 || shown.length > MOST_FILTERS) {
    throw new Error(`patchGrid draws 1 to ${MOST_FILTERS} filters, got ${shown.length}; choose by which: [0, 1].`);
  }
  for (const filter of shown) requireWhole('patchGrid', 'each of which', filter, 0, patches.length - 1);
  const half = shown.length > ONE_BLOCK ? Math.ceil(shown.length / 2) : shown.length;
  const most = Math.max(0, ...shown.map((filter) => patches[filter]!.length));
  const silent = shown.filter((filter) => patches[filter]!.length === 0).length;
  return pixelGrid({
    ...{ where: 'patchGrid', size: { height, width }, gap: 9, columns: 1 + most, scale: LARGEST / width },
    blocks: [shown.slice(0, half), shown.slice(half)]
      .filter((part) => part.length > 0)
      .map((part) => ({
        rows: part.map((filter) => [
          { pixels: filterPixels(filters, filter, largestOf(filters, filter)), frame: 'thick' as const },
          ...patches[filter]!.map((patch): PixelTile => ({
            pixels: patchPixels(images, patch, strongest),
            frame: 'thin',
          })),
        ]),
        rowHeadings: part.map((filter) => String(filter + 1)),
      })),
    what: `Filters of ${shortName(layer)}, each with the pieces of images that it answers to most.`,
    caption: captionLines(
      `${shortName(layer)}, ${counted(shown.length, 'filter')} of ${patches.length}: framed the filter, each on its own scale (mid gray is 0).`,
      most > 0 &&
        `Beside it the ${height} × ${width} pixels that it answers to most, the strongest first, from ${most > 1 ? `${most} different images` : 'one image'} of ${shortName(images.name)}.`,
      silent > 0 && `${counted(silent, 'filter')} never answers.`.replace('s never answers', 's never answer'),
    ),
  });
}

/** The largest |w| of one filter. */
function largestOf({ filters, values }: Filters, filter: number): number {
  return values.reduce((most, value, i) => (i % filters === filter ? Math.max(most, Math.abs(value)) : most), 0);
}

function patchPixels(dataset: ImageDataset, { image, row, column }: Patch, size: StrongestPatches): Uint8Array {
  const { images, height, width, channels } = dataset;
  const pixels = new Uint8Array(size.height * size.width * 4).fill(255);
  for (let i = 0; i < size.height * size.width; i++) {
    const [y, x] = [row + Math.floor(i / size.width), column + (i % size.width)];
    const from = ((image * height + y) * width + x) * channels;
    for (let c = 0; c < 3; c++) pixels[i * 4 + c] = images[from + (channels === 3 ? c : 0)]!;
  }
  return pixels;
}
