import type { VegaLiteSpec } from '../figure';
import { FIGURE_WIDTH, TEXT_SIZE } from '../style';
import { fitText, measureText } from './font';
import { textAt } from './vegaLite';

/** A line's name, which stands beside its end. */
export interface EndLabel {
  readonly name: string;
  readonly color: string;
  /** Where the line ends, in pixels from above; a line without an end has no label. */
  readonly end: number | undefined;
}

const MOST_ROOM = 150; // pixels of the longest name; more is cut off
const DISTANCE = 8; // pixels between a line and its name
const APART = TEXT_SIZE + 3; // pixels between the middles of two names

/** Pixels of a panel that leaves room to its right for the names of its lines. */
export function endLabelPanel(names: readonly string[]): { readonly width: number; readonly height: number } {
  const widest = Math.min(MOST_ROOM, Math.max(...names.map((name) => measureText(name))));
  return { width: FIGURE_WIDTH - 90 - DISTANCE - Math.round(widest), height: 260 };
}

/** Where a value lies in a panel, in pixels from above. */
export function heightOf(
  value: number,
  { domain, logarithmic }: { readonly domain: readonly [number, number]; readonly logarithmic: boolean },
  panelHeight: number,
): number {
  const [low, high, at] = [...domain, value].map((one) => (logarithmic ? Math.log(one) : one));
  return panelHeight * (1 - (at! - low!) / (high! - low!));
}

/** The names to the right of a panel, each as close to its line as the others let it be. */
export function endLabels(labels: readonly EndLabel[], panelHeight: number): VegaLiteSpec[] {
  const sorted = labels.filter(({ end }) => end !== undefined).sort((one, other) => one.end! - other.end!);
  let above = -Infinity;
  return sorted.map(({ name, color, end }, rank) => {
    // The names below need their room, too.
    const lowest = panelHeight - APART * (sorted.length - 1 - rank);
    above = Math.round(Math.max(above + APART, Math.min(end!, lowest)));
    const mark = { color, align: 'left', baseline: 'middle', dx: DISTANCE };
    return textAt(fitText(name, MOST_ROOM), 'width', above, mark);
  });
}
