import { LETTERS } from './letters';

/** Pixels of the picture for each pixel of the figure: sharp on screens with small pixels and in print. */
const SCALE = 2;

/** Enough for lines, letters and their soft edges; a pixel then takes half a byte. A notebook holds a dozen pictures. */
const FEW_COLORS = 16;

/** As few of them as letters need to look whole, in sharp's measure: a quarter smaller than with all. */
const FEW_QUALITY = 1;

const SMALL = { dither: 0, effort: 1, compressionLevel: 9 };

/**
 * Draws an SVG document as PNG with a palette and twice the pixels, on no paper, with letters that it brings along.
 *
 * resvg draws without a browser and takes the letters from the files it is given, on every system alike; sharp finds
 * the palette, which makes the picture a third as large.
 *
 * @param colors up to 256; photographs and continuous scales need all of them.
 */
export async function renderPng(svg: string, colors = FEW_COLORS): Promise<Buffer> {
  const [{ Resvg }, { default: sharp }] = await Promise.all([import('@resvg/resvg-js'), import('sharp')]);
  const drawn = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { loadSystemFonts: false, fontFiles: LETTERS, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
  }).render();
  // Not its raw pixels, whose colours are multiplied by their opacity.
  return sharp(drawn.asPng())
    .png({ palette: true, colours: colors, quality: colors > FEW_COLORS ? 100 : FEW_QUALITY, ...SMALL })
    .toBuffer();
}

/** How many pixels of the page's width a picture takes, so that its own pixels are half as large. */
export function widthOnPage(png: Buffer): number {
  // Where every PNG file says its width.
  return Math.round(png.readUInt32BE(16) / SCALE);
}
