import type Sharp from 'sharp';
import { FONT_CONFIG } from './font';

/** Pixels of the picture for each pixel of the figure: sharp on screens with small pixels and in print. */
const SCALE = 2;

/** Steps of red, green, blue and opacity on soft edges: with all of them a picture takes half as much room again. */
const EDGES = [4, 4, 4, 3];

/**
 * Draws an SVG document as PNG with a palette and twice the pixels, on no paper, in the font that the project brings
 * along. By sharp, which needs no browser and finds the palette that makes a picture a third as large.
 */
export async function renderPng(svg: string): Promise<Buffer> {
  const sharp = await (loading ??= loadSharp());
  const drawn = sharp(Buffer.from(svg), { density: SCALE * SVG_DENSITY });
  const { data, info } = await drawn.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  // Of a photograph and of a smooth transition it would take colors that are meant.
  if (!/<image|Gradient/.test(svg)) simplifyEdges(data);
  // All 256 colors: with fewer, two networks of six get the same one.
  return sharp(data, { raw: info }).png({ palette: true, dither: 0, effort: 1, compressionLevel: 9 }).toBuffer();
}

const SVG_DENSITY = 72; // dots per inch at which sharp makes one pixel of a pixel of SVG

let loading: Promise<typeof Sharp> | undefined;

/** sharp reads once where fonts are, at its first text; programs that are started later need not know of it. */
async function loadSharp(): Promise<typeof Sharp> {
  const { default: sharp } = await import('sharp');
  const before = process.env['FONTCONFIG_FILE'];
  process.env['FONTCONFIG_FILE'] = FONT_CONFIG;
  try {
    await sharp(Buffer.from(FIRST_TEXT)).toBuffer();
  } finally {
    if (before === undefined) delete process.env['FONTCONFIG_FILE'];
    else process.env['FONTCONFIG_FILE'] = before;
  }
  return sharp;
}

const FIRST_TEXT =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9" font-family="Inter">x</text></svg>';

/** Leaves a few colors where a pixel is like neither of its neighbors. Areas and lines keep theirs. */
function simplifyEdges(rgba: Buffer): void {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4);
  const before = pixels.slice();
  for (let i = 0; i < pixels.length; i++) {
    if (before[i] === before[i - 1] || before[i] === before[i + 1]) continue;
    for (const [channel, steps] of EDGES.entries()) {
      const at = 4 * i + channel;
      rgba[at] = 255 * (Math.round((rgba[at]! / 255) * steps) / steps);
    }
    if (rgba[4 * i + 3] === 0) pixels[i] = 0;
  }
}

/** How many pixels of the page's width a picture takes, so that its own pixels are half as large. */
export function widthOnPage(png: Buffer): number {
  // Where every PNG file says its width.
  return Math.round(png.readUInt32BE(16) / SCALE);
}
