import { escapeHtml } from '../charts/drawing/svg';
import { clockTime } from '../training/progress';
import type { TrainingProgress } from '../training/progress';

/**
 * What the page shows while a network learns: HTML's own progress bar, numbers, and the curves so far.
 *
 * @param curves an SVG document or other HTML, or nothing yet.
 * @param heldOut what the images are called that are not trained on.
 */
export function liveHtml(at: TrainingProgress, curves: string, heldOut = 'validation'): string {
  const { label, epoch, epochs, step, steps, state, dataLoss, penalty, accuracy } = at;
  const numbers = [
    `data loss ${dataLoss.toFixed(3)}`,
    ...(penalty > 0 ? [`penalty ${penalty.toFixed(3)}`] : []),
    `accuracy ${accuracy.toFixed(3)}`,
  ];
  const times = [
    `${stepTime(at.stepSeconds)} a step`,
    ...(at.secondsLeftInEpoch === undefined ? [] : [`epoch ${clockTime(at.secondsLeftInEpoch)} left`]),
    ...(at.secondsRemaining === undefined ? [] : [`all ${clockTime(at.secondsRemaining)} left`]),
  ];
  const lines = [
    `<strong>${escapeHtml(label)}</strong> epoch ${epoch} of ${epochs}, step ${step} of ${steps}` +
      (state === 'running' ? '' : `, ${state}`),
    ...(state === 'running' ? [progressBar((epoch - 1) * steps + step, epochs * steps)] : []),
    ...(step > 0 ? [`train: ${numbers.join(', ')}`] : []),
    ...heldOutNumbers(at, heldOut),
    [`${clockTime(at.secondsElapsed)} so far`, ...(state === 'running' ? times : [])].join(', '),
  ];
  // The mark tells a display that is still under way from one that is finished.
  const live = state === 'running' ? ' data-live' : '';
  return `<div${live} style="max-width:600px">${lines.map((line) => `<div>${line}</div>`).join('')}${curves}</div>`;
}

/** What the images that are not trained on said after the last finished epoch. */
function heldOutNumbers({ history }: TrainingProgress, heldOut: string): string[] {
  const last = history.epochs.at(-1);
  if (!last?.validation) return [];
  const { dataLoss, accuracy } = last.validation;
  const numbers = `data loss ${dataLoss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`;
  return [`${escapeHtml(heldOut)}: ${numbers}, after epoch ${last.epoch}`];
}

const progressBar = (done: number, total: number): string =>
  `<progress aria-label="training" value="${done}" max="${total}" style="width:100%"></progress>`;

const stepTime = (seconds: number): string =>
  seconds < 1 ? `${Math.round(1000 * seconds)} ms` : `${seconds.toFixed(1)} s`;
