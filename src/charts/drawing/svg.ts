import type { TopLevelSpec } from 'vega-lite';
import type { Figure, VegaLiteSpec } from '../figure';
import { measureText } from './font';

/** What Vega lays out texts by; its own is a rough guess where there is no browser. */
interface TextMetrics {
  width: (item: { readonly fontSize?: number; readonly limit?: number }, text: unknown) => number;
}

/**
 * Draws a Vega-Lite specification.
 *
 * @returns the text of an SVG document.
 * @throws if the specification is not valid.
 */
export async function renderSvg(spec: VegaLiteSpec): Promise<string> {
  // Loaded at the first figure and not with the library: together they take a quarter of a second.
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  (vega as unknown as { textMetrics: TextMetrics }).textMetrics.width = (item, text) =>
    // A text with a limit is cut there, which Vega does on its own.
    Math.min(measureText(String(text ?? ''), item.fontSize ?? 11), item.limit || Infinity);
  const warnings = vega.logger(vega.Error);
  const compiled = compile(spec as unknown as TopLevelSpec, {
    logger: warnings,
    // One description of the whole picture, below, in place of one for each of hundreds of parts.
    config: { aria: false },
  });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger: warnings });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** The still picture of a figure as SVG, its `alt` as the picture's label; undefined for a table, which has none. */
export async function stillPicture(figure: Figure): Promise<string | undefined> {
  if (figure.kind === 'table') return undefined;
  const svg =
    figure.kind === 'svg' ? figure.svg : await renderSvg(figure.kind === 'plotly' ? figure.still : figure.spec);
  const label = `<svg role="img" aria-label="${escapeHtml(figure.alt)}" `;
  return svg.replace('<svg ', () => label);
}

/** Text with the characters that HTML gives a meaning replaced. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
