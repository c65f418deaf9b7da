import type { Figure } from '../charts/Figure';
import { stillPicture } from '../charts/renderSvg';
import { tableHtml, tableMarkdown } from '../charts/tables';
import type { MimeBundle } from './displayWriter';

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
