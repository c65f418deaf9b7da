/** Okabe and Ito's colours, which people with any common colour blindness can tell apart (Nature Methods 8, 2011). */
export const BLUE = '#0072B2';
export const VERMILION = '#D55E00';

/** Wide enough to read, narrow enough for two panels beside each other in a notebook. */
export const PANEL_WIDTH = 330;

/** White paper under every figure: the axis text is dark, and a dark JupyterLab theme would swallow it. */
export const PAPER = { background: 'white', padding: 8 } as const;

export const VEGA_LITE_SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json';

/** A number for people: few digits, no trailing zeros. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  return magnitude >= 0.001 && magnitude < 1e5
    ? String(Number(value.toPrecision(3)))
    : value.toExponential(1);
}
