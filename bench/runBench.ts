import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import { join } from 'node:path';
import { describeMachine, syntheticShapes } from 'l2lab';
import { compare } from './compare';
import type { Comparison, OnProgress } from './compare';
import { CONTENDERS, contenderCommand, JUPYTER_PYTHON, whyMissing } from './contenders';
import type { BenchOptions } from './options';
import { Program } from './Program';
import { describeConfiguration } from './protocol';
import type { Configuration, EpochReply, GrowthReply, KernelStart } from './protocol';

/** Everything that one run of the command measured. */
export type BenchResult = Awaited<ReturnType<typeof runBench>>;

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
  const { configurations, parts, rounds, steps, seconds, warmUp, seed, images, growthSteps } = options;
  const { threads = os.availableParallelism() } = options;
  // Programs read these when they start; without them each makes its own choice.
  if (options.threads) process.env['TF_NUM_INTRAOP_THREADS'] = process.env['OMP_NUM_THREADS'] = `${threads}`;
  const [date, loadBefore] = [new Date().toISOString(), os.loadavg()[0]!];
  const missing = options.others.filter((name) => whyMissing(name));
  const notes = missing.map((name) => `${CONTENDERS[name].title}: ${whyMissing(name)}.`);
  const installed = options.others.filter((name) => !missing.includes(name));
  const others = installed.length > 0 ? installed : [undefined];

  const folder = mkdtempSync(join(os.tmpdir(), 'l2lab-bench-'));
  /** What every contender is told, after writing the batch that all of them read. */
  const configure = (one: Configuration) => {
    const batchFile = join(folder, `batch-${one.batch}`);
    const { train } = syntheticShapes({ trainImages: one.batch, testImages: 1, seed });
    writeFileSync(batchFile, Buffer.concat([train.labels, train.images]));
    // Keras's coefficient, the article's.
    const l2 = one.network === 'L2' ? 0.01 : 0;
    return { ...one, library: options.before, l2, seed, threads, device: 'CPU' as const, batchFile };
  };
  const has = (part: (typeof parts)[number]) => parts.includes(part);
  const total = parts.length + (has('steps') ? configurations.length * others.length - 1 : 0);
  const part = partRunner(total, notes, signal);
  const first: Configuration = { ...configurations[0]!, network: 'L2' };
  const askOurs = async <Reply>(request: object, nodeOptions: string[] = []) => {
    const command = contenderCommand('ours', configure(first), nodeOptions);
    return { ...first, ...(await Program.askOnce<Reply>(command, signal, request)) };
  };
  const comparisons: Comparison[] = [];
  let kernelStarts: KernelStart[] | undefined;
  let epoch: (EpochReply & Configuration) | undefined;
  let growth: (GrowthReply & Configuration) | undefined;
  try {
    for (const one of has('steps') ? configurations : []) {
      for (const other of others) {
        await part(`${describeConfiguration(one)}, ${CONTENDERS[other ?? 'ours'].title}`, async (onProgress) => {
          const comparison = await compare(other, configure(one), options, signal, onProgress);
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
    settings: { rounds, steps, seconds, warmUp },
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
