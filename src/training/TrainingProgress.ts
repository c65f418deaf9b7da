import type { History } from './History';

/** What `fit` reports after every step. */
export interface TrainingProgress {
  /** Name of the run. */
  readonly label: string;
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Counted from 1 in each epoch. */
  readonly step: number;
  /** Steps of an epoch. */
  readonly steps: number;
  /** Since `fit` was called. */
  readonly secondsElapsed: number;
  /** Estimate for the whole run; absent where it is not known. */
  readonly secondsRemaining?: number;
  /** Means over the images of this epoch so far. */
  readonly dataLoss: number;
  readonly penalty: number;
  readonly accuracy: number;
  /** The epochs completed so far. */
  readonly history: History;
}
