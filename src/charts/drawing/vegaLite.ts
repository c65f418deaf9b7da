import type { VegaLiteFigure, VegaLiteSpec } from '../figure';
import { VEGA_LITE_CONFIG } from '../style';

/** What `vegaLiteFigure` puts together. */
export interface VegaLiteParts {
  /** The panels, from top to bottom. */
  readonly panels: readonly VegaLiteSpec[];
  /** What kind of figure it is, of what: the first sentence of the alternative text. */
  readonly what: string;
  /** The key numbers, in sentences; shown below the figure. */
  readonly caption: string;
  /** Pixels between panels. Default 16. */
  readonly spacing?: number;
}

/** A whole figure in the project's look, with its alternative text. */
export function vegaLiteFigure({ panels, what, caption, spacing = 16 }: VegaLiteParts): VegaLiteFigure {
  const alt = `${what} ${caption.replaceAll('\n', ' ')}`;
  return {
    kind: 'vega-lite',
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
      description: alt,
      config: VEGA_LITE_CONFIG,
      vconcat: panels,
      spacing,
    },
    caption,
    alt,
  };
}

/**
 * Rows as data of a Vega-Lite specification. As one text they take a quarter of the room that they take as JSON in a
 * notebook, which gives every number a line of its own.
 *
 * @param rows all with the same keys; null is a gap.
 */
export function dataOf(rows: readonly Readonly<Record<string, string | number | boolean | null>>[]): VegaLiteSpec {
  const columns = Object.keys(rows[0] ?? {});
  const typeOf = (column: string) => typeof (rows.find((row) => row[column] !== null)?.[column] ?? 0);
  const cell = (value: unknown) => {
    const text = String(value ?? '');
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return {
    values: [columns, ...rows.map((row) => columns.map((column) => row[column]))]
      .map((row) => row.map(cell).join(','))
      .join('\n'),
    format: { type: 'csv', parse: Object.fromEntries(columns.map((column) => [column, typeOf(column)])) },
  };
}

/** Numbers along an axis that goes from one end of the domain to the other. */
export const quantity = (
  field: string,
  title: string | readonly string[] | null,
  domain: readonly number[],
  axis: VegaLiteSpec = {},
): VegaLiteSpec => ({ field, type: 'quantitative', title, scale: { domain, nice: false, zero: false }, axis });

/** Labels of a y axis that take no width, but the height that keeps headings beside each other on one line. */
export const EMPTY_LABELS = { labelExpr: "' '", minExtent: 0 } as const;

/** What tells names apart, in their order: colors, marks, dashes or widths. */
export const byName = (
  field: string,
  names: readonly string[],
  range: readonly unknown[],
  legend: VegaLiteSpec | null = null,
): VegaLiteSpec => ({ field, type: 'nominal', scale: { type: 'ordinal', domain: names, range }, legend });

/** Names beside pieces of their lines, which are long enough to show their dashes. */
export const LINE_LEGEND = { title: null, symbolType: 'stroke', symbolSize: 900 } as const;

/** A text at a place of its panel, in pixels from the left and from above. */
export const textAt = (text: string, x: number | 'width', y: number, mark: VegaLiteSpec): VegaLiteSpec => ({
  data: { values: [{}] },
  mark: { type: 'text', text, ...mark },
  encoding: { x: { value: x }, y: { value: y } },
});
