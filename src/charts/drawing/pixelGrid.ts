import type { SvgFigure } from '../figure';
import { pixelsUrl } from './pixelTile';
import type { PixelTile, TileText } from './pixelTile';
import { FIGURE_WIDTH, FONT, INK, TEXT_SIZE } from '../style';
import { escapeHtml } from './svg';
import { fitText, measureText } from './font';

const PADDING = 6; // pixels around the figure
const BLOCK_GAP = 24; // pixels between two blocks
const LINE = TEXT_SIZE + 4; // pixels of one line of text below an image
const HEADING = TEXT_SIZE + 12; // pixels of a heading above a block
const MARK = 10; // pixels of a sign before a text
const LONGEST_HEADING = 200; // pixels of what stands left of a row, at most
const SMALLEST = 4; // pixels of an image; smaller ones show nothing

/** Rows of tiles. A short row leaves the rest empty. */
export interface PixelBlock {
  /** What stands above it. */
  readonly heading?: string;
  readonly rows: readonly (readonly PixelTile[])[];
  /** What stands left of each row. */
  readonly rowHeadings?: readonly string[];
}

/** What decides how large the images can be. */
interface Layout {
  /** Pixels of each tile. */
  readonly size: { readonly width: number; readonly height: number };
  /** Beside each other, with the same columns. */
  readonly blocks: readonly PixelBlock[];
  /** Tiles in a full row of a block. */
  readonly columns: number;
  /** Screen pixels per image pixel; fewer where the figure has no room. */
  readonly scale: number;
  /** Screen pixels from tile to tile. */
  readonly gap: number;
}

/** What `pixelGrid` lays out. */
export interface PixelGridParts extends Layout {
  /** The figure, for messages. */
  readonly where: string;
  /** The least width of a tile with its texts, in screen pixels. */
  readonly cell?: number;
  /** What kind of figure it is, of what: the first sentence of the alternative text. */
  readonly what: string;
  /** The key numbers, in sentences; shown below the figure. */
  readonly caption: string;
}

/**
 * Lays out small images in rows and columns, with headings and texts. Pixels stay squares.
 *
 * @throws if the columns have no room beside each other.
 */
export function pixelGrid(parts: PixelGridParts): SvgFigure {
  const { size, blocks, columns, gap, cell = 0, what, caption } = parts;
  const scale = usableScale(parts);
  const tile = { width: size.width * scale, height: size.height * scale };
  const cellWidth = Math.max(cell, tile.width);
  const blockWidth = columns * (cellWidth + gap) - gap;
  const top = PADDING + (blocks.some(({ heading }) => heading !== undefined) ? HEADING : 0);
  const lines = Math.max(0, ...blocks.flatMap(({ rows }) => rows.flat().map(({ below = [] }) => below.length)));
  const rowHeight = tile.height + (lines > 0 ? lines * LINE + 6 : 0) + gap;
  const rows = Math.max(0, ...blocks.map((block) => block.rows.length));

  let left = PADDING;
  const drawn = blocks.flatMap(({ heading, rows, rowHeadings = [] }) => {
    const x = left + headingWidth(rowHeadings);
    left = x + blockWidth + BLOCK_GAP;
    return [
      heading === undefined ? '' : drawText({ text: heading }, x, PADDING, blockWidth, ' font-weight="600"'),
      ...rowHeadings.map((text, r) => {
        const middle = top + r * rowHeight + tile.height / 2;
        return textAt(x - 8, middle + 0.36 * TEXT_SIZE, fitHeading(text), ' text-anchor="end"');
      }),
      ...rows.flatMap((row, r) =>
        row.map((shown, column) =>
          drawTile(shown, size, x + column * (cellWidth + gap), top + r * rowHeight, tile, cellWidth),
        ),
      ),
    ];
  });
  const [right, bottom] = rows > 0 ? [left - BLOCK_GAP, top + rows * rowHeight - gap] : [PADDING, PADDING];
  const [width, height] = [right + PADDING, bottom + PADDING].map(Math.ceil);
  return {
    kind: 'svg',
    svg:
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
      `<g font-family="${FONT}" font-size="${TEXT_SIZE}" fill="${INK}">${drawn.join('')}</g></svg>`,
    caption,
    alt: `${what} ${caption.replaceAll('\n', ' ')}`,
  };
}

/**
 * The scale that `pixelGrid` uses: the wanted one, or the largest one that has room; in steps of a half, which makes
 * all pixels equally large.
 */
export function fittingScale({ size, blocks, columns, scale, gap }: Layout): number {
  const headings = blocks.reduce((sum, { rowHeadings = [] }) => sum + headingWidth(rowHeadings), 0);
  const room = FIGURE_WIDTH - 2 * PADDING - headings - (blocks.length - 1) * BLOCK_GAP;
  const most = Math.min(scale, ((room / blocks.length + gap) / columns - gap) / size.width);
  return most < 0.5 ? most : Math.floor(most * 2) / 2;
}

function usableScale(parts: PixelGridParts): number {
  const scale = fittingScale(parts);
  const { where, size, columns, blocks } = parts;
  if (!(scale * size.width >= Math.min(SMALLEST, (Math.floor(parts.scale * 2) / 2) * size.width))) {
    throw new Error(
      `${where} requires room for ${columns * blocks.length} images of ${size.width} pixels beside each other, and ` +
        'there is none; ask for fewer in a row.',
    );
  }
  return scale;
}

const headingWidth = (headings: readonly string[]): number =>
  Math.max(0, ...headings.map((heading) => Math.ceil(measureText(fitHeading(heading))) + 8));

const fitHeading = (heading: string): string => fitText(heading, LONGEST_HEADING);

type Size = Layout['size'];

function drawTile(tile: PixelTile, pixels: Size, x: number, y: number, { width, height }: Size, cell: number): string {
  const image =
    `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="none" ` +
    `style="image-rendering:pixelated" href="${pixelsUrl(tile.pixels, pixels.width, pixels.height)}"/>`;
  const frameAt = (room: number, stroke: number) =>
    `<rect x="${x - room}" y="${y - room}" width="${width + 2 * room}" height="${height + 2 * room}" fill="none" stroke="${INK}" stroke-width="${stroke}"/>`;
  const frame = { none: '', thin: frameAt(0.5, 1), thick: frameAt(3, 2) }[tile.frame ?? 'none'];
  const lines = (tile.below ?? []).map((line, i) => drawText(line, x, y + height + 6 + i * LINE, cell));
  return `${image}${frame}${lines.join('')}`;
}

/** One line; `top` is its upper edge. */
function drawText({ text, mark }: TileText, x: number, top: number, width: number, attributes = ''): string {
  const indent = mark ? MARK + 4 : 0;
  const baseline = top + TEXT_SIZE - 1;
  const sign = mark ? drawMark(mark, x, baseline - MARK) : '';
  return sign + textAt(x + indent, baseline, fitText(text, width - indent), attributes);
}

/** Drawn as lines: the letters of pictures have no tick. */
function drawMark(mark: 'tick' | 'cross', x: number, y: number): string {
  const path = mark === 'tick' ? `M${x} ${y + 6}l3 3l6 -8` : `M${x + 1} ${y + 1}l8 8m0 -8l-8 8`;
  return `<path d="${path}" fill="none" stroke="${INK}" stroke-width="2"/>`;
}

const textAt = (x: number, y: number, text: string, attributes = ''): string =>
  `<text x="${x}" y="${y}"${attributes}>${escapeHtml(text)}</text>`;
