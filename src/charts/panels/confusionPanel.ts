import { measureText } from '../drawing/font';
import { dataOf } from '../drawing/vegaLite';
import type { VegaLiteSpec } from '../figure';
import { INK } from '../style';

const CELL_HEIGHT = 25; // pixels of a row

/**
 * A cell is pale, with gray numbers, or strong, with white ones: legible on white paper as on a dark page. What lies
 * between is legible on neither, so no cell has it. Few steps, because a picture has few colors.
 */
const PALE = [0, 0.18, 0.34];
const STRONG = [0.75, 1];

/** What one true class was taken for. */
export interface Cell {
  /** Numbers of the true and of the predicted class. */
  readonly row: number;
  readonly column: number;
  /** Images of this row that were taken for this column. */
  readonly images: number;
  readonly value: number;
}

/** How a matrix is drawn. */
export interface MatrixPanel {
  readonly classNames: readonly string[];
  readonly percent: boolean;
  /** Pixels of the numbers' letters. */
  readonly textSize: number;
  /** The value from which a cell is strong, and that of a cell in full color. */
  readonly strongFrom: number;
  readonly full: number;
  /** Whether numbers have + or −. */
  readonly signed: boolean;
  readonly width: number;
  /** The colors of negative values and of positive ones. */
  readonly colors: readonly [string, string];
  readonly yAxis: boolean;
  readonly xAxis: boolean;
  readonly title: VegaLiteSpec;
}

/** One confusion matrix, or the difference of two: a row for each true class, a column for each predicted one. */
export function matrixPanel(cells: readonly Cell[], options: MatrixPanel): VegaLiteSpec {
  const { classNames, percent, textSize, signed, width, colors, yAxis, xAxis, title } = options;
  const cell = width / classNames.length;
  const rows = cells
    // Nothing is drawn and nothing is written where there is nothing.
    .filter(({ row, column, images }) => images !== 0 || row === column)
    .map(({ row, column, images, value }) => {
      const text = numberText(value, signed);
      return {
        ...{ row, column, images, value: Number(value.toFixed(1)), opacity: opacity(Math.abs(value), options) },
        text: text !== '0' && measureText(text, textSize) <= cell + 2 ? text : null,
      };
    });
  const name = (field: string) => `${JSON.stringify(classNames)}[datum.${field}]`;
  const axis = { labelExpr: name('value'), domain: false, ticks: false, labelLimit: 78 };
  const slanted = { ...axis, labelAngle: cell < 80 ? -45 : 0, labelOverlap: false };
  const scale = { domain: [...classNames.keys()] };
  const classes = (field: string, title: string, axis: unknown) => ({ field, type: 'ordinal', scale, title, axis });
  return {
    title,
    ...{ width, height: classNames.length * CELL_HEIGHT, data: dataOf(rows) },
    transform: [
      { calculate: name('row'), as: 'truth' },
      { calculate: name('column'), as: 'answer' },
    ],
    encoding: {
      y: classes('row', 'true class', yAxis ? axis : null),
      x: classes('column', 'predicted class', xAxis ? slanted : null),
      tooltip: [
        { field: 'truth', title: 'true class' },
        { field: 'answer', title: 'predicted class' },
        { field: 'images', format: signed ? '+d' : 'd' },
        ...(percent ? [{ field: 'value', format: signed ? '+.1f' : '.1f', title: '% of the true class' }] : []),
      ],
    },
    layer: [
      {
        mark: { type: 'rect' },
        encoding: {
          fill: { condition: { test: 'datum.value < 0', value: colors[0] }, value: colors[1] },
          fillOpacity: { field: 'opacity', type: 'quantitative', scale: null },
          stroke: { condition: { test: 'datum.row === datum.column', value: INK }, value: null },
        },
      },
      {
        transform: [{ filter: 'datum.text' }],
        mark: { type: 'text', fontSize: textSize },
        encoding: {
          text: { field: 'text' },
          color: { condition: { test: `datum.opacity > ${PALE.at(-1)}`, value: 'white' }, value: INK },
        },
      },
    ],
  };
}

/** The opacity of a cell whose value has this size: a step for each third of the pale values, and each half of the strong ones. */
function opacity(size: number, { strongFrom, full }: { readonly strongFrom: number; readonly full: number }): number {
  if (size === 0) return 0;
  const steps = size < strongFrom ? PALE : STRONG;
  const share = size < strongFrom ? size / strongFrom : (size - strongFrom) / (full - strongFrom || 1);
  return steps[Math.min(steps.length - 1, Math.floor(share * steps.length))]!;
}

function numberText(value: number, signed: boolean): string {
  const size = String(Math.round(Math.abs(value)));
  return size !== '0' && signed ? `${value < 0 ? '−' : '+'}${size}` : size;
}
