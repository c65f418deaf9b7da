/** What one pass over a set of images measured. Means over images, so a smaller last batch counts less. */
export interface Metrics {
  /** Mean categorical cross-entropy, in nats, without any penalty. */
  readonly dataLoss: number;
  /** Sum of the regularization penalties of all layers. */
  readonly penalty: number;
  /** dataLoss + penalty: what Keras prints as `loss`. */
  readonly totalLoss: number;
  /** Fraction of images classified correctly, 0 to 1. */
  readonly accuracy: number;
}

/** One epoch of training. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  /** Means over the epoch's steps, while the weights were changing (as Keras reports them). */
  readonly train: Metrics;
  /** Measured after the epoch's last step. Absent when no validation set was given. */
  readonly validation?: Metrics;
  /** Wall-clock seconds of the epoch, validation included. */
  readonly seconds: number;
  /** Median wall-clock seconds of one training step in this epoch. */
  readonly stepSeconds: number;
}

/** Everything needed to repeat a run and to plot it. Plain JSON. */
export interface History {
  /** Short name for legends, e.g. `baseline` or `L2`. */
  readonly label: string;
  readonly epochs: readonly EpochRecord[];
  readonly settings: RunSettings;
  readonly environment: RunEnvironment;
  /** True when the run was stopped before its last epoch. */
  readonly stopped: boolean;
}

/** The choices that determine a run. */
export interface RunSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly trainImages: number;
  readonly validationImages: number;
  readonly parameters: number;
  /** Kind and settings, e.g. `KerasAdam {"learningRate":0.0001,…}`. */
  readonly optimizer: string;
  /** The layers with a penalty, e.g. `Dense 1: L2 {"l2":0.01}`. */
  readonly penalties: readonly string[];
}

/** Where a run happened; the same seed repeats a history only on the same machine and backend. */
export interface RunEnvironment {
  /** e.g. `TensorFlow 2.21.0 on CPU, 2 threads`. */
  readonly backend: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
}
