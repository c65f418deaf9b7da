import type { VegaLiteSpec } from '../figure';
import { TEXT_SIZE } from '../style';
import { fitText, measureText } from './font';
import { textAt } from './vegaLite';

/** A line's name, which stands beside its end. */
export interface EndLabel {
  readonly name: string;
  readonly color: string;
  /** Where the line ends, in pixels from above; a line without an end has no label. */
  readonly end: number | undefined;
}

/** Of the longest name, in pixels; more is cut off. */
const MOST_ROOM = 150;

/** Between a line and its name. */
const DISTANCE = 8;

/** Between the middles of two names. */
const APART = TEXT_SIZE + 3;

/** How many pixels a panel leaves free to its right for the names of its lines. */
export const endLabelRoom = (names: readonly string[]): number =>
  DISTANCE + Math.round(Math.min(MOST_ROOM, Math.max(...names.map((name) => measureText(name)))));

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
