import { SingleBar } from 'cli-progress';
import { clockTime } from '../training/progress';
import type { TrainingProgress } from '../training/progress';

export interface TerminalProgress {
  /** For `fit({ onProgress })`. */
  show(at: TrainingProgress): void;
  /** Takes the bar away and gives the cursor back. A bar that stays keeps the program from ending. */
  stop(): void;
}

/**
 * Draws a bar with the time that remains, and leaves a line for every finished epoch. Without a terminal (in a log file)
 * it prints the lines alone.
 *
 * @param heldOut what the images are called that are not trained on.
 */
export function terminalProgress(
  heldOut = 'validation',
  stream: NodeJS.WriteStream = process.stderr,
): TerminalProgress {
  const format = '{label} {bar} {percentage} % | epoch {epoch}/{epochs} | {numbers} | {left} left';
  const bar = new SingleBar({ format, stream, barsize: 24, hideCursor: true, clearOnComplete: true });
  let shown = false;
  const stop = () => {
    if (shown) bar.stop();
    shown = false;
  };
  const show = (at: TrainingProgress) => {
    // The command itself says how such a run ended.
    if (at.state === 'stopped' || at.state === 'failed') return stop();
    const epochEnded = at.step === at.steps;
    if (stream.isTTY && !epochEnded) {
      const done = (at.epoch - 1) * at.steps + at.step;
      const texts = {
        ...{ label: at.label, epoch: at.epoch, epochs: at.epochs, left: remaining(at) },
        numbers: numbers(at),
      };
      if (shown) bar.update(done, texts);
      else bar.start(at.epochs * at.steps, done, texts);
      shown = true;
    }
    if (!epochEnded) return;
    // The bar gives way to the line of the epoch and is drawn anew below it.
    stop();
    stream.write(`${epochLine(at, heldOut)}\n`);
  };
  return { show, stop };
}

/** One line for a finished epoch, with what the held-out images said. */
function epochLine(at: TrainingProgress, heldOut: string): string {
  const validation = at.history.epochs.at(-1)?.validation;
  return [
    `${at.label}, epoch ${at.epoch}/${at.epochs}: ${numbers(at)}`,
    ...(at.penalty > 0 ? [`penalty ${at.penalty.toFixed(3)}`] : []),
    ...(validation ? [`${heldOut} ${numbers(validation)}`] : []),
    clockTime(at.secondsElapsed) + (at.state === 'finished' ? '' : `, ${remaining(at)} left`),
  ].join(' | ');
}

const numbers = ({ dataLoss, accuracy }: { dataLoss: number; accuracy: number }): string =>
  `data loss ${dataLoss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`;

const remaining = ({ secondsRemaining }: TrainingProgress): string =>
  secondsRemaining === undefined ? '–' : clockTime(secondsRemaining);
