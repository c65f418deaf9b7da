import { chunk, max, min, sum } from 'simple-statistics';
import type { SvgFigure } from './figure';
import { captionLines, leftOut } from './drawing/caption';
import { pixelGrid } from './drawing/pixelGrid';
import type { PixelTile } from './drawing/pixelTile';
import { counted, shortName, shortNumber } from './style';

const MOST_COLUMNS = 4; // maps in a row: each then has room for a name of 18 letters
const MOST_MAPS = 12;
const CELL = 138; // pixels of a map with its texts
const LARGEST = 128; // pixels of the largest map's width
const MID_GRAY = 128; // 0 in a map that has negative values, between black and white

/** Rows of pixels: of one number each (gray), or of red, green and blue from 0 to 1. */
export type FeatureMap = readonly (readonly (number | readonly number[])[])[];

/** What `featureMaps` may be told beside the maps. */
export interface FeatureMapsOptions {
  /** The sentences below the figure. Default what black, white and mid gray stand for. */
  readonly caption?: string;
}

/**
 * What filters make of an image: maps of one channel in gray, each with its name and its range, and images in color
 * beside them. A map without negative values runs from 0 (black) to its largest value (white). In one with negative
 * values 0 is mid gray, and its largest |value| black or white. Smaller maps stand in the middle of the largest one's
 * place.
 *
 * @param maps by their names, as `await tensor.array()` gives them: [height, width] or [height, width, 3].
 * @throws if there is none or more than 12, or one is not a rectangle of numbers or colors.
 * @example
 * const rows = [[0, 1], [2, 4]];
 * featureMaps({ 'a map': rows }).alt.split('. ')[0]; // => 'Maps as images: a map (2 × 2, 0 to 4)'
 */
export function featureMaps(
  maps: Readonly<Record<string, FeatureMap>>,
  { caption }: FeatureMapsOptions = {},
): SvgFigure {
  const entries = Object.entries(maps);
  if (entries.length === 0 || entries.length > MOST_MAPS) {
    throw new Error(
      `featureMaps draws 1 to ${MOST_MAPS} maps, got ${entries.length}; write featureMaps({ name: await map.array() }).`,
    );
  }
  const measured = entries.map(([name, map]) => measure(name, map));
  const size = {
    height: max(measured.map(({ height }) => height)),
    width: max(measured.map(({ width }) => width)),
  };
  const tiles = measured.map((map): PixelTile => ({
    pixels: pixelsOf(map, size),
    below: [{ text: map.name }, ...(isGray(map) ? [{ text: rangeText(map) }] : [])],
  }));
  const columns = Math.ceil(tiles.length / Math.ceil(tiles.length / MOST_COLUMNS));
  return pixelGrid({
    ...{ where: 'featureMaps', size, gap: 8, cell: CELL, columns },
    blocks: [{ rows: chunk(tiles, columns) }],
    scale: LARGEST / size.width,
    what: `Maps as images: ${measured.map(inWords).join('; ')}.`,
    caption: captionLines(caption ?? captionOf(measured), lostIn(measured)),
  });
}

/** A map with its sizes; `low` and `high` of its finite values. */
type Measured = ReturnType<typeof measure>;

function measure(name: string, map: FeatureMap) {
  const width = map[0]?.length ?? 0;
  const channels = [map[0]?.[0]].flat().length;
  const values = map.flat(2) as number[];
  const regular = map.every((row) => row.length === width && row.every((pixel) => [pixel].flat().length === channels));
  if (!regular || values.length === 0 || ![1, 3].includes(channels) || values.some((x) => typeof x !== 'number')) {
    throw new Error(
      `featureMaps requires ${shortName(name)} to be rows of equally many numbers, or of [red, green, blue]; ` +
        'take one image and one channel, e.g. await output.squeeze().array().',
    );
  }
  const finite = values.filter(Number.isFinite);
  const [low, high] = finite.length > 0 ? [min(finite), max(finite)] : [0, 0];
  return {
    ...{ name: shortName(name), height: map.length, width, channels, values, low, high },
    lost: values.length - finite.length,
  };
}

/** A pixel with a value that is not finite stays empty, and so does the margin around a smaller map. */
function pixelsOf(map: Measured, size: { readonly width: number; readonly height: number }): Uint8Array {
  const pixels = new Uint8Array(size.width * size.height * 4);
  const [top, left] = [size.height - map.height, size.width - map.width].map((margin) => Math.floor(margin / 2));
  for (let i = 0; i < map.height * map.width; i++) {
    const channels = map.values.slice(i * map.channels, (i + 1) * map.channels);
    if (!channels.every(Number.isFinite)) continue;
    const colors = [0, 1, 2].map((c) => brightness(map, channels[map.channels === 3 ? c : 0]!));
    const [row, column] = [Math.floor(i / map.width), i % map.width];
    pixels.set([...colors, 255], ((top! + row) * size.width + left! + column) * 4);
  }
  return pixels;
}

/** From 0 to 255. */
function brightness({ channels, low, high }: Measured, value: number): number {
  if (channels === 3) return Math.round(255 * Math.min(1, Math.max(0, value)));
  if (low < 0) return Math.round(MID_GRAY + (127 * value) / Math.max(-low, high));
  return high === 0 ? 0 : Math.round((255 * value) / high);
}

const rangeText = ({ low, high }: Measured): string => `${shortNumber(low)} to ${shortNumber(high)}`;

/** E.g. `blur (30 × 30, 0.1 to 0.9)`. */
const inWords = (map: Measured): string =>
  `${map.name} (${map.height} × ${map.width}, ${isGray(map) ? rangeText(map) : 'in color'})`;

const isGray = ({ channels }: Measured): boolean => channels === 1;

function captionOf(maps: readonly Measured[]): string {
  const gray = maps.filter(isGray);
  if (gray.length === 0) return `${counted(maps.length, 'image')} in color.`;
  const signed = gray.some(({ low }) => low < 0);
  const plain = gray.some(({ low }) => low >= 0);
  return [
    plain && 'Gray maps: black is 0, white the largest value.',
    plain && signed && 'With negative values mid gray is 0.',
    !plain && 'Gray maps: mid gray is 0, black and white are ± the largest |value|.',
    'Numbers: smallest and largest value.',
  ]
    .filter(Boolean)
    .join(' ');
}

const lostIn = (maps: readonly Measured[]): string | false => leftOut(sum(maps.map(({ lost }) => lost)), 'value');
