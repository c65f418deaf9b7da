import type { EpochRecord, History } from '../training/history';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomHistory } from './randomHistory';
import type { ReadableHistory } from './randomHistory';

/**
 * Checks a function that finds the best epoch of a history: the one with the lowest data loss on validation images.
 *
 * @param answer e.g. `myBestEpoch`: the number of the epoch, counted from 1.
 * @example
 * const last = ({ epochs }) => epochs.length;
 * (await checkBestEpoch(last)).misconception; // => 'the last epoch'
 */
export async function checkBestEpoch(answer: (history: History) => number): Promise<CheckResult> {
  const dataLoss = ({ validation }: EpochRecord): number => validation!.dataLoss;
  return checkFunction<[ReadableHistory]>(answer as (history: ReadableHistory) => number, {
    name: 'myBestEpoch',
    cases: [7, 8, 9, 10, 11, 12].map((epochs) => [randomHistory(epochs)]),
    right: (history) => lowest(history, dataLoss),
    // Epochs are whole numbers.
    tolerance: 0,
    wrong: [
      {
        misconception: 'counted from 0',
        formula: (history) => lowest(history, dataLoss) - 1,
        say: 'One too few: places in a list are counted from 0, epochs from 1.',
      },
      {
        misconception: 'chosen by the training images',
        formula: (history) => lowest(history, ({ train }) => train.dataLoss),
        say: 'This epoch has the lowest training loss, which goes on falling while a network learns its images by heart. Which images can warn of that?',
      },
      {
        misconception: 'chosen by the total loss',
        formula: (history) => lowest(history, ({ validation }) => validation!.totalLoss),
        say: 'This epoch has the lowest total loss. A penalty that shrinks lowers it, too, and says nothing of the images.',
      },
      {
        misconception: 'chosen by the accuracy',
        formula: (history) => lowest(history, ({ validation }) => -validation!.accuracy),
        say: 'This epoch has the highest validation accuracy. The task asks for the data loss.',
      },
      {
        misconception: 'the last epoch',
        formula: ({ epochs }) => epochs.length,
        say: 'This is always the last epoch. Where was the network at its best on images that it was not trained on?',
      },
      {
        misconception: 'the loss in place of the epoch',
        formula: ({ epochs }) => Math.min(...epochs.map(dataLoss)),
        say: 'This is the lowest loss itself. The question is at which epoch it was.',
      },
      {
        misconception: 'the highest loss taken for the best',
        formula: (history) => lowest(history, (epoch) => -dataLoss(epoch)),
        say: 'Here the loss is highest. Of an accuracy, higher is better; of a loss?',
      },
    ],
    show: ({ epochs }) =>
      `a history with the validation data losses [${epochs.map(({ validation }) => validation!.dataLoss).join(', ')}]`,
  });
}

/** The epoch, counted from 1, at which a number is lowest. */
function lowest({ epochs }: ReadableHistory, of: (epoch: EpochRecord) => number): number {
  const values = epochs.map(of);
  return values.indexOf(Math.min(...values)) + 1;
}
