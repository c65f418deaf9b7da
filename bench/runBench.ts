import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import { join } from 'node:path';
import { availableMemory, describeMachine } from '../src/tensorflow';
import { syntheticShapes } from '../src/data/synthetic';
import { CONTENDERS, whyMissing } from './contenders';
import type { ContenderName } from './contenders';
import { bestOf, interleave } from './interleave';
import { measureKernelStart } from './kernelStart';
import { pairWithOurs } from './memoryNeeds';
import { describeConfiguration, stepFlops } from './network';
import type { Configuration } from './network';
import type { BenchOptions } from './options';
import { measureEpoch, measureGrowth } from './ownRuns';
import { BenchProgress } from './progress';
import type { WorkerConfig } from './protocol';
import type { BenchResult, ConfigurationResult, ContenderResult } from './results';
import { ARTICLE } from './targets';

/** Keras's coefficient, the article's. */
const L2 = 0.01;

/** Seconds that a program takes to start: a first guess for the remaining time. */
const START = 8;

/**
 * Runs every part that was asked for, one after another. An abort of `signal` ends it early, with what there is. A part
 * that fails leaves a note.
 */
export async function runBench(options: BenchOptions, signal: AbortSignal): Promise<BenchResult> {
  const folder = mkdtempSync(join(os.tmpdir(), 'l2lab-bench-'));
  try {
    return await new BenchRun(options, signal, folder).run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Part {
  readonly label: string;
  readonly estimate: number;
  readonly run: (onProgress: (share: number, text: string) => void) => Promise<void>;
}

class BenchRun {
  private readonly result: BenchResult;
  /** Those that take turns with ours. */
  private readonly others: ContenderName[];

  constructor(
    private readonly options: BenchOptions,
    private readonly signal: AbortSignal,
    private readonly folder: string,
  ) {
    const { rounds, steps, warmUp, seed, threads = os.availableParallelism() } = options;
    const allocator = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => /^(MALLOC_|GLIBC_TUNABLES)/.test(name)),
    ) as Record<string, string>;
    const load = os.loadavg()[0]!;
    this.others = options.contenders.filter((name) => name !== 'ours' && whyMissing(name) === undefined);
    this.result = {
      command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
      date: new Date().toISOString(),
      complete: false,
      machine: describeMachine(),
      load: { start: load, end: load },
      seed,
      settings: { rounds, steps, warmUp, threads, allocator },
      versions: { node: process.versions.node },
      configurations: [],
      growth: [],
      notes: options.contenders.flatMap((name) => {
        const why = whyMissing(name);
        return why === undefined ? [] : [`${CONTENDERS[name].title}: ${why}.`];
      }),
    };
  }

  async run(): Promise<BenchResult> {
    const parts = this.parts();
    const progress = new BenchProgress(parts.map(({ estimate }) => estimate));
    for (const part of parts) {
      if (this.signal.aborted) break;
      progress.begin(part.label, part.estimate);
      try {
        await part.run((share, text) => progress.report(share, text));
      } catch (error) {
        if (this.signal.aborted) break;
        this.result.notes.push(`${part.label}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    this.result.complete = !this.signal.aborted;
    this.result.load.end = os.loadavg()[0]!;
    return this.result;
  }

  private parts(): Part[] {
    const { options, signal, result } = this;
    const { configurations, parts, images, growthSteps, threads } = options;
    const has = (part: (typeof parts)[number]) => parts.includes(part);
    const list: Part[] = [];
    if (has('steps')) {
      for (const configuration of configurations) {
        list.push({
          label: describeConfiguration(configuration),
          estimate: this.estimate(configuration),
          run: (onProgress) => this.compare(configuration, onProgress),
        });
      }
    }
    if (has('kernel')) {
      const kernelRounds = Math.min(options.rounds, 5);
      const run: Part['run'] = async (onProgress) => {
        result.kernelStart = await measureKernelStart(kernelRounds, signal, onProgress);
      };
      list.push({ label: 'first cell', estimate: 8 * kernelRounds, run });
    }
    // The largest network and the batch nearest to the article's stand for the command's choice of sizes.
    const largest = configurations.reduce((a, b) => (stepFlops(b) > stepFlops(a) ? b : a));
    const own: Configuration = { ...largest, batch: Math.min(largest.batch, ARTICLE.batch), network: 'L2' };
    const small: Configuration = {
      ...own,
      batch: Math.min(own.batch, 32),
      filters: Math.min(own.filters, 32),
    };
    const stepSeconds = (one: Configuration) => (CONTENDERS.ours.guess * stepFlops(one)) / 1e9;
    if (has('epoch')) {
      list.push({
        label: 'whole epoch',
        estimate: START + (images / own.batch) * stepSeconds(own),
        run: async (onProgress) => {
          const reply = await measureEpoch(this.config(own), images, threads, signal, onProgress);
          result.epoch = { ...reply, batch: own.batch, filters: own.filters };
        },
      });
    }
    if (has('growth')) {
      const marks = [1, 10, 100].filter((mark) => mark < growthSteps);
      for (const one of stepFlops(small) < stepFlops(own) ? [small, own] : [own]) {
        list.push({
          label: 'tensors and memory',
          estimate: START + growthSteps * stepSeconds(one),
          run: async (onProgress) => {
            const after = [...marks, growthSteps];
            result.growth.push(
              await measureGrowth(one, this.config(one), after, threads, signal, onProgress),
            );
          },
        });
      }
    }
    return list;
  }

  /** Seconds that comparing one configuration will take, roughly. */
  private estimate(configuration: Configuration): number {
    const { rounds, steps, warmUp } = this.options;
    const { pairs } = pairWithOurs(this.others, configuration, Infinity);
    const programs = pairs.flatMap((pair): ContenderName[] => ['ours', ...pair]);
    const perStep = programs.reduce((sum, name) => sum + CONTENDERS[name].guess, 0);
    const gigaflops = stepFlops(configuration) / 1e9;
    // A first step takes several times as long.
    return programs.length * START + (warmUp + 3 + rounds * steps) * gigaflops * perStep;
  }

  private async compare(configuration: Configuration, onProgress: Parameters<Part['run']>[0]): Promise<void> {
    const { options, signal, result } = this;
    const available = availableMemory();
    const { pairs, tooLarge } = pairWithOurs(this.others, configuration, available);
    const measured: ContenderResult[][] = [];
    const finished: { -readonly [Key in keyof ConfigurationResult]: ConfigurationResult[Key] } = {
      ...configuration,
      stepFlops: stepFlops(configuration),
      groups: measured,
    };
    result.configurations.push(finished);
    const gigabytes = (available / 1e9).toFixed(1);
    for (const name of tooLarge) {
      result.notes.push(
        `${CONTENDERS[name].title} left out of ${describeConfiguration(configuration)}: it would not fit into the ` +
          `${gigabytes} GB of memory available, together with l2lab.`,
      );
    }
    for (const [i, pair] of pairs.entries()) {
      if (signal.aborted) return;
      const { contenders, peak } = await interleave({
        ...{ ...options, configuration, config: this.config(configuration), signal },
        names: ['ours', ...pair],
        onProgress: (share, text) => onProgress((i + share) / pairs.length, text),
      });
      measured.push(contenders);
      if (peak) finished.peak = finished.peak ? bestOf([finished.peak, peak]) : peak;
      for (const { title, description, problem } of contenders) {
        if (problem) result.notes.push(`${title}, ${describeConfiguration(configuration)}: ${problem}`);
        for (const [name, version] of Object.entries(description?.versions ?? {})) {
          const known = result.versions[name];
          if (known === undefined) result.versions[name] = version;
          else if (!known.split(' and ').includes(version)) result.versions[name] = `${known} and ${version}`;
        }
      }
    }
  }

  /** Writes the batch that every contender reads, and says what else they need to know. */
  private config(configuration: Configuration): WorkerConfig {
    const { network, batch, filters, denseUnits } = configuration;
    const { seed, threads = os.availableParallelism() } = this.options;
    const batchFile = join(this.folder, `batch-${batch}`);
    const { train } = syntheticShapes({ trainImages: batch, testImages: 1, seed });
    writeFileSync(batchFile, Buffer.concat([train.labels, train.images]));
    const l2 = network === 'L2' ? L2 : 0;
    return { batch, filters, denseUnits, l2, seed, threads, device: 'CPU', batchFile };
  }
}
