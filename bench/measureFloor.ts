import { join } from 'node:path';
import type { OnProgress, Turns } from './compare';
import { contenderCommand } from './contenders';
import { floorOf, workOfStep } from './floor';
import type { FloorResult } from './floor';
import { Program } from './Program';
import type { FloorReply, StepsReply, WorkerConfig } from './protocol';

/**
 * Lets l2lab's training step and TensorFlow's fastest ops take turns on the CPU, in rounds: the machine's speed changes,
 * and what it can do at best with it.
 *
 * @throws if one of the programs ends.
 */
export async function measureFloor(
  config: WorkerConfig,
  { rounds, steps, seconds, warmUp, burst }: Turns,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<FloorResult> {
  const command = contenderCommand('ours', config, 'cpu');
  const best = { ...command, args: [join(__dirname, 'programs', 'floor.cjs'), command.args.at(-1)!] };
  const programs = [command, best].map((one) => new Program(one, signal));
  const [ours, machine] = [programs[0]!, programs[1]!];
  const numbers = workOfStep(config).parameters;
  const [replies, times]: [FloorReply[], number[][]] = [[], []];
  try {
    await Promise.all(programs.map((program) => program.ask()));
    await ours.ask({ steps: warmUp, seconds, burst });
    await machine.ask({ numbers });
    for (let round = 0; round < rounds; round++) {
      onProgress((round + 1) / (rounds + 1), `round ${round + 1} of ${rounds}`);
      replies.push(await machine.ask<FloorReply>({ numbers }));
      times.push((await ours.ask<StepsReply>({ steps, seconds, burst })).seconds);
    }
  } finally {
    await Promise.all(programs.map((program) => program.stop()));
  }
  return floorOf(config, replies, times);
}
