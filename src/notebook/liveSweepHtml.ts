import { escapeHtml } from '../charts/drawing/svg';
import type { TableFigure } from '../charts/figure';
import { table, tableHtml } from '../charts/tables';
import { shareDone } from '../training/progress';
import { sweepLine } from '../training/sweepProgress';
import type { SweepProgress } from '../training/sweepProgress';
import type { SweepResult } from '../training/sweepResult';

/** Of a finished sweep with more rows than this, the table is folded. */
const MOST_ROWS = 12;

/** What each finished run has reached, a row for each. */
export function sweepTable(results: readonly SweepResult[], heldOut: string): TableFigure {
  return table(
    ['run', 'epochs', 'train data loss', `${heldOut} data loss`, `${heldOut} accuracy`],
    results.map(({ run, history, train, validation }) => [
      ...[run.label, String(history.epochs.length)],
      ...[train.dataLoss, validation.dataLoss, validation.accuracy].map((value) => value.toFixed(3)),
    ]),
  );
}

/** What the page shows of a sweep: HTML's own progress bar, the run under way, and the table so far. */
export function sweepHtml(at: SweepProgress, heldOut: string): string {
  const { state, runs, results, underWay } = at;
  const isRunning = state === 'running';
  const lines = [
    `<strong>${escapeHtml(sweepLine(at))}</strong>`,
    ...(isRunning
      ? [progressBar(results.length + (underWay ? shareDone(underWay) : 0), runs.length), underWayLine(at)]
      : []),
    ...(state === 'stopped' ? ['Run the cell again to go on from here.'] : []),
  ];
  const rows = results.length === 0 ? '' : tableHtml(sweepTable(results, heldOut));
  const isLong = !isRunning && results.length > MOST_ROWS;
  const folded = isLong ? `<details><summary>All ${results.length} rows</summary>${rows}</details>` : rows;
  // The mark tells a display that is still under way from one that is finished.
  const live = isRunning ? ' data-live' : '';
  return `<div${live} style="max-width:720px">${lines.map((line) => `<div>${line}</div>`).join('')}</div>${folded}`;
}

function underWayLine({ underWay }: SweepProgress): string {
  if (!underWay) return '&nbsp;';
  const { label, epoch, epochs, step, steps, dataLoss, penalty, accuracy } = underWay;
  return [
    `${escapeHtml(label)}: epoch ${epoch} of ${epochs}, step ${step} of ${steps}, data loss ${dataLoss.toFixed(3)}`,
    ...(penalty > 0 ? [`penalty ${penalty.toFixed(3)}`] : []),
    `accuracy ${accuracy.toFixed(3)}`,
  ].join(', ');
}

const progressBar = (done: number, total: number): string =>
  `<progress aria-label="sweep" value="${Number(done.toFixed(3))}" max="${total}" style="width:100%"></progress>`;
