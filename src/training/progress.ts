import { median } from 'simple-statistics';
import { toMetrics } from './epochState';
import type { EpochState } from './epochState';
import type { History } from './history';

/** What `fit` reports after every step, and once more when something ends the run before its last step. */
export interface TrainingProgress {
  /**
   * `finished` in the report of the last step, after which there is none; `stopped` and `failed` in a last report of
   * their own, by an interrupt or a signal and by an error.
   */
  readonly state: 'running' | 'finished' | 'stopped' | 'failed';
  /** Name of the run. */
  readonly label: string;
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Counted from 1 in each epoch; 0 only in a run that failed at the first one. */
  readonly step: number;
  /** Steps of an epoch. */
  readonly steps: number;
  /** Since `fit` was called. */
  readonly secondsElapsed: number;
  /** Estimate for the whole run; absent where it is not known. */
  readonly secondsRemaining?: number;
  /** Estimate for the steps of this epoch, without its validation; absent before the first one. */
  readonly secondsLeftInEpoch?: number;
  /** Median wall-clock seconds of a step in this epoch so far, of the last thousand at most; NaN before the first one. */
  readonly stepSeconds: number;
  /** Means over the images of this epoch so far; NaN before the first step. */
  readonly dataLoss: number;
  readonly penalty: number;
  readonly accuracy: number;
  /** The epochs completed so far. */
  readonly history: History;
}

/** Sorting all the steps of a long epoch after each of them would cost more than a short step. */
const MEDIAN_STEPS = 1000;

/** What a report says of the epoch under way. */
export function epochProgress(
  { step, sums, stepSeconds }: EpochState,
  steps: number,
): Pick<
  TrainingProgress,
  'step' | 'steps' | 'stepSeconds' | 'secondsLeftInEpoch' | 'dataLoss' | 'penalty' | 'accuracy'
> {
  const { dataLoss, penalty, accuracy } = toMetrics(sums);
  const seconds = step === 0 ? NaN : median(stepSeconds.slice(-MEDIAN_STEPS));
  return {
    ...{ step, steps, stepSeconds: seconds, dataLoss, penalty, accuracy },
    ...(step > 0 && { secondsLeftInEpoch: seconds * (steps - step) }),
  };
}

/** How much of a run is done, 0 to 1, by its steps. */
export const shareDone = ({ epoch, epochs, step, steps }: TrainingProgress): number =>
  ((epoch - 1) * steps + step) / (epochs * steps);

const BAR_LENGTH = 24;

/** One line of progress: name, bar, epoch and step, numbers so far, elapsed time, and what remains or how it ended. */
export function progressLine(at: TrainingProgress): string {
  const filled = Math.round(shareDone(at) * BAR_LENGTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_LENGTH - filled);
  const numbers =
    `data loss ${at.dataLoss.toFixed(3)}` +
    (at.penalty > 0 ? `, penalty ${at.penalty.toFixed(3)}` : '') +
    `, accuracy ${at.accuracy.toFixed(3)}`;
  return [
    ...[at.label, bar, `epoch ${at.epoch}/${at.epochs}, step ${at.step}/${at.steps}`],
    ...(at.step > 0 ? [numbers] : []),
    clockTime(at.secondsElapsed) + ending(at),
  ].join('  ');
}

function ending({ state, secondsRemaining, history: { bestEpoch } }: TrainingProgress): string {
  if (state === 'finished') return bestEpoch === undefined ? '' : `, weights of epoch ${bestEpoch}`;
  if (state !== 'running') return `, ${state}`;
  return secondsRemaining === undefined ? '' : `, ${clockTime(secondsRemaining)} left`;
}

/** Seconds as minutes:seconds, or hours:minutes:seconds from one hour on. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
