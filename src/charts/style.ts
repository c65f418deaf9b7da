// How all figures look: colors, sizes, and numbers as text. To change a color of a figure, change it here.

/**
 * Okabe and Ito's colors, which people with any common color blindness can tell apart (Nature Methods 8, 2011): one
 * for each network. The two that are furthest from each other come first.
 */
export const NETWORK_COLORS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#56B4E9', '#E69F00'] as const;

/** Marks in the plane, marks in Plotly's space (which has fewer) and Plotly's lines, one of each for each network. */
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'triangle-right'] as const;
const SPACE_SHAPES = ['circle', 'square', 'diamond', 'cross', 'x', 'circle-open'] as const;
const LINES = ['solid', 'dash', 'dot', 'dashdot', 'longdash', 'longdashdot'] as const;

/** Colors of what is no network; no network has them. With them go dashes, marks or words. */
export const ACCENTS = ['#6060F0', '#906030'] as const;

/** The run that the others are compared with, by the name that the lessons give it. */
const BASELINE = 'baseline';

/** What tells a network apart: its color, and where colors are grays its marks or its line. */
export interface NetworkLook {
  readonly color: string;
  /** Vega's name of a mark. */
  readonly shape: string;
  /** Plotly's name of a mark in three dimensions. */
  readonly spaceShape: string;
  /** Plotly's name of a kind of line. */
  readonly line: string;
}

/** Which networks there are beside those of a figure. */
export interface NetworkOptions {
  /**
   * All networks of the lesson, in order, where a figure shows only some of them: each then looks as it does in
   * the other figures. Default the figure's own networks.
   */
  readonly networks?: readonly string[];
}

/**
 * How each network looks. `baseline` always has the first look and the others follow in order, so that the network with
 * the penalty looks the same in a figure of its own as beside the baseline.
 *
 * @param where the figure, for the message.
 * @throws if there are more networks than colors, or so many `networks` that two of those shown have the same one.
 */
export function networkLooks(
  where: string,
  shown: readonly string[],
  { networks = [] }: NetworkOptions = {},
): (network: string) => NetworkLook {
  const names = unique([BASELINE, ...networks, ...shown]);
  const colored = unique(shown);
  const place = (network: string) => names.indexOf(network) % NETWORK_COLORS.length;
  if (colored.filter((network) => network !== BASELINE).length >= NETWORK_COLORS.length) {
    throw new Error(
      `${where} draws up to ${NETWORK_COLORS.length - 1} networks and the baseline, got ${colored.length}: more colors ` +
        'cannot be told apart. Draw some of them, or compare runs by λ with sweepChart.',
    );
  }
  if (unique(colored.map(place)).length < colored.length) {
    throw new Error(
      `${where} has ${NETWORK_COLORS.length - 1} colors for networks beside the baseline, got ${networks.length} names ` +
        `in networks, so that ${colored.join(' and ')} would look the same; give it fewer names.`,
    );
  }
  return (network) => {
    const i = place(network);
    return { color: NETWORK_COLORS[i]!, shape: SHAPES[i]!, spaceShape: SPACE_SHAPES[i]!, line: LINES[i]! };
  };
}

/** Names in the order of their first appearance. */
export const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Solid for training images, dashed for those that are held out; as Vega-Lite takes it. */
export const DASHES = { train: [1, 0], heldOut: [5, 3] } as const;

/**
 * The color of all letters and axes: dark enough on white paper (contrast 4.5) and light enough on JupyterLab's dark page (4.2).
 * A picture does not know on which of them it will stand.
 */
export const INK = '#767676';

/** The color of grid lines and of areas that only separate. */
export const FAINT = 'rgba(128, 128, 128, 0.35)';

/** ×, as Vega takes a mark of one's own: its cross is +. */
export const CROSS = 'M-1,-1L1,1M-1,1L1,-1';

/** The font that pictures bring with them; a browser without Inter takes the page's own. */
export const FONT = 'Inter, system-ui, sans-serif';

/** Pixels of letters: as large as a caption on a laptop's page; a phone of 360 pixels shows them with 7. */
export const TEXT_SIZE = 13;

/** Pixels of a whole figure: half a laptop's page, and nearly twice a phone's. */
export const FIGURE_WIDTH = 600;

/** Pixels of one of several panels beside each other, each with its axis, when all of them share a figure's width. */
export const panelWidth = (columns: number): number => Math.floor(FIGURE_WIDTH / columns) - 70;

/** Everything that a Vega-Lite figure does not say for itself. No paper of its own: it stands on the page's. */
export const VEGA_LITE_CONFIG = {
  background: 'transparent',
  padding: 6,
  font: FONT,
  view: { stroke: null },
  title: {
    ...{ color: INK, subtitleColor: INK, fontSize: TEXT_SIZE + 1, subtitleFontSize: TEXT_SIZE },
    ...{ fontWeight: 600, subtitlePadding: 4, anchor: 'start', frame: 'group', limit: FIGURE_WIDTH },
  },
  style: {
    'guide-label': { fill: INK, fontSize: TEXT_SIZE },
    'guide-title': { fill: INK, fontSize: TEXT_SIZE, fontWeight: 'normal' },
  },
  axis: { domainColor: INK, tickColor: INK, gridColor: FAINT, titlePadding: 8, labelFlush: false },
  // Values are read off lines across the panel, and places along its lower edge.
  axisX: { grid: false },
  axisY: { domain: false, ticks: false, tickCount: 5 },
  legend: { orient: 'top', labelLimit: 240, symbolStrokeWidth: 2, symbolBaseStrokeColor: INK },
  text: { color: INK, fontSize: TEXT_SIZE },
  rule: { color: INK },
} as const;

/** A number for people: few digits, no trailing zeros. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return minus(String(value).replace('Infinity', '∞'));
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude >= 0.001 && magnitude < 1e5) return minus(String(Number(value.toPrecision(3))));
  const [digits, exponent] = value.toExponential(1).split('e');
  return minus(`${digits!.replace('.0', '')} × ${powerOfTen(Number(exponent))}`);
}

/** A count for people, e.g. `88,914,698`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** A count with its word, e.g. `1 seed` or `3 seeds`. */
export const counted = (count: number, word: string): string => `${grouped(count)} ${word}${count === 1 ? '' : 's'}`;

/** A minus sign in place of the hyphen. */
const minus = (text: string): string => text.replace(/^-/, '−');

/** E.g. `10⁻⁷`, the same in both libraries. */
export function powerOfTen(exponent: number): string {
  const superscript = [...String(exponent)].map((sign) => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)]));
  return `10${superscript.join('')}`;
}

/** A number for figures: more digits than a screen shows are left out, which keeps notebooks small; null for no number. */
export const rounded = (value: number, digits = 5): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(digits)) : null;

/** A name for legends, headings and captions, which have no room for more, and of one line. */
export function shortName(name: string): string {
  const letters = [...(name.replace(/\s+/g, ' ').trim() || '(no name)')];
  return letters.length > 32 ? `${letters.slice(0, 31).join('')}…` : letters.join('');
}

/** The same for names that stand beside each other: long ones that begin alike are numbered. */
export const shortNames = (names: readonly string[]): string[] =>
  names.map(shortName).map((name, i, all) => {
    const earlier = all.slice(0, i).filter((other) => other === name).length;
    return earlier === 0 ? name : `${name} (${earlier + 1})`;
  });
