import { SingleBar } from 'cli-progress';
import { clockTime, shareDone } from '../training/progress';
import { resultLine } from '../training/sweepProgress';
import type { SweepProgress } from '../training/sweepProgress';

/** What `terminalSweep` gives. */
export interface TerminalSweep {
  /** For `sweep({ onProgress })`. */
  show(at: SweepProgress): void;
  /** Takes the bar away and gives the cursor back. A bar that stays keeps the program from ending. */
  stop(): void;
}

/**
 * Draws a bar for the whole list with the time that remains, and leaves a line for every run that is finished while it
 * looks on. Without a terminal (in a log file) it prints the lines alone.
 */
export function terminalSweep(stream: NodeJS.WriteStream = process.stderr): TerminalSweep {
  const format = '{bar} {percentage} % | {runs} | {label} | {left} left';
  const bar = new SingleBar({ format, stream, barsize: 24, hideCursor: true, clearOnComplete: true });
  let shown = false;
  let known: Set<string> | undefined;
  const stop = () => {
    if (shown) bar.stop();
    shown = false;
  };
  const show = (at: SweepProgress) => {
    // Those of an earlier call are known when this one starts.
    known ??= new Set(at.results.map(({ run }) => run.label));
    for (const result of at.results.filter(({ run }) => !known!.has(run.label))) {
      // The bar gives way to the line of the run and is drawn anew below it.
      stop();
      known.add(result.run.label);
      stream.write(`${at.results.length}/${at.runs.length} ${resultLine(result)}\n`);
    }
    // The command itself says how the sweep ended.
    if (at.state !== 'running') return stop();
    if (!stream.isTTY || !at.underWay) return;
    const { label, epoch, epochs } = at.underWay;
    const done = at.results.length + shareDone(at.underWay);
    const texts = {
      runs: `${at.results.length}/${at.runs.length} runs`,
      label: `${label}, epoch ${epoch}/${epochs}`,
      left: at.secondsRemaining === undefined ? '–' : clockTime(at.secondsRemaining),
    };
    if (shown) bar.update(done, texts);
    else bar.start(at.runs.length, done, texts);
    shown = true;
  };
  return { show, stop };
}
