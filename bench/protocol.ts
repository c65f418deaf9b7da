// What the bench command and the programs that it measures say to each other: one JSON request a line, one reply a line.
// The first reply, before any request, is the description.

/** One network and batch to measure. */
export interface Configuration {
  readonly network: 'baseline' | 'L2';
  readonly batch: number;
  readonly filters: number;
  readonly denseUnits: number;
}

/** As in tables and progress lines. */
export function describeConfiguration({ network, batch, filters, denseUnits }: Configuration): string {
  return `${network}, batch ${batch}, ${filters} filters, ${denseUnits} units`;
}

/** What every program is told when it starts. */
export interface WorkerConfig extends Configuration {
  /** What ours loads: `l2lab`, or the folder of another version of it. */
  readonly library: string;
  /** Keras's coefficient; 0 for none. */
  readonly l2: number;
  readonly seed: number;
  readonly threads: number;
  /** Where ours computes; others follow if they can. */
  readonly device: 'CPU' | 'GPU';
  /** `batch` labels, a byte each, then `batch` images of 32 × 32 × 3 bytes. */
  readonly batchFile: string;
}

/** What a program says of itself. */
export interface Description extends Pick<WorkerConfig, 'device' | 'threads'> {
  readonly versions: Readonly<Record<string, string>>;
  readonly parameters: number;
}

/** Asks for at least so many training steps, and more until so many seconds are over. */
export interface StepsRequest {
  readonly steps: number;
  readonly seconds: number;
}

export interface StepsReply {
  /** Of each step. */
  readonly seconds: number[];
  /** Total loss of the last step: a sign that the arithmetic is done. */
  readonly loss: number;
  /** The most memory the process ever held. */
  readonly peakBytes: number;
}

/** What ours answers to `{ do: 'epoch', images }`. */
export interface EpochReply {
  /** Which images. */
  readonly source: string;
  readonly images: number;
  readonly steps: number;
  /** The call of `fit`, from start to end. */
  readonly epochSeconds: number;
  /** The training steps of that call alone. */
  readonly stepsSeconds: number;
}

/** What ours answers to `{ do: 'growth', last }`: what there is after some of the steps. */
export interface GrowthReply {
  readonly after: readonly Readonly<Record<'steps' | 'tensors' | 'tensorBytes' | 'residentBytes', number>>[];
}

/** One start of a kernel: seconds from there to the reply of `1 + 1`, and to that of a cell that starts the library. */
export interface KernelStart {
  readonly kernel: string;
  readonly firstCell: number;
  readonly library: number;
}
