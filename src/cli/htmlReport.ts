import { readFile } from 'node:fs/promises';
import type { Figure, PlotlyFigure } from '../charts/figure';
import { escapeHtml, stillPicture } from '../charts/drawing/svg';
import { tableHtml } from '../charts/tables';

/** A heading and what stands under it. */
export interface ReportSection {
  readonly heading: string;
  /** Paragraphs of plain text, figures and tables, in reading order. */
  readonly content: readonly (string | Figure)[];
}

/** What the file holds. */
export interface Report {
  readonly title: string;
  readonly sections: readonly ReportSection[];
  /** Language of the texts, as HTML names it. Default `en`. */
  readonly language?: string;
}

/**
 * A report as one HTML file that needs nothing else: it opens without a network, its figures are pictures that show
 * without JavaScript, and where there is JavaScript the Plotly figures can be zoomed.
 *
 * @returns the file's text; about 5 MB if a Plotly figure is in it, as it then holds Plotly.
 */
export async function htmlReport({ title, sections, language = 'en' }: Report): Promise<string> {
  const bodies: string[] = [];
  for (const { heading, content } of sections) {
    const items: string[] = [];
    for (const item of content) items.push(await itemHtml(item));
    bodies.push(`<section>\n<h2>${escapeHtml(heading)}</h2>\n${items.join('\n')}\n</section>`);
  }
  const figures = sections
    .flatMap(({ content }) => content)
    .filter((item): item is PlotlyFigure => typeof item !== 'string' && item.kind === 'plotly');
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${bodies.join('\n')}
</main>
${figures.length > 0 ? await plotlyScripts(figures) : ''}</body>
</html>
`;
}

async function itemHtml(item: string | Figure): Promise<string> {
  if (typeof item === 'string') return `<p>${escapeHtml(item)}</p>`;
  if (item.kind === 'table') return `<div class="wide">${tableHtml(item)}</div>`;
  const still = `<div class="still">${await stillPicture(item)}</div>`;
  const caption = `<figcaption>${escapeHtml(item.caption)}</figcaption>`;
  return item.kind === 'plotly'
    ? `<figure class="plotly"><div class="interactive"></div>${still}${caption}</figure>`
    : `<figure>${still}${caption}</figure>`;
}

/** Plotly itself, and a few lines that put its figures in the place of their still pictures, in reading order. */
async function plotlyScripts(figures: readonly PlotlyFigure[]): Promise<string> {
  const plotly = await readFile(require.resolve('plotly.js-dist-min/plotly.min.js'), 'utf8');
  const drawn = figures.map(({ data, layout, frames }) => ({ data, layout, ...(frames && { frames }) }));
  // Within a script only "<" could end it early.
  const json = JSON.stringify(drawn).replace(/</g, '\\u003c');
  return `<script>${plotly.replace(/<\/script/gi, '<\\/script')}</script>
<script>
const figures = ${json};
document.querySelectorAll('figure.plotly').forEach((place, i) => {
  place.classList.add('drawn');
  Plotly.newPlot(place.querySelector('.interactive'), { ...figures[i], config: { displaylogo: false } });
});
</script>
`;
}

/** Follows the reader's light or dark setting, as figures do, which have no paper of their own; print is always light. */
const REPORT_STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #111; } }
main { max-width: 940px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 1.7em; line-height: 1.25; }
h2 { margin-top: 2em; font-size: 1.25em; }
p { max-width: 44em; }
figure { margin: 1.5em 0; }
figcaption { max-width: 44em; font-style: italic; white-space: pre-line; }
figure svg { max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
.interactive { display: none; overflow-x: auto; }
.drawn .interactive { display: block; }
.drawn .still { display: none; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid #8886; vertical-align: top; }
@media print {
  :root { color-scheme: light; }
  body { color: #000; background: none; }
  main { max-width: none; padding: 0; }
  figure, table { break-inside: avoid; }
  .drawn .interactive { display: none; }
  .drawn .still { display: block; }
}
`;
