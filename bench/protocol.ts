// What the bench command and the programs that it compares say to each other: one JSON request a line, one reply a line.
// The first reply, before any request, is the description.

/** What every program is told when it starts. */
export interface WorkerConfig {
  readonly batch: number;
  readonly filters: number;
  readonly denseUnits: number;
  /** Keras's coefficient; 0 for none. */
  readonly l2: number;
  readonly seed: number;
  readonly threads: number;
  /** Where ours computes; others follow if they can. */
  readonly device: 'CPU' | 'GPU';
  /** `batch` labels, a byte each, then `batch` images of 32 × 32 × 3 bytes. */
  readonly batchFile: string;
}

export interface Description {
  readonly versions: Readonly<Record<string, string>>;
  readonly device: 'CPU' | 'GPU';
  readonly threads: number;
  readonly parameters: number;
  /** What ours expects to take at its peak. */
  readonly forecastBytes?: number;
}

/** Asks for `count` training steps. */
export interface StepsRequest {
  readonly count: number;
}

export interface StepsReply {
  /** Of each step. */
  readonly seconds: number[];
  /** Total loss of the last step. */
  readonly loss: number;
  /** The most memory the process ever held. */
  readonly peakBytes: number;
}

/** Requests that only ours answers. */
export type OwnRequest =
  { readonly do: 'peak' } | { readonly do: 'memory' } | { readonly do: 'epoch'; readonly images: number };

/** How fast this machine computes at its best, in FLOP/s. */
export interface PeakReply {
  readonly matrixProduct: number;
  readonly convolution: number;
}

export interface MemoryReply {
  readonly tensors: number;
  readonly tensorBytes: number;
  /** Physical memory of the process now. */
  readonly residentBytes: number;
  /** What of it JavaScript's heap has reserved. */
  readonly javascriptBytes: number;
}

export interface EpochReply {
  /** Which images. */
  readonly source: string;
  readonly images: number;
  readonly steps: number;
  /** The call of `fit`, from start to end. */
  readonly epochSeconds: number;
  /** The training steps of that call alone. */
  readonly stepsSeconds: number;
  readonly peakBytes: number;
}
