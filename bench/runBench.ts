import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import { join } from 'node:path';
import { describeMachine, syntheticShapes } from 'l2lab';
import { compare, engineOf } from './compare';
import type { Comparison, Turns } from './compare';
import { contenderCommand, contenderTitle, hasFit, JUPYTER_PYTHON } from './contenders';
import { nvidiaCard } from './devices';
import type { FloorResult } from './floor';
import { measureFloor } from './measureFloor';
import type { BenchOptions } from './options';
import { pairUp } from './pairs';
import type { Engine, Pair } from './pairs';
import { partRunner } from './partRunner';
import { whoTakesPart } from './probe';
import { describeProcessor } from './processor';
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
  const { configurations, fitted, fitImages, parts, rounds, steps, seconds, warmUp, burst, seed } = options;
  const { images, growthSteps } = options;
  const { device, tf32, threads = os.availableParallelism() } = options;
  // Programs read these when they start; without them each makes its own choice.
  if (options.threads) process.env['TF_NUM_INTRAOP_THREADS'] = process.env['OMP_NUM_THREADS'] = `${threads}`;
  const [date, loadBefore] = [new Date().toISOString(), os.loadavg()[0]!];
  const notes: string[] = [];
  const nvidia = device === 'gpu' ? nvidiaCard() : undefined;

  const folder = mkdtempSync(join(os.tmpdir(), 'l2lab-bench-'));
  /** Writes the first of the built-in images, for all contenders to read. */
  const draw = (count: number) => {
    const file = join(folder, `images-${count}`);
    const { train } = syntheticShapes({ trainImages: count, testImages: 1, seed });
    writeFileSync(file, Buffer.concat([train.labels, train.images]));
    return file;
  };
  /** What every contender is told. */
  const configure = ({ network, batch, filters, denseUnits }: Configuration) => {
    const one = { network, batch, filters, denseUnits };
    const batchFile = draw(batch);
    // Keras's coefficient, the article's.
    const l2 = network === 'L2' ? 0.01 : 0;
    const where = device === 'gpu' ? ('GPU' as const) : ('CPU' as const);
    const rest = { library: options.before, l2, seed, threads, device: where, tf32, channelsFirst: false };
    return { ...one, ...rest, batchFile };
  };
  const has = (part: (typeof parts)[number]) => parts.includes(part);
  const first: Configuration = { ...configurations[0]!, network: 'L2' };
  const comparisons: Comparison[] = [];
  const fits: Comparison[] = [];
  let floor: FloorResult | undefined;
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
    const others = options.others.filter((name) => found.includes(name));
    const stepPairs = (has('steps') ? configurations : []).flatMap((one) => {
      const asked = others.filter((name) => !one.without?.includes(name));
      return pairUp(engines, asked).map((pair) => ({ one, pair }));
    });
    const fitPairs = (has('fit') ? fitted : []).flatMap((one) =>
      pairUp(engines, others.filter(hasFit)).map((pair) => ({ one, pair })),
    );
    const single = parts.filter((name) => name !== 'steps' && name !== 'fit');
    const part = partRunner(stepPairs.length + fitPairs.length + single.length, notes, signal);
    const comparePair = (what: string, one: Configuration, pair: Pair, turns: Turns, into: Comparison[]) => {
      const against = contenderTitle(pair.other ?? pair.first, device);
      const beside = pair.first === 'ours' || !pair.other ? '' : ` beside ${contenderTitle(pair.first, device)}`;
      return part(`${what}${describeConfiguration(one)}, ${against}${beside}`, async (onProgress) => {
        const comparison = await compare(pair, configure(one), turns, nvidia, signal, onProgress);
        into.push(comparison);
        const problem = comparison.ours.problem ?? comparison.other?.problem;
        if (problem !== undefined) throw new Error(problem);
      });
    };
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
    for (const { one, pair } of stepPairs) {
      await comparePair('', one, pair, { ...options, seconds: one.seconds ?? seconds }, comparisons);
    }
    for (const { one, pair } of fitPairs) {
      // One epoch to a round, after one that is not counted.
      const turns = { rounds, device, steps: 1, seconds: 0, warmUp: 1, burst: Math.ceil(fitImages / one.batch) };
      const epoch = { file: draw(fitImages), images: fitImages };
      await comparePair('fit, ', one, pair, { ...turns, epoch }, fits);
    }
    if (has('floor'))
      await part(`floor of ${describeConfiguration(first)}`, async (onProgress) => {
        floor = await measureFloor({ ...configure(first), engine: 'tensorflow' }, options, signal, onProgress);
      });
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
      processor: describeProcessor(),
      node: process.versions.node,
      threads,
      seed,
    },
    // Processes that wanted to run, averaged over a minute; the command's own count too.
    load: { before: loadBefore, end: os.loadavg()[0]! },
    settings: { rounds, steps, seconds, warmUp, burst, device, tf32, fitImages },
    /** As `nvidia-smi` names it; of other cards what each contender says. */
    nvidia,
    ...{ comparisons, fits, floor, kernelStarts, epoch, growth, notes },
  };
}
