import type { History } from '../training/history';

/** How much better a network does on what it was trained on than on what it was not. */
export interface GeneralizationGap {
  /** Validation data loss − training data loss, in nats. */
  readonly dataLoss: number;
  /** Training accuracy − validation accuracy. */
  readonly accuracy: number;
}

/**
 * The gap after one epoch, by default the last. Training numbers are means over the epoch, while the weights were still
 * changing; that makes the gap look a little smaller than it is after the epoch.
 *
 * @throws if the history has no such epoch, or no validation.
 */
export function generalizationGap(history: History, epoch = history.epochs.length): GeneralizationGap {
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
