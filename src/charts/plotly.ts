import { CAPTION_LINE, captionLines } from './caption';
import type { PlotlyFigure, VegaLiteFigure } from './figure';
import { FAINT, FIGURE_WIDTH, FONT, INK, TEXT_SIZE } from './style';

/** Plotly cuts what is wider than the figure, and its letters are the browser's: some have wide ones. */
const LETTERS_PER_LINE = Math.floor((FIGURE_WIDTH - 10) / (0.58 * TEXT_SIZE));

/** What `plotlyFigure` puts together. */
export interface PlotlyParts {
  readonly data: PlotlyFigure['data'];
  /** Axes, menus, sliders; size, letters, colours and the caption are added. */
  readonly layout: Readonly<Record<string, unknown>>;
  readonly frames?: PlotlyFigure['frames'];
  /** Pixels of the figure without its caption. Default 380. */
  readonly height?: number;
  /** Pixels below the panels for axis labels and sliders, above the caption. Default 60. */
  readonly below?: number;
  /** The same data, standing still; its alternative text is the figure's too. */
  readonly still: VegaLiteFigure;
  /** The key numbers, in sentences; shown below the figure. */
  readonly caption: string;
}

/** A whole figure in the project's look, with its caption. Texts of users go through `plotlyText`. */
export function plotlyFigure({
  data,
  layout,
  frames,
  still,
  caption,
  height = 380,
  below = 60,
}: PlotlyParts): PlotlyFigure {
  const lines = captionLines(caption, LETTERS_PER_LINE);
  const captionHeight = lines.length * CAPTION_LINE + 14;
  return {
    kind: 'plotly',
    data,
    layout: {
      ...{ paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)' },
      font: { family: FONT, size: TEXT_SIZE, color: INK },
      ...{ width: FIGURE_WIDTH, height: height + captionHeight },
      margin: { l: 60, r: 20, t: 50, b: below + captionHeight },
      hoverlabel: { font: { family: FONT, size: TEXT_SIZE } },
      ...layout,
      annotations: [
        ...((layout['annotations'] as unknown[] | undefined) ?? []),
        {
          text: lines.map(plotlyText).join('<br>'),
          // Plotly cuts what a system with wide letters draws beyond the figure.
          font: { size: TEXT_SIZE - 1 },
          ...{ showarrow: false, align: 'left', xref: 'paper', yref: 'paper' },
          ...{ x: 0, y: 0, xanchor: 'left', yanchor: 'top', xshift: -50, yshift: -below },
        },
      ],
    },
    ...(frames && { frames }),
    still: still.spec,
    alt: still.alt,
  };
}

/** What an axis is: as Plotly takes it. */
type PlotlyAxisOptions = Readonly<Record<string, unknown>> & { readonly title?: Readonly<Record<string, unknown>> };

/** An axis in the project's look. */
export const plotlyAxis = ({ title, ...options }: PlotlyAxisOptions): Readonly<Record<string, unknown>> => ({
  ...{ gridcolor: FAINT, zeroline: false, linecolor: INK, showline: true, ticks: 'outside', tickcolor: INK },
  ...(title && { title: { font: { size: TEXT_SIZE }, standoff: 8, ...title } }),
  ...options,
});

/** An axis without a line of its own, for values whose grid says enough. */
export const PLOTLY_GRID_ONLY = { showline: false, ticks: '', ticklabelstandoff: 4 } as const;

/** Lists, buttons and sliders, on light and dark pages. */
export const PLOTLY_CONTROL = { bgcolor: 'rgba(128, 128, 128, 0.15)', bordercolor: FAINT, borderwidth: 1 } as const;

/** Text in which Plotly finds no markup. */
export const plotlyText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
