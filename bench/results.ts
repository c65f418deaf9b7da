import type { Configuration } from './network';
import type { Description, EpochReply, MemoryReply, PeakReply } from './protocol';
import type { Ratio, Summary } from './statistics';

/** One contender in one configuration. */
export interface ContenderResult {
  readonly name: string;
  readonly title: string;
  /** Why there are no numbers, or no more of them: not installed, too little memory, a crash. */
  readonly problem?: string;
  readonly description?: Description;
  /** Of each timed step, by round. */
  readonly rounds: number[][];
  readonly seconds?: Summary;
  readonly peakBytes?: number;
  /** Total loss after the last step: a sign that the arithmetic is done. */
  readonly loss?: number;
  /** Ours by this one, in the same rounds: below 1 is faster than it. */
  readonly oursByThis?: Ratio;
  /** The same for peak memory. */
  readonly memoryOursByThis?: number;
  /** FLOP/s of the median step by the machine's measured peak. */
  readonly shareOfPeak?: number;
}

export interface ConfigurationResult extends Configuration {
  readonly stepFlops: number;
  /** The best of all rounds, FLOP/s. */
  readonly peak?: PeakReply;
  /** Whose rounds were interleaved: ours and one other each time. */
  readonly groups: ContenderResult[][];
}

export interface KernelStartResult {
  readonly kernel: 'l2lab' | 'stock tslab';
  /** From starting the kernel's process to the reply of its first cell, `1 + 1`. */
  readonly firstCell: Summary;
  /** … to the reply of the cell after it, which imports the library and starts TensorFlow. */
  readonly library: Summary;
}

export interface GrowthResult extends Configuration {
  readonly after: readonly (MemoryReply & { readonly steps: number })[];
}

/** Everything that one run of the command measured. */
export interface BenchResult {
  readonly command: string;
  readonly date: string;
  /** False if Ctrl-C ended it early. */
  complete: boolean;
  readonly machine: string;
  /** Processes that wanted to run, averaged over a minute, before the start and at the end. The command's own count too. */
  readonly load: { readonly start: number; end: number };
  readonly seed: number;
  readonly settings: {
    readonly rounds: number;
    readonly steps: number;
    readonly warmUp: number;
    readonly threads: number;
    readonly allocator: Readonly<Record<string, string>>;
  };
  readonly versions: Record<string, string>;
  readonly configurations: ConfigurationResult[];
  kernelStart?: KernelStartResult[];
  epoch?: EpochReply & { readonly batch: number; readonly filters: number };
  readonly growth: GrowthResult[];
  /** What was left out, and why. */
  readonly notes: string[];
}
