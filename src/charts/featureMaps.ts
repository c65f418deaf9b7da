import { chunk, max, min } from 'simple-statistics';
import type { SvgFigure } from './figure';
import { captionLines, leftOut } from './drawing/caption';
import { pixelGrid } from './drawing/pixelGrid';
import type { PixelTile } from './drawing/pixelTile';
import { shortName, shortNumber } from './style';

const COLUMNS = 4; // maps in a row: each then has room for a name of 18 letters
const MOST_MAPS = 12;
const CELL = 138; // pixels of a map with its texts
const LARGEST = 128; // pixels of the largest map's width
const MID_GREY = 128; // 0 in a map that has negative values, between black and white

/** Rows of pixels: of one number each (grey), or of red, green and blue from 0 to 1. */
export type FeatureMap = readonly (readonly (number | readonly number[])[])[];

/**
 * What filters make of an image: maps of one channel in grey, each with its name and its range, and images in color
 * beside them. A map without negative values runs from 0 (black) to its largest value (white). In one with negative
 * values 0 is mid grey, and its largest |value| black or white. Smaller maps stand in the middle of the largest one's
 * place.
 *
 * @param maps by their names, as `await tensor.array()` gives them: [height, width] or [height, width, 3].
 * @throws if there is none or more than 12, or one is not a rectangle of numbers or colors.
 * @example
 * const rows = [[0, 1], [2, 4]];
 * featureMaps({ 'a map': rows }).alt.split('. ')[0]; // => 'Maps as images: a map (2 × 2, 0 to 4)'
 */
export function featureMaps(maps: Readonly<Record<string, FeatureMap>>): SvgFigure {
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
    below: [{ text: map.name }, { text: rangeText(map) }],
  }));
  return pixelGrid({
    ...{ where: 'featureMaps', size, gap: 8, cell: CELL, columns: Math.min(COLUMNS, tiles.length) },
    blocks: [{ rows: chunk(tiles, COLUMNS) }],
    scale: LARGEST / size.width,
    what: `Maps as images: ${measured.map((map) => `${map.name} (${map.height} × ${map.width}, ${rangeText(map)})`).join('; ')}.`,
    caption: captionOf(measured),
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
  if (low < 0) return Math.round(MID_GREY + (127 * value) / Math.max(-low, high));
  return high === 0 ? 0 : Math.round((255 * value) / high);
}

const rangeText = ({ low, high }: Measured): string => `${shortNumber(low)} to ${shortNumber(high)}`;

function captionOf(maps: readonly Measured[]): string {
  const grey = maps.filter(({ channels }) => channels === 1);
  const signed = grey.some(({ low }) => low < 0);
  const plain = grey.some(({ low }) => low >= 0);
  return captionLines(
    'Below each map: its smallest and its largest value.',
    plain && `Black is 0, white the map's largest value${signed ? ', if no value is negative' : ''}.`,
    signed && 'With negative values mid grey is 0, black and white are ± the largest |value|.',
    leftOut(
      maps.reduce((sum, { lost }) => sum + lost, 0),
      'value',
    ),
  );
}
