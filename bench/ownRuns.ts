import { Contender } from './Contender';
import { contenderCommand } from './contenders';
import { describeConfiguration } from './network';
import type { Configuration } from './network';
import type { Description, EpochReply, MemoryReply, StepsReply, WorkerConfig } from './protocol';
import type { GrowthResult } from './results';

/**
 * Garbage can be collected before memory is read; and JavaScript's young generation stays at 1 MB. By default it has
 * 16 MB, which any program that runs for a minute comes to fill, and that would hide what training itself takes.
 */
const GROWTH_OPTIONS = ['--expose-gc', '--max-semi-space-size=1'];

type Progress = (share: number, text: string) => void;

/** Starts ours alone, and ends it whatever happens. */
async function withOurs<Result>(
  config: WorkerConfig,
  threads: number | undefined,
  signal: AbortSignal,
  nodeOptions: readonly string[],
  use: (ours: Contender) => Promise<Result>,
): Promise<Result> {
  const ours = Contender.start(contenderCommand('ours', config, threads, nodeOptions));
  try {
    await ours.ask<Description>(undefined, signal);
    return await use(ours);
  } finally {
    await ours.stop();
  }
}

/** Times one epoch of `fit` on real images, if there are any (see `loadDataset`), and the steps in it. */
export function measureEpoch(
  config: WorkerConfig,
  images: number,
  threads: number | undefined,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<EpochReply> {
  onProgress(0, `${images} images in batches of ${config.batch}`);
  return withOurs(config, threads, signal, [], (ours) =>
    ours.ask<EpochReply>({ do: 'epoch', images }, signal),
  );
}

/** Counts tensors and memory after so many steps, garbage collected each time. */
export async function measureGrowth(
  configuration: Configuration,
  config: WorkerConfig,
  after: readonly number[],
  threads: number | undefined,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<GrowthResult> {
  const last = after.at(-1)!;
  return withOurs(config, threads, signal, GROWTH_OPTIONS, async (ours) => {
    const counted: (MemoryReply & { steps: number })[] = [];
    for (let steps = 0; steps < last;) {
      const next = after.find((mark) => mark > steps)!;
      // In small portions, so that progress shows.
      const count = Math.min(10, next - steps);
      onProgress(steps / last, `${describeConfiguration(configuration)}: step ${steps + 1} of ${last}`);
      await ours.ask<StepsReply>({ count }, signal);
      steps += count;
      if (steps === next) counted.push({ steps, ...(await ours.ask<MemoryReply>({ do: 'memory' }, signal)) });
    }
    return { ...configuration, after: counted };
  });
}
