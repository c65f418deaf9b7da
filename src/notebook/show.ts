import type { Figure } from '../charts/figure';
import { stillPicture } from '../charts/svg';
import { tableHtml, tableMarkdown } from '../charts/tables';

/** Content by MIME type, richest first; every entry shows the same thing. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/**
 * Puts figures or Markdown text on the page, each as one message. Outside a notebook it prints their descriptions.
 *
 * @param items figures, and texts in Markdown, in reading order.
 * @throws if a figure's specification is not valid.
 * @example
 * await show('**Dead units**', table(['layer', 'dead'], [['Dense 1', '6']])); // prints both outside a notebook
 */
export async function show(...items: readonly (Figure | string)[]): Promise<void> {
  for (const item of items) {
    const bundle = typeof item === 'string' ? { 'text/markdown': item, 'text/plain': item } : await mimeBundle(item);
    if (!writeDisplay(bundle)) console.log(bundle['text/plain']);
  }
}

/**
 * A figure in every form that a page may be able to show: the interactive one for JupyterLab, a picture for GitHub,
 * nbviewer and VS Code, and a sentence for everything else.
 */
export async function mimeBundle(figure: Figure): Promise<MimeBundle> {
  if (figure.kind === 'table') {
    return {
      'text/html': tableHtml(figure),
      'text/markdown': tableMarkdown(figure),
      'text/plain': figure.alt,
    };
  }
  return {
    ...interactive(figure),
    'image/svg+xml': await stillPicture(figure),
    'text/plain': figure.alt,
  };
}

/** The interactive form alone, for figures that are replaced too often to draw a picture each time. */
export function interactive(figure: Figure): MimeBundle {
  if (figure.kind === 'vega-lite') return { 'application/vnd.vegalite.v5+json': figure.spec };
  if (figure.kind === 'plotly') {
    return { 'application/vnd.plotly.v1+json': { data: figure.data, layout: figure.layout } };
  }
  return {};
}

interface DisplayData {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
}

type DisplayWriter = (data: DisplayData, update: boolean) => void;

/**
 * Sends one display message to the notebook, or replaces one that was sent before.
 *
 * @param id name of a display that is going to be replaced; left out for one that stays.
 * @returns false outside a notebook, where nothing can be shown.
 */
export function writeDisplay(data: MimeBundle, id?: string, update = false): boolean {
  const writer = tslabWriter();
  if (!writer) return false;
  writer({ data, metadata: {}, transient: id ? { display_id: id } : {} }, update);
  return true;
}

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
