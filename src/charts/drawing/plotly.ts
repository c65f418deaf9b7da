import type { PlotlyFigure, VegaLiteFigure } from '../figure';
import { FAINT, FIGURE_WIDTH, FONT, INK, TEXT_SIZE } from '../style';

/** Buttons of Plotly's own that are left out. */
const MODEBAR_BUTTONS = ['toImage', 'zoom', 'pan', 'select', 'lasso', 'zoomIn', 'zoomOut', 'autoScale', 'resetScale'];

/** What `plotlyFigure` puts together. */
export interface PlotlyParts {
  readonly data: PlotlyFigure['data'];
  /** Axes, menus, sliders; size, letters and colors are added. */
  readonly layout: Readonly<Record<string, unknown>>;
  readonly frames?: PlotlyFigure['frames'];
  /** Pixels of the figure. Default 380. */
  readonly height?: number;
  /** Pixels below the panels, for axis labels and sliders. Default 60. */
  readonly below?: number;
  /** The same data, standing still; its alternative text is the figure's too. */
  readonly still: VegaLiteFigure;
  /** The key numbers, in sentences. Default those of the still twin. */
  readonly caption?: string;
}

/** A whole figure in the project's look. Texts of users go through `plotlyText`. */
export function plotlyFigure(parts: PlotlyParts): PlotlyFigure {
  const { data, layout, frames, still, caption = still.caption, height = 380, below = 60 } = parts;
  return {
    kind: 'plotly',
    data,
    layout: {
      ...{ paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)' },
      font: { family: FONT, size: TEXT_SIZE, color: INK },
      ...{ width: FIGURE_WIDTH, height },
      margin: { l: 60, r: 20, t: 56, b: below },
      // Dragging and double-clicking do the same; the buttons would lie over legends and lists.
      modebar: { remove: MODEBAR_BUTTONS, bgcolor: 'rgba(0,0,0,0)', color: INK },
      hoverlabel: { font: { family: FONT, size: TEXT_SIZE } },
      ...layout,
    },
    ...(frames && { frames }),
    still: still.spec,
    caption,
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

/** Buttons, on light and dark pages. */
export const PLOTLY_BUTTONS = { bgcolor: 'rgba(128, 128, 128, 0.15)', bordercolor: FAINT, borderwidth: 1 } as const;

/** A list, which opens over the figure: opaque, with letters that Plotly's light color for the chosen entry suits. */
export const PLOTLY_LIST = { bgcolor: '#ddd', bordercolor: INK, borderwidth: 1, font: { color: '#222' } } as const;

/** Text in which Plotly finds no markup. */
export const plotlyText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
