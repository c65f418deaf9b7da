import type { EpochRecord, History } from '../training/history';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomHistory } from './randomHistory';
import type { ReadableHistory } from './randomHistory';

/**
 * Checks a function that reads the generalization gap in data loss after the last epoch out of a history.
 *
 * @param answer e.g. `myGap`: from a history of `fit` with validation images.
 * @example
 * const total = ({ epochs }) => epochs.at(-1).validation.totalLoss - epochs.at(-1).train.totalLoss;
 * (await checkHistoryGap(total)).misconception; // => 'total losses compared'
 */
export async function checkHistoryGap(answer: (history: History) => number): Promise<CheckResult> {
  const last = ({ epochs }: ReadableHistory): EpochRecord => epochs.at(-1)!;
  const gapAt = ({ train, validation }: EpochRecord): number => validation!.dataLoss - train.dataLoss;
  return checkFunction<[ReadableHistory]>(answer as (history: ReadableHistory) => number, {
    name: 'myGap',
    cases: [...[7, 8, 9, 10, 11].map((epochs) => [randomHistory(epochs)] as [ReadableHistory]), [gapBelowZero(12)]],
    right: (history) => gapAt(last(history)),
    wrong: [
      {
        misconception: 'the sign turned round',
        formula: (history) => -gapAt(last(history)),
        say: 'The size is right, the sign is not: a network that does worse on unseen images has a gap above 0.',
      },
      {
        misconception: 'the sign is lost',
        formula: (history) => Math.abs(gapAt(last(history))),
        say: 'The size is right. A network may do better on the validation images than on those it learned from; then its gap is below 0.',
      },
      {
        misconception: 'total losses compared',
        formula: (history) => last(history).validation!.totalLoss - last(history).train.totalLoss,
        say: 'These losses have the penalty in them. Which loss says how well the network fits the images?',
      },
      ...[1, -1].map((sign) => ({
        misconception: 'accuracies compared',
        formula: (history: ReadableHistory) =>
          sign * (last(history).validation!.accuracy - last(history).train.accuracy),
        say: 'These are shares of images that are right. The question is the gap in data loss.',
      })),
      {
        misconception: 'the first epoch in place of the last',
        formula: ({ epochs }) => gapAt(epochs[0]!),
        say: 'This is the gap after the first epoch. Which place in a list does .at(-1) stand for?',
      },
      {
        misconception: 'the best epoch in place of the last',
        formula: ({ epochs }) =>
          gapAt(epochs.reduce((a, b) => (b.validation!.dataLoss < a.validation!.dataLoss ? b : a))),
        say: 'This is the gap at the epoch with the lowest validation loss. The network that you hold has the weights of the last one.',
      },
      {
        misconception: 'the lowest loss of any epoch',
        formula: ({ epochs }) =>
          Math.min(...epochs.map(({ validation }) => validation!.dataLoss)) -
          Math.min(...epochs.map(({ train }) => train.dataLoss)),
        say: 'These two losses are the lowest of all epochs. The network that you hold has the weights of the last one.',
      },
      {
        misconception: 'the mean over all epochs',
        formula: ({ epochs }) => epochs.reduce((sum, epoch) => sum + gapAt(epoch), 0) / epochs.length,
        say: 'This is the mean gap of all epochs. The question is the gap at the end.',
      },
      {
        misconception: 'a place that the list does not have',
        formula: () => NaN,
        say: 'NaN is “not a number”. Does every name that you read stand in the history, and every place in the list?',
      },
    ],
    show: ({ epochs }) => `a history of ${epochs.length} epochs`,
  });
}

/** A run that does better on the validation images in its last epoch. */
function gapBelowZero(epochs: number): ReadableHistory {
  const history = randomHistory(epochs);
  const { train, validation, ...rest } = history.epochs.at(-1)!;
  return { ...history, epochs: [...history.epochs.slice(0, -1), { ...rest, train: validation!, validation: train }] };
}
