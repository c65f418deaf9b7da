import type { SweepResult } from './sweepResult';
import type { SweepRun } from './sweepRun';

/**
 * Refuses to go on with a sweep that was stopped: means over the runs that happen to be there compare unlike things.
 *
 * @param runs the list that `sweep` was given.
 * @param results what it returned.
 * @throws if a run of the list has no result, or the sweep has not been run.
 * @example
 * requireEveryRun([], []); // => undefined
 */
export function requireEveryRun(runs: readonly SweepRun[], results: readonly SweepResult[] | undefined): void {
  const finished = new Set(results?.map(({ run }) => run.label));
  const missing = runs.filter(({ label }) => !finished.has(label));
  if (missing.length === 0) return;
  throw new Error(
    `A comparison requires every run of the sweep, and ${missing.length} of ${runs.length} are missing (the first is ` +
      `"${missing[0]!.label}"): the sweep was stopped; run its cell again, which goes on where it was, and then this one.`,
  );
}
