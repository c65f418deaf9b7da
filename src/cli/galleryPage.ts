import { escapeHtml } from '../charts/drawing/svg';
import type { Display } from '../notebook/show';
import type { GalleryEntry } from './galleryFigures';

/** A figure of the gallery in all its forms, or what it said instead. */
export interface GalleryItem {
  readonly entry: Pick<GalleryEntry, 'name' | 'shows'>;
  /** Undefined where the figure refuses its input. */
  readonly display?: Display;
  /** Stands below the figure; a table has none. */
  readonly caption?: string;
  /** What the refusal says. */
  readonly message?: string;
  /** How long it took to draw all forms. */
  readonly milliseconds: number;
}

/** What stands on the page. */
export interface GalleryContent {
  /** What the figures are drawn from, in sentences. */
  readonly about: readonly string[];
  readonly figures: readonly GalleryItem[];
  readonly hardCases: readonly GalleryItem[];
}

/** Bytes that a notebook's picture should have at most, and as many its specification. */
const MOST_BYTES = 60_000;

/** A phone's page, in pixels. */
const PHONE_WIDTH = 340;

/** What draws the figures in the page, by the name that it has beside the page. */
export const GALLERY_SCRIPTS: Readonly<Record<string, string>> = {
  'vega.min.js': 'vega/build/vega.min.js',
  'vega-lite.min.js': 'vega-lite/build/vega-lite.min.js',
  'plotly.min.js': 'plotly.js-dist-min/plotly.min.js',
};

/**
 * The gallery: each figure on JupyterLab's light and dark page, interactive and as a picture, and the picture as a phone
 * and a grayscale printer show it.
 *
 * @returns the files by their names; `GALLERY_SCRIPTS` belong beside them. The page opens from disk.
 */
export function galleryPage({ about, figures, hardCases }: GalleryContent): Readonly<Record<string, string | Buffer>> {
  const items = [...figures, ...hardCases].map((item, i) => ({ ...item, ...formsOf(item, i) }));
  const [usual, hard] = [items.slice(0, figures.length), items.slice(figures.length)];
  const pictures = items.flatMap(({ file, png }) => (file && png ? [[file, png] as const] : []));
  const firsts = usual.filter(({ entry }, i) => entry.name !== usual[i - 1]?.entry.name);
  const links = firsts.map(({ id, entry }) => `<a href="#${id}">${escapeHtml(entry.name)}</a>`);
  return {
    ...Object.fromEntries(pictures),
    'figures.js': `const FIGURES = ${JSON.stringify(items.map(({ drawn }) => drawn))};\n`,
    'index.html': `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>l2lab: all figures</title>
<style>${STYLE}</style>
</head>
<body>
<h1>All figures</h1>
${about.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
<nav>${links.join(' ')}<a href="#hard-cases">hard cases</a></nav>
${usual.map(section).join('\n')}
<h1 id="hard-cases">Hard cases</h1>
${hard.map(section).join('\n')}
${Object.keys(GALLERY_SCRIPTS)
  .map((file) => `<script src="${file}"></script>`)
  .join('\n')}
<script src="figures.js"></script>
<script>${SCRIPT}</script>
</body>
</html>
`,
  };
}

type Forms = ReturnType<typeof formsOf>;

/** What the page needs of a figure. */
function formsOf({ entry, display }: GalleryItem, number: number) {
  const id = `${entry.name}-${number + 1}`;
  const { data = {}, metadata = {} } = display ?? {};
  const base64 = data['image/png'] as string | undefined;
  const png = base64 === undefined ? undefined : Buffer.from(base64, 'base64');
  const vegaLite = data['application/vnd.vegalite.v5+json'];
  const plotly = data['application/vnd.plotly.v1+json'];
  return {
    ...{ id, number, png, ...(png && { file: `${id}.png` }) },
    /** For the page's script; null where only a picture exists. */
    drawn: vegaLite ? { vegaLite } : plotly ? { plotly } : null,
    html: data['text/html'] as string | undefined,
    alt: String(data['text/plain'] ?? ''),
    width: (metadata['image/png'] as { width?: number } | undefined)?.width,
  };
}

function section(item: GalleryItem & Forms): string {
  const { id, entry, message, caption, drawn, html, file, alt, width } = item;
  const heading = `<h2><code>${escapeHtml(entry.name)}</code> ${escapeHtml(entry.shows)}</h2>`;
  if (message !== undefined) return `<section id="${id}">${heading}<pre>${escapeHtml(message)}</pre></section>`;
  const picture = (size?: number) => `<img src="${file}" width="${size}" alt="${escapeHtml(alt)}">`;
  const forms = [
    ...(drawn ? [`<h3>interactive</h3><div class="scroll"><div data-figure="${item.number}"></div></div>`] : []),
    ...(html === undefined ? [] : [html]),
    ...(file ? [`<h3>picture</h3><div class="scroll">${picture(width)}</div>`] : []),
    ...(caption ? [`<p class="caption">${escapeHtml(caption)}</p>`] : []),
  ].join('\n');
  const small = ['light', 'dark', 'light gray'].map(
    (theme) =>
      `<figure class="${theme}">${picture(PHONE_WIDTH)}<figcaption>${PHONE_WIDTH} pixels wide, ${theme}</figcaption></figure>`,
  );
  return `<section id="${id}">
${heading}
<p class="sizes">${sizes(item)}</p>
<div class="themes"><div class="light">${forms}</div><div class="dark">${forms}</div></div>
${file ? `<div class="small">${small.join('')}</div>` : ''}
</section>`;
}

/** How large the forms are, loud where a notebook would become too large. */
function sizes({ drawn, png, width, milliseconds }: GalleryItem & Forms): string {
  const bytes = {
    ...(png && { [`picture, ${width} pixels wide`]: png.length }),
    ...(drawn && { specification: Buffer.byteLength(JSON.stringify(Object.values(drawn)[0])) }),
  };
  const texts = Object.entries(bytes).map(([name, size]) => {
    const text = `${name}: ${(size / 1000).toFixed(1)} KB`;
    return size > MOST_BYTES ? `<strong>${text}, more than ${MOST_BYTES / 1000}</strong>` : text;
  });
  return [...texts, `drawn in ${Math.round(milliseconds)} ms`].join('; ');
}

/** Draws as JupyterLab and VS Code do; what fails says so in its place. */
const SCRIPT = `
(async () => {
  for (const place of document.querySelectorAll('[data-figure]')) {
    const { vegaLite: spec, plotly } = FIGURES[place.dataset.figure];
    try {
      if (plotly) await Plotly.newPlot(place, { ...plotly, config: { displaylogo: false } });
      else await new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'svg', container: place, hover: true }).runAsync();
    } catch (error) {
      place.textContent = String(error);
      console.error(error);
    }
  }
  document.body.dataset.drawn = 'all';
})();
`;

/** Light and dark stand for JupyterLab's two pages. */
const STYLE = `
body { margin: 0 auto; padding: 0 24px 64px; max-width: 1320px; font: 15px/1.5 system-ui, sans-serif; color: #222; background: #f3f3f3; }
h1 { font-size: 1.6em; margin: 1.5em 0 0.5em; }
h2 { font-size: 1.15em; font-weight: 500; margin: 0; }
h2 code { font-size: 1.1em; font-weight: 700; margin-right: 0.4em; }
h3 { margin: 0 0 4px; font-size: 12px; font-weight: 500; color: #767676; }
nav a { margin-right: 1.2em; }
section { margin: 40px 0; }
.sizes { margin: 2px 0 10px; color: #555; }
.themes { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 632px), 1fr)); }
.themes > div { padding: 14px; min-width: 0; }
.scroll { overflow-x: auto; margin-bottom: 14px; }
.light { color: #222; background: #fff; }
.dark { color: #ddd; background: #111; }
.caption { margin: 0; font-style: italic; white-space: pre-line; }
.small { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 12px; }
.small figure { margin: 0; padding: 10px; width: ${PHONE_WIDTH}px; }
.small figcaption { font-size: 12px; color: #767676; }
.gray img { filter: grayscale(1); }
img { max-width: 100%; height: auto; display: block; }
pre { white-space: pre-wrap; padding: 12px; background: #fff; }
`;
