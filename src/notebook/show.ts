import { randomUUID } from 'node:crypto';
import { captionMarkdown } from '../charts/drawing/caption';
import type { Figure } from '../charts/figure';
import { renderPng, widthOnPage } from '../charts/drawing/picture';
import { stillPicture } from '../charts/drawing/svg';
import { tableHtml, tableMarkdown } from '../charts/tables';

/** Content by MIME type, richest first; every entry shows the same thing. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** One message: the same content in several forms, and what readers of each need besides. */
export interface Display {
  readonly data: MimeBundle;
  /** By MIME type, as Jupyter names it. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * Puts figures or Markdown text on the page: a figure as one message with all its forms, and its caption below. Outside
 * a notebook it prints their descriptions.
 *
 * @param items figures, and texts in Markdown, in reading order.
 * @throws if a figure's specification is not valid.
 * @example
 * await show('**Dead units**', table(['layer', 'dead'], [['Dense 1', '6']])); // prints both outside a notebook
 */
export async function show(...items: readonly (Figure | string)[]): Promise<void> {
  for (const item of items) {
    if (!isNotebook()) console.log(typeof item === 'string' ? item : item.alt);
    else if (typeof item === 'string')
      writeDisplay({ data: { 'text/markdown': item, 'text/plain': item }, metadata: {} });
    else {
      await writeFigure(item);
      const caption = captionOf(item);
      if (caption) writeDisplay(caption);
    }
  }
}

/**
 * Puts a figure on the page in all its forms, without its caption.
 *
 * @param id name of a display; given if it is to be replaced, or replaces another one (`update`).
 */
export async function writeFigure(figure: Figure, id?: string, update = false): Promise<void> {
  const display = await displayOf(figure);
  if (figure.kind !== 'plotly') return void writeDisplay(display, id, update);
  // JupyterLab's renderer for Plotly shows the picture of a message, and the figure only when the mouse enters it. A
  // figure that stands already stays when the picture follows.
  const { 'image/png': _, ...withoutPicture } = display.data;
  const place = id ?? randomUUID();
  writeDisplay({ data: withoutPicture, metadata: {} }, place, update);
  writeDisplay(display, place, true);
}

/** The caption of a figure as a message of its own, so that it is text on every page; undefined for a table. */
export function captionOf(figure: Figure): Display | undefined {
  if (figure.kind === 'table') return undefined;
  return { data: { 'text/markdown': captionMarkdown(figure.caption), 'text/plain': figure.caption }, metadata: {} };
}

/**
 * A figure in every form that a page may be able to show: the interactive one for JupyterLab and VS Code, a picture for
 * GitHub, nbviewer, print and notebooks that are not trusted, and a sentence for everything else.
 */
export async function displayOf(figure: Figure): Promise<Display> {
  if (figure.kind === 'table') {
    return {
      data: { 'text/html': tableHtml(figure), 'text/markdown': tableMarkdown(figure), 'text/plain': figure.alt },
      metadata: {},
    };
  }
  const png = await renderPng((await stillPicture(figure))!);
  return {
    data: { ...interactive(figure), 'image/png': png.toString('base64'), 'text/plain': figure.alt },
    // Twice the pixels on the same room; no height, so that a narrow page keeps the proportions. The text is what a
    // screen reader says, and nbconvert asks for it.
    metadata: { 'image/png': { width: widthOnPage(png), alt: figure.alt } },
  };
}

/** The interactive form alone. */
export function interactive(figure: Figure): MimeBundle {
  if (figure.kind === 'vega-lite') return { 'application/vnd.vegalite.v5+json': figure.spec };
  if (figure.kind === 'plotly') {
    const { data, layout, frames } = figure;
    return { 'application/vnd.plotly.v1+json': { data, layout, ...(frames && { frames }) } };
  }
  return {};
}

type DisplayWriter = (display: Display & { transient: { readonly display_id?: string } }, update: boolean) => void;

/**
 * Sends one display message to the notebook, or replaces one that was sent before.
 *
 * @param id name of a display that is going to be replaced; left out for one that stays.
 * @returns false outside a notebook, where nothing can be shown.
 */
export function writeDisplay({ data, metadata }: Display, id?: string, update = false): boolean {
  const writer = tslabWriter();
  if (!writer) return false;
  writer({ data, metadata, transient: id ? { display_id: id } : {} }, update);
  return true;
}

/** True where figures can be put on a page. */
export const isNotebook = (): boolean => tslabWriter() !== undefined;

/**
 * The function of the running kernel that sends a whole bundle. tslab's public `display` sends one MIME type only, and
 * the kernel may come from another installation of tslab than this library's, so the module is looked up among those
 * that are loaded.
 */
function tslabWriter(): DisplayWriter | undefined {
  for (const [file, loaded] of Object.entries(require.cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file)) continue;
    const writer = (loaded?.exports as { lastWriteDisplayData?: DisplayWriter } | undefined)?.lastWriteDisplayData;
    if (writer) return writer;
  }
  return undefined;
}
