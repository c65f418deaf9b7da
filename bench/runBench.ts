import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import { join } from 'node:path';
import { describeMachine, syntheticShapes } from 'l2lab';
import { compare, engineOf } from './compare';
import type { Comparison, OnProgress } from './compare';
import { contenderCommand, contenderTitle, JUPYTER_PYTHON } from './contenders';
import { nvidiaCard } from './devices';
import type { BenchOptions } from './options';
import { pairUp } from './pairs';
import type { Engine } from './pairs';
import { whoTakesPart } from './probe';
import { Program } from './Program';
import { describeConfiguration } from './protocol';
import type { Configuration, EpochReply, GrowthReply, KernelStart } from './protocol';

/** Everything that one run of the command measured. */
export type BenchResult = Awaited<ReturnType<typeof runBench>>;

/** What was measured of l2lab alone, and by which engine. */
type OwnPart = Configuration & { readonly name?: Engine };

/**
 * Garbage can be collected before memory is read; and JavaScript's young generation stays at 1 MB. By default it has
 * 16 MB, which any program that runs for a minute comes to fill, and that would hide what training itself takes.
 */
const GROWTH_OPTIONS = ['--expose-gc', '--max-semi-space-size=1'];

/**
 * Runs every part that was asked for, one after another, with progress on standard error. An abort of `signal` ends it
 * early, with what there is. A part that fails leaves a note.
 */
export async function runBench(options: BenchOptions, signal: AbortSignal) {
  const { configurations, parts, rounds, steps, seconds, warmUp, burst, seed, images, growthSteps } = options;
  const { device, tf32, threads = os.availableParallelism() } = options;
  // Programs read these when they start; without them each makes its own choice.
  if (options.threads) process.env['TF_NUM_INTRAOP_THREADS'] = process.env['OMP_NUM_THREADS'] = `${threads}`;
  const [date, loadBefore] = [new Date().toISOString(), os.loadavg()[0]!];
  const notes: string[] = [];
  const nvidia = device === 'gpu' ? nvidiaCard() : undefined;

  const folder = mkdtempSync(join(os.tmpdir(), 'l2lab-bench-'));
  /** What every contender is told, after writing the batch that all of them read. */
  const configure = (one: Configuration) => {
    const batchFile = join(folder, `batch-${one.batch}`);
    const { train } = syntheticShapes({ trainImages: one.batch, testImages: 1, seed });
    writeFileSync(batchFile, Buffer.concat([train.labels, train.images]));
    // Keras's coefficient, the article's.
    const l2 = one.network === 'L2' ? 0.01 : 0;
    const where = device === 'gpu' ? ('GPU' as const) : ('CPU' as const);
    const rest = { library: options.before, l2, seed, threads, device: where, tf32, channelsFirst: false };
    return { ...one, ...rest, batchFile };
  };
  const has = (part: (typeof parts)[number]) => parts.includes(part);
  const first: Configuration = { ...configurations[0]!, network: 'L2' };
  const comparisons: Comparison[] = [];
  let kernelStarts: KernelStart[] | undefined;
  let epoch: (EpochReply & OwnPart) | undefined;
  let growth: (GrowthReply & OwnPart) | undefined;
  try {
    const tiny = configure({ network: 'baseline', batch: 4, filters: 2, denseUnits: 4 });
    const found = await whoTakesPart([...options.engines, ...options.others], tiny, { device, nvidia }, notes, signal);
    const engines = options.engines.filter((name) => found.includes(name));
    if (engines.length === 0 && !signal.aborted) {
      throw new Error(`With --device ${device} there is nothing of l2lab to measure here.\n${notes.join('\n')}`);
    }
    const pairs = pairUp(
      engines,
      options.others.filter((name) => found.includes(name)),
    );
    const total = parts.length + (has('steps') ? configurations.length * pairs.length - 1 : 0);
    const part = partRunner(total, notes, signal);
    const askOurs = async <Reply>(request: object, nodeOptions: string[] = []) => {
      const name = engines[0]!;
      const command = contenderCommand(
        name,
        { ...configure(first), engine: engineOf(name, name) },
        device,
        nodeOptions,
      );
      return { ...first, name, ...(await Program.askOnce<Reply>(command, signal, request)) };
    };
    for (const one of has('steps') ? configurations : []) {
      for (const pair of pairs) {
        const against = contenderTitle(pair.other ?? pair.first, device);
        const beside = pair.first === 'ours' || !pair.other ? '' : ` beside ${contenderTitle(pair.first, device)}`;
        await part(`${describeConfiguration(one)}, ${against}${beside}`, async (onProgress) => {
          const comparison = await compare(pair, configure(one), options, nvidia, signal, onProgress);
          comparisons.push(comparison);
          const problem = comparison.ours.problem ?? comparison.other?.problem;
          if (problem !== undefined) throw new Error(problem);
        });
      }
    }
    if (has('kernel'))
      await part("first cells of l2lab's kernel and stock tslab's", async () => {
        const args = [join(__dirname, 'programs', 'first_cell.py'), process.execPath, `${Math.min(rounds, 5)}`];
        kernelStarts = await Program.askOnce({ command: JUPYTER_PYTHON, args }, signal);
      });
    if (has('epoch'))
      await part(`whole epoch of ${images} images`, async () => {
        epoch = await askOurs<EpochReply>({ do: 'epoch', images });
      });
    if (has('growth'))
      await part(`tensors and memory up to step ${growthSteps}`, async () => {
        growth = await askOurs<GrowthReply>({ do: 'growth', last: growthSteps }, GROWTH_OPTIONS);
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
    // Not complete if Ctrl-C ended it early.
    ...{
      date,
      complete: !signal.aborted,
      machine: describeMachine(),
      node: process.versions.node,
      threads,
      seed,
    },
    // Processes that wanted to run, averaged over a minute; the command's own count too.
    load: { before: loadBefore, end: os.loadavg()[0]! },
    settings: { rounds, steps, seconds, warmUp, burst, device, tf32 },
    /** As `nvidia-smi` names it; of other cards what each contender says. */
    nvidia,
    ...{ comparisons, kernelStarts, epoch, growth, notes },
  };
}

/**
 * Runs parts one by one. Each takes about as long as any other, half a minute to a minute: that gives the time that is
 * left.
 */
function partRunner(total: number, notes: string[], signal: AbortSignal) {
  const start = performance.now();
  let finished = 0;
  return async (label: string, run: (onProgress: OnProgress) => Promise<void>): Promise<void> => {
    if (signal.aborted) return;
    const onProgress: OnProgress = (share, text) => {
      const done = (finished + share) / total;
      const minutes = ((performance.now() - start) / 60_000) * (1 / done - 1);
      const left = done > 0 ? `, about ${Math.ceil(minutes)} min left` : '';
      process.stderr.write(`[${finished + 1}/${total}${left}] ${label}: ${text}\n`);
    };
    onProgress(0, 'l2lab starts');
    await run(onProgress).catch((error: Error) => {
      if (!signal.aborted) notes.push(`${label}: ${error.message}`);
    });
    finished++;
  };
}
