/** A Vega-Lite 5 specification, as plain JSON. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

interface Described {
  /** What the figure shows, with its key numbers: for readers who cannot see it, and where no picture can be shown. */
  readonly alt: string;
}

interface Drawn extends Described {
  /** The key numbers, in sentences on one line or more: what stands below the figure. */
  readonly caption: string;
}

/** A figure that Vega-Lite draws. */
export interface VegaLiteFigure extends Drawn {
  /** Tells the kinds of figures apart. */
  readonly kind: 'vega-lite';
  /** What Vega-Lite draws, with its data. */
  readonly spec: VegaLiteSpec;
}

/** A figure that Plotly draws, with a still twin of the same data for places that run no Plotly. */
export interface PlotlyFigure extends Drawn {
  /** Tells the kinds of figures apart. */
  readonly kind: 'plotly';
  /** Plotly's traces. */
  readonly data: readonly Readonly<Record<string, unknown>>[];
  /** Plotly's axes, title and menus. */
  readonly layout: Readonly<Record<string, unknown>>;
  /** Plotly's frames, where the figure slides or plays. */
  readonly frames?: readonly Readonly<Record<string, unknown>>[];
  /** The still twin. */
  readonly still: VegaLiteSpec;
}

/** A ready picture, for what is made of pixels. */
export interface SvgFigure extends Drawn {
  /** Tells the kinds of figures apart. */
  readonly kind: 'svg';
  /** The text of an SVG document, with its images inside. */
  readonly svg: string;
}

/** Rows of text under column headings. */
export interface TableFigure extends Described {
  /** Tells the kinds of figures apart. */
  readonly kind: 'table';
  /** The headings. */
  readonly columns: readonly string[];
  /** As many texts in each row as there are headings. */
  readonly rows: readonly (readonly string[])[];
}

/** Everything that `show` can put on the page and a report can contain. */
export type Figure = VegaLiteFigure | PlotlyFigure | SvgFigure | TableFigure;
