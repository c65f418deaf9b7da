import { LETTERS } from './letters';

/** Pixels of the picture for each pixel of the figure: sharp on screens with small pixels and in print. */
const SCALE = 2;

/** Steps of red, green, blue and opacity on soft edges: with all of them a picture takes half as much room again. */
const EDGES = [4, 4, 4, 3];

/**
 * Draws an SVG document as PNG with a palette and twice the pixels, on no paper, with letters that it brings along.
 *
 * resvg draws without a browser and takes the letters from the files it is given, on every system alike; sharp finds
 * the palette, which makes the picture a third as large.
 */
export async function renderPng(svg: string): Promise<Buffer> {
  const [{ Resvg }, { default: sharp }] = await Promise.all([import('@resvg/resvg-js'), import('sharp')]);
  const drawn = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { loadSystemFonts: false, fontFiles: LETTERS, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
  }).render();
  // Not its raw pixels, whose colours are multiplied by their opacity.
  const { data, info } = await sharp(drawn.asPng()).raw().toBuffer({ resolveWithObject: true });
  // Of a photograph and of a smooth transition it would take colours that are meant.
  if (!/<image|Gradient/.test(svg)) simplifyEdges(data);
  // All 256 colours: with fewer, two networks of six get the same one.
  return sharp(data, { raw: info }).png({ palette: true, dither: 0, effort: 1, compressionLevel: 9 }).toBuffer();
}

/** Leaves a few colours where a pixel is like neither of its neighbours. Areas and lines keep theirs. */
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
