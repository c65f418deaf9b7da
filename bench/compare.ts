import { median } from 'simple-statistics';
import { contenderCommand, contenderTitle } from './contenders';
import type { ContenderName } from './contenders';
import { otherCard, refusal, withCard } from './devices';
import type { Device } from './devices';
import type { Pair } from './pairs';
import { Program } from './Program';
import type { Card, Configuration, Description, StepsReply, StepsRequest, WorkerConfig } from './protocol';
import { compareRounds, summarize } from './statistics';
import type { Summary } from './statistics';

/** Says how far a measurement is: the share that is done, from 0 to 1, and what comes now. */
export type OnProgress = (share: number, text: string) => void;

/** What one contender did. */
export interface ContenderResult {
  readonly name: ContenderName;
  description?: Description;
  /** Why there are no numbers, or no more of them: too little memory, a crash. */
  problem?: string;
  /** Of each round: how many steps, and the median of their seconds. */
  rounds: { readonly steps: number; readonly seconds: number }[];
  /** Of all timed steps. */
  seconds?: Summary;
  peakBytes?: number;
  /** The most memory on the card, where it is known. */
  cardBytes?: number;
  /** Total loss after the last step. */
  loss?: number;
  /** Of `fit`: how it was fed. */
  form?: string;
}

/** How often who is asked for what. */
export interface Turns extends StepsRequest {
  readonly rounds: number;
  /** Untimed steps, at least. */
  readonly warmUp: number;
  readonly device: Device;
}

/** Ours and one other in turns; ours alone if there is no other. */
export interface Comparison extends Configuration {
  readonly ours: ContenderResult;
  readonly other?: ContenderResult | undefined;
  /** Seconds of a step of ours by the other's: below 1 is faster than it. None where a software renderer computed. */
  readonly ratio?: Summary | undefined;
  /** The same for peak memory. */
  readonly memoryRatio?: number | undefined;
}

/**
 * Lets ours and another take turns at the same training step, or epoch of `fit`: each starts and warms up once, then every round asks each
 * for a few steps, in an order that rotates. A disturbance from outside so falls on both, and the ratio holds although
 * the machine's speed changes. What one of them fails at is noted.
 *
 * @param nvidia the card that CUDA uses, for those that do not know its name.
 */
export async function compare(
  { first, other }: Pair,
  config: Omit<WorkerConfig, 'engine'>,
  { rounds, steps, seconds, warmUp, burst, epoch, device }: Turns,
  nvidia: Card | undefined,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Comparison> {
  const contender = (name: ContenderName) => ({
    result: { name, rounds: [] } as ContenderResult,
    /** Seconds of every step, by round. */
    times: [] as number[][],
    program: undefined as Program | undefined,
  });
  const all = [first, ...(other ? [other] : [])].map(contender);
  const [ours, second] = [all[0]!, all[1]];
  let one = ours;
  const takeSteps = async (least: number) => {
    const { seconds: times, ...rest } = await one.program!.ask<StepsReply>({ steps: least, seconds, burst, epoch });
    Object.assign(one.result, rest);
    return times;
  };
  try {
    for (one of all) {
      const { name } = one.result;
      if (one !== ours) onProgress(1 / (rounds + 2), `${contenderTitle(name, device)} starts and warms up`);
      const engine = engineOf(name, first);
      one.program = new Program(contenderCommand(name, { ...config, engine }, device), signal);
      const description = withCard(await one.program.ask<Description>(), nvidia);
      one.result.description = description;
      const reason =
        refusal(description, device, engine === 'webgpu') ?? otherCard(ours.result.description, description);
      if (reason !== undefined) throw new Error(reason);
      await takeSteps(warmUp);
    }
    for (let round = 0; round < rounds; round++) {
      onProgress((round + 2) / (rounds + 2), `round ${round + 1} of ${rounds}`);
      for (one of round % 2 ? [...all].reverse() : all) {
        const times = await takeSteps(steps);
        one.times.push(times);
        one.result.rounds.push({ steps: times.length * burst, seconds: median(times) });
        one.result.seconds = summarize(one.times.flat());
      }
    }
  } catch (error) {
    if (!signal.aborted) one.result.problem = error instanceof Error ? error.message : String(error);
  } finally {
    await Promise.all(all.map(({ program }) => program?.stop()));
  }
  const { network, batch, filters, denseUnits } = config;
  const [peak, secondPeak] = [ours.result.peakBytes, second?.result.peakBytes];
  const comparison = { network, batch, filters, denseUnits, ours: ours.result, other: second?.result };
  if (device === 'webgpu-software') return comparison;
  return {
    ...comparison,
    ratio: ours.times[0] && second?.times[0] ? compareRounds(ours.times, second.times) : undefined,
    memoryRatio: peak && secondPeak ? peak / secondPeak : undefined,
  };
}

/** By what a program of this library computes; another version of it by what this one does. */
export function engineOf(name: ContenderName, first: Pair['first']): WorkerConfig['engine'] {
  return (name === 'before' ? first : name) === 'webgpu' ? 'webgpu' : 'tensorflow';
}
