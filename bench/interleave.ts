import { Contender } from './Contender';
import { contenderCommand, CONTENDERS } from './contenders';
import type { ContenderName } from './contenders';
import type { Configuration } from './network';
import { stepFlops } from './network';
import type { Description, PeakReply, StepsReply, WorkerConfig } from './protocol';
import type { ContenderResult } from './results';
import { compareRounds, summarize } from './statistics';

export interface InterleaveOptions {
  readonly configuration: Configuration;
  readonly config: WorkerConfig;
  /** `ours` first. */
  readonly names: readonly ContenderName[];
  readonly rounds: number;
  /** Timed steps of each contender in each round. */
  readonly steps: number;
  /** Untimed steps before the first round. */
  readonly warmUp: number;
  /** Passed on to every contender; by default each takes every core. */
  readonly threads: number | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number, text: string) => void;
}

const SMALLEST = { filters: 1, denseUnits: 1 } as const;

interface Running {
  readonly name: ContenderName;
  process?: Contender;
  description?: Description;
  problem?: string;
  readonly rounds: number[][];
  last?: StepsReply;
}

export interface InterleaveResult {
  readonly contenders: ContenderResult[];
  readonly peak: PeakReply | undefined;
  readonly stopped: boolean;
}

/**
 * Lets contenders take turns at the same training step: each starts and warms up once, then every round asks each for a
 * few steps, in an order that rotates. A disturbance from outside so falls on all of them, and ratios hold although the
 * machine's speed changes. What a contender fails at is noted; the others go on.
 */
export async function interleave(options: InterleaveOptions): Promise<InterleaveResult> {
  const { names, rounds, steps, warmUp, signal, onProgress } = options;
  const all: Running[] = names.map((name) => ({ name, rounds: [] }));
  const peaks: PeakReply[] = [];
  // The machine's peak is measured by a process of its own, so that it takes no part in anyone's memory peak.
  const meter = Contender.start(
    contenderCommand('ours', { ...options.config, ...SMALLEST }, options.threads),
  );
  const total = names.length * (rounds + 2);
  let done = 0;
  try {
    await meter.ask<Description>(undefined, signal);
    for (const one of all) {
      onProgress(done / total, `${CONTENDERS[one.name].title} starts and warms up`);
      await attempt(one, signal, async () => {
        const device = all[0]!.description?.device ?? options.config.device;
        one.process = Contender.start(
          contenderCommand(one.name, { ...options.config, device }, options.threads),
        );
        one.description = await one.process.ask<Description>(undefined, signal);
        one.last = await one.process.ask<StepsReply>({ count: warmUp }, signal);
      });
      done += 2;
    }
    for (let round = 0; round < rounds; round++) {
      onProgress(done / total, `round ${round + 1} of ${rounds}${soFar(all)}`);
      const order = [...all.slice(round % all.length), ...all.slice(0, round % all.length)];
      for (const one of order) {
        await attempt(one, signal, async () => {
          one.last = await one.process!.ask<StepsReply>({ count: steps }, signal);
          one.rounds[round] = one.last.seconds;
        });
        done++;
      }
      peaks.push(await meter.ask<PeakReply>({ do: 'peak' }, signal));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await Promise.all([meter, ...all.map(({ process }) => process)].map((process) => process?.stop()));
  }
  const peak = peaks.length > 0 ? bestOf(peaks) : undefined;
  const contenders = all.map((one) => toResult(one, all[0]!, options.configuration, peak));
  return { contenders, peak, stopped: signal.aborted };
}

/** Does something with a contender that has not failed yet; a failure is its own. */
async function attempt(one: Running, signal: AbortSignal, act: () => Promise<void>): Promise<void> {
  if (one.problem !== undefined) return;
  try {
    await act();
  } catch (error) {
    if (signal.aborted) throw error;
    one.problem = error instanceof Error ? error.message : String(error);
    await one.process?.stop();
  }
}

/** Medians up to here, for the progress line. */
function soFar(all: readonly Running[]): string {
  const texts = all
    .filter(({ rounds }) => rounds.flat().length > 0)
    .map(
      ({ name, rounds }) => `${CONTENDERS[name].title} ${summarize(rounds.flat()).median.toPrecision(3)} s`,
    );
  return texts.length > 0 ? `; so far ${texts.join(', ')}` : '';
}

/** The machine at its fastest. */
export function bestOf(peaks: readonly PeakReply[]): PeakReply {
  return {
    matrixProduct: Math.max(...peaks.map(({ matrixProduct }) => matrixProduct)),
    convolution: Math.max(...peaks.map(({ convolution }) => convolution)),
  };
}

function toResult(
  one: Running,
  ours: Running,
  configuration: Configuration,
  peak: PeakReply | undefined,
): ContenderResult {
  const { name, rounds, description, problem, last } = one;
  const { title } = CONTENDERS[name];
  const known = { name, title, ...(problem && { problem }), ...(description && { description }) };
  // Rounds that Ctrl-C or a failure cut off have no entry.
  const whole = Array.from(rounds, (seconds) => seconds ?? []);
  if (whole.flat().length === 0 || !last) return { ...known, rounds: [] };
  const seconds = summarize(whole.flat());
  const compared = one !== ours && ours.rounds.some((values, i) => values && whole[i]?.length);
  const speed = stepFlops(configuration) / seconds.median;
  return {
    ...{ ...known, rounds: whole, seconds, peakBytes: last.peakBytes, loss: last.loss },
    ...(compared && {
      oursByThis: compareRounds(
        Array.from(ours.rounds, (values) => values ?? []),
        whole,
      ),
      ...(ours.last && { memoryOursByThis: ours.last.peakBytes / last.peakBytes }),
    }),
    ...(peak && { shareOfPeak: speed / Math.max(peak.matrixProduct, peak.convolution) }),
  };
}
