// How all figures look: colours, sizes, and numbers as text. To change a colour of a figure, change it here.

/** Okabe and Ito's colours, which people with any common colour blindness can tell apart (Nature Methods 8, 2011). */
const [BLUE, VERMILION] = ['#0072B2', '#D55E00'];

/** Of the curves on training images and on held-out images. */
export const CURVE_COLORS = { train: BLUE, heldOut: VERMILION } as const;

/** One for each network, in the order in which they are given; none of them means a set of images. */
const NETWORK_COLORS = ['#009E73', '#CC79A7', '#56B4E9', '#E69F00'];

/** The colour of a network, by its place among the networks of a figure. */
export const networkColor = (place: number): string => NETWORK_COLORS[place % NETWORK_COLORS.length]!;

/** Pixels of a whole figure: what fits into a notebook on a small laptop. */
export const FIGURE_WIDTH = 900;

/** Pixels of one of several panels beside each other, when all of them and the legend share a figure's width. */
export function panelWidth(columns: number): number {
  const [axis, legend] = [90, 110];
  return Math.max(90, Math.min(420, Math.floor((FIGURE_WIDTH - legend) / columns) - axis));
}

const [INK, FAINT] = ['#222', '#ddd'];

/**
 * Dark ink on white paper under every figure, each colour said outright: JupyterLab's dark theme would otherwise make
 * the text white and leave the paper as it is.
 */
export const PAPER = {
  background: 'white',
  padding: 8,
  config: {
    view: { stroke: '#ccc' },
    title: { color: INK, subtitleColor: INK },
    style: { 'guide-label': { fill: INK }, 'guide-title': { fill: INK } },
    axis: { domainColor: INK, gridColor: FAINT, tickColor: INK },
    rule: { color: INK },
  },
} as const;

/** The same ink and paper for Plotly. */
export const PLOTLY_PAPER = { paper_bgcolor: 'white', plot_bgcolor: 'white', font: { color: INK } } as const;

/** What a Vega-Lite specification names as its language. */
export const VEGA_LITE_SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json';

/** A number for people: few digits, no trailing zeros. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  return magnitude >= 0.001 && magnitude < 1e5 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}

/** A number for figures: more digits than a screen shows are left out, which keeps notebooks small. */
export const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));
