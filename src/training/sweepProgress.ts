import { sum } from 'simple-statistics';
import { clockTime, shareDone } from './progress';
import type { TrainingProgress } from './progress';
import type { SweepResult } from './sweepResult';
import type { SweepRun } from './sweepRun';
import { stepWork } from './stepWork';

/** What `sweep` reports when it starts, after every step, and whenever a run is finished. */
export interface SweepProgress {
  /** `finished`, `stopped` and `failed` come once, at the end. */
  readonly state: 'running' | 'finished' | 'stopped' | 'failed';
  /** The whole list. */
  readonly runs: readonly SweepRun[];
  /** Of the finished ones, also by earlier calls, in the order of the list. */
  readonly results: readonly SweepResult[];
  /** How far the run under way is; absent between two runs. */
  readonly underWay?: TrainingProgress;
  /** Since `sweep` was called. */
  readonly secondsElapsed: number;
  /** Estimate for the rest of the list; absent before there is anything to go by. */
  readonly secondsRemaining?: number;
}

/** What each run of a list costs, by its label: its arithmetic, so that runs of different sizes can be weighed. */
export function workOf(runs: readonly SweepRun[], trainImages: number): ReadonlyMap<string, number> {
  return new Map(
    runs.map((run) => [run.label, run.epochs * stepWork(run, run.trainImages ?? trainImages).flops] as const),
  );
}

/**
 * Seconds for the rest of the list: by what finished runs took, and by the run under way for what it has left.
 *
 * @param work from `workOf`.
 * @returns undefined before there is anything to go by.
 */
export function secondsLeft(
  work: ReadonlyMap<string, number>,
  results: readonly SweepResult[],
  underWay?: TrainingProgress,
): number | undefined {
  const pending = new Map(work);
  let [done, seconds] = [0, 0];
  for (const result of results) {
    done += work.get(result.run.label)!;
    seconds += result.seconds;
    pending.delete(result.run.label);
  }
  const current = underWay && pending.get(underWay.label);
  let rest = 0;
  if (current !== undefined) {
    const { secondsRemaining } = underWay!;
    if (secondsRemaining === undefined) return undefined;
    rest = secondsRemaining;
    const share = 1 - shareDone(underWay!);
    // In the first run there is nothing else to go by; at its end, while it is measured, nothing of it is left.
    if (done === 0) [done, seconds] = share > 0 ? [current * share, rest] : [current, underWay!.secondsElapsed];
    pending.delete(underWay!.label);
  }
  const waiting = sum([...pending.values()]);
  if (waiting === 0) return rest;
  return done === 0 ? undefined : rest + (waiting * seconds) / done;
}

/** How far a sweep is, or how it ended, in one line. */
export function sweepLine({ state, runs, results, secondsElapsed, secondsRemaining }: SweepProgress): string {
  const count = `${results.length} of ${runs.length} runs`;
  if (state === 'finished') return `${count}, ${clockTime(sum(results.map(({ seconds }) => seconds)))} of training`;
  if (state !== 'running') return `${count}, ${state}`;
  return [
    ...[count, `${clockTime(secondsElapsed)} so far`],
    ...(secondsRemaining === undefined ? [] : [`${clockTime(secondsRemaining)} left`]),
  ].join(', ');
}

/** What a finished run has reached, in one line. */
export function resultLine({ run, history, train, validation, seconds }: SweepResult, heldOut = 'validation'): string {
  return [
    `${run.label}: ${history.epochs.length} ${history.epochs.length === 1 ? 'epoch' : 'epochs'}`,
    `train data loss ${train.dataLoss.toFixed(3)}`,
    `${heldOut} data loss ${validation.dataLoss.toFixed(3)}, accuracy ${validation.accuracy.toFixed(3)}`,
    clockTime(seconds),
  ].join(' | ');
}
