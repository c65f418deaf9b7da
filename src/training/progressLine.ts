import type { TrainingProgress } from './TrainingProgress';

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
