import type { History } from './history';

/** What `fit` reports after every step. */
export interface TrainingProgress {
  /** Name of the run. */
  readonly label: string;
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Counted from 1 in each epoch. */
  readonly step: number;
  /** Steps of an epoch. */
  readonly steps: number;
  /** Since `fit` was called. */
  readonly secondsElapsed: number;
  /** Estimate for the whole run; absent where it is not known. */
  readonly secondsRemaining?: number;
  /** Means over the images of this epoch so far. */
  readonly dataLoss: number;
  readonly penalty: number;
  readonly accuracy: number;
  /** The epochs completed so far. */
  readonly history: History;
}

const BAR_LENGTH = 24;

/** One line of progress: name, bar, epoch and step, numbers so far, elapsed and remaining time. */
export function progressLine(at: TrainingProgress): string {
  const share = ((at.epoch - 1) * at.steps + at.step) / (at.epochs * at.steps);
  const filled = Math.round(share * BAR_LENGTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled);
  const numbers =
    `data loss ${at.dataLoss.toFixed(3)}` +
    (at.penalty > 0 ? `, penalty ${at.penalty.toFixed(3)}` : '') +
    `, accuracy ${at.accuracy.toFixed(3)}`;
  const left = at.secondsRemaining === undefined ? '' : `, ${clockTime(at.secondsRemaining)} left`;
  return (
    `${at.label}  ${bar}  epoch ${at.epoch}/${at.epochs}, step ${at.step}/${at.steps}  ${numbers}  ` +
    `${clockTime(at.secondsElapsed)}${left}`
  );
}

/** Seconds as minutes:seconds, or hours:minutes:seconds from one hour on. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
