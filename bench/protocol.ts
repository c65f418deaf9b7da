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
  /** Where it has to compute. One that cannot says so in its description, and is refused. */
  readonly device: 'CPU' | 'GPU';
  /** By what ours computes. */
  readonly engine: 'tensorflow' | 'webgpu';
  /** Whether products on a GPU may round their inputs to TF32; else they are full float32. */
  readonly tf32: boolean;
  /** PyTorch's layout of images and convolutions; channels last if false. */
  readonly channelsFirst: boolean;
  /** `batch` labels, a byte each, then `batch` images of 32 × 32 × 3 bytes. */
  readonly batchFile: string;
}

/** A GPU, as its driver names it. */
export interface Card {
  readonly name: string;
  readonly driver?: string;
  /** Of WebGPU: a program of the CPU that stands in for a GPU. */
  readonly software?: boolean;
}

/** What a program says of itself. */
export interface Description extends Pick<WorkerConfig, 'device' | 'threads'> {
  /** Where it knows. */
  readonly card?: Card;
  /** Of ours: what computes (tfjs's name of it), and why that. */
  readonly backend?: string;
  readonly reason?: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly parameters: number;
}

/** Asks for at least so many training steps, and more until so many seconds are over. */
export interface StepsRequest {
  readonly steps: number;
  readonly seconds: number;
  /** So many steps are given to the device before their numbers are read back and the clock is. */
  readonly burst: number;
  /** The steps of a burst are an epoch of `fit` on these images; else each is the training step on one same batch. */
  readonly epoch?: EpochImages;
}

/** What a program's `fit` trains on, written like the batch file. */
export interface EpochImages {
  readonly file: string;
  readonly images: number;
}

export interface StepsReply {
  /** Of a step: one value for each burst, its time by its steps. */
  readonly seconds: number[];
  /** Total loss of the last step: a sign that the arithmetic is done. */
  readonly loss: number;
  /** The most memory the process ever held. */
  readonly peakBytes: number;
  /** The most memory it ever held on the card, where it knows. */
  readonly cardBytes?: number;
  /** Of `fit`, where a program can be fed in several ways: the one that was fastest at first. */
  readonly form?: string;
}

/** What the machine can do at best: the answer to `{ numbers }`, which says how many numbers memory is measured with. */
export interface FloorReply {
  /** Of a large product in float32. */
  readonly operationsPerSecond: number;
  /** Of numbers changed in place. */
  readonly bytesPerSecond: number;
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

/** Tensors and memory after so many steps; on the card as far as that is known. */
export interface MemoryCount extends Readonly<Record<'steps' | 'tensors' | 'tensorBytes' | 'residentBytes', number>> {
  readonly cardBytes?: number;
}

/** What ours answers to `{ do: 'growth', last }`: what there is after some of the steps. */
export interface GrowthReply {
  readonly after: readonly MemoryCount[];
}

/** One start of a kernel: seconds from there to the reply of `1 + 1`, and to that of a cell that starts the library. */
export interface KernelStart {
  readonly kernel: string;
  readonly firstCell: number;
  readonly library: number;
}
