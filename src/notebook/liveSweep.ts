import { isNotebook } from './show';
import { LiveDisplay } from './live';
import { sweepHtml, sweepTable } from './liveSweepHtml';
import { resultLine, sweepLine } from '../training/sweepProgress';
import type { SweepProgress } from '../training/sweepProgress';

/** Milliseconds between two updates: the page draws the whole table each time. */
const UPDATE_INTERVAL = 500;

/** What `liveSweep` calls things. */
export interface LiveSweepOptions {
  /** What the held-out images are called. Default `validation`. */
  readonly heldOut?: string;
}

/**
 * Makes a callback for `sweep({ onProgress })` that shows how many runs are done, the time that is left, the run under
 * way, and a table that gets a row with every finished run. The table stays when the sweep ends or is stopped. Outside a
 * notebook it prints a line for every finished run.
 *
 * @example
 * const { train, validation } = await loadSplit({ trainImages: 20, testImages: 10 });
 * const runs = lambdaGrid({ ...getProfile('tiny'), trainImages: 20, lambdas: [0, 0.02], seeds: [1] });
 * await sweep(runs, { train, validation, folder: 'out/live-sweep', onProgress: liveSweep() }); // prints two lines
 */
export function liveSweep({ heldOut = 'validation' }: LiveSweepOptions = {}): (at: SweepProgress) => void {
  const display = new LiveDisplay();
  const printed = new Set<string>();
  let [updated, rows] = [-Infinity, -1];

  const print = (at: SweepProgress): void => {
    for (const result of at.results) {
      if (!printed.has(result.run.label)) console.log(resultLine(result, heldOut));
      printed.add(result.run.label);
    }
    if (at.state !== 'running') console.log(sweepLine(at));
  };

  return (at) => {
    if (!isNotebook()) return print(at);
    const now = performance.now();
    const isDue = at.state !== 'running' || at.results.length !== rows || now - updated >= UPDATE_INTERVAL;
    if (!isDue) return;
    [updated, rows] = [now, at.results.length];
    const lines = [sweepLine(at), ...(at.results.length > 0 ? [sweepTable(at.results, heldOut).alt] : [])];
    display.update({ 'text/html': sweepHtml(at, heldOut), 'text/plain': lines.join('\n') });
  };
}
