import type { History } from '../training/history';

/** On what an accuracy was measured. */
export interface AccuracyStandardErrorOptions {
  /** Number of images. */
  readonly images: number;
}

/**
 * Standard error of an accuracy measured on n images: √(p(1 − p) / n), the standard deviation of a binomial share. Two
 * accuracies that are nearer than about two of these to each other may differ by the luck of the draw.
 *
 * @param accuracy from 0 to 1.
 * @returns in the same unit as the accuracy.
 * @throws unless 0 ≤ accuracy ≤ 1 and images is at least 1.
 * @example
 * accuracyStandardError(0.5, { images: 100 }); // => 0.05
 */
export function accuracyStandardError(accuracy: number, { images }: AccuracyStandardErrorOptions): number {
  if (!(accuracy >= 0 && accuracy <= 1) || !(images >= 1)) {
    throw new Error(
      `accuracyStandardError requires an accuracy from 0 to 1 and at least one image, got ${accuracy} and ${images}.`,
    );
  }
  return Math.sqrt((accuracy * (1 - accuracy)) / images);
}

/** How much better a network does on what it was trained on than on what it was not. */
export interface GeneralizationGap {
  /** Validation data loss − training data loss, in nats. */
  readonly dataLoss: number;
  /** Training accuracy − validation accuracy, each from 0 to 1. */
  readonly accuracy: number;
}

/** Where `generalizationGap` looks. */
export interface GeneralizationGapOptions {
  /** Counted from 1. Default the last one, or with early stopping the best one, whose weights the network has. */
  readonly epoch?: number;
}

/**
 * The gap after one epoch. Training numbers are means over the epoch, while the weights were still changing; that makes
 * the gap look a little smaller than it is after the epoch.
 *
 * @param history from `fit({ validation })`; its label and epochs are enough.
 * @throws if the history has no such epoch, or no validation.
 * @example
 * const train = { dataLoss: 1.5, penalty: 0, totalLoss: 1.5, accuracy: 0.5 };
 * const validation = { dataLoss: 2, penalty: 0, totalLoss: 2, accuracy: 0.25 };
 * const epochs = [{ epoch: 1, train, validation, seconds: 3, stepSeconds: 0.1 }];
 * generalizationGap({ label: 'baseline', epochs }); // => { dataLoss: 0.5, accuracy: 0.25 }
 */
export function generalizationGap(
  history: Pick<History, 'label' | 'epochs' | 'bestEpoch'>,
  { epoch = history.bestEpoch ?? history.epochs.length }: GeneralizationGapOptions = {},
): GeneralizationGap {
  const record = history.epochs[epoch - 1];
  if (!record?.validation) {
    throw new Error(
      `generalizationGap requires epoch ${epoch} with validation in the history '${history.label}', which has ` +
        `${history.epochs.length} epochs; give fit({ validation }) and let it finish an epoch.`,
    );
  }
  return {
    dataLoss: record.validation.dataLoss - record.train.dataLoss,
    accuracy: record.train.accuracy - record.validation.accuracy,
  };
}
