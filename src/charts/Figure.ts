/** A Vega-Lite 5 specification, as plain JSON. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

interface Described {
  /** What the figure shows, in one sentence: for readers who cannot see it, and where no picture can be shown. */
  readonly alt: string;
}

/** A figure that Vega-Lite draws. */
export interface VegaLiteFigure extends Described {
  readonly kind: 'vega-lite';
  readonly spec: VegaLiteSpec;
}

/** A figure that Plotly draws, with a still twin of the same data for places that run no Plotly. */
export interface PlotlyFigure extends Described {
  readonly kind: 'plotly';
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
  readonly still: VegaLiteSpec;
}

/** A ready picture. */
export interface SvgFigure extends Described {
  readonly kind: 'svg';
  readonly svg: string;
}

/** Rows of text under column headings. */
export interface TableFigure extends Described {
  readonly kind: 'table';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Everything that `show` can put on the page and a report can contain. */
export type Figure = VegaLiteFigure | PlotlyFigure | SvgFigure | TableFigure;
