import type { History, Metrics } from '../training/history';
import { randomNumbers, shuffled } from './randomInputs';

/** What functions that read histories may look at; settings and environment are left out. */
export type ReadableHistory = Pick<History, 'label' | 'epochs'>;

/**
 * A history of a run that overfits. The lowest validation data loss, the lowest validation total loss, the highest
 * validation accuracy and the lowest training loss are at different epochs, and none of them is the first or the last.
 *
 * @param epochs at least 7.
 */
export function randomHistory(epochs: number): ReadableHistory {
  const places = shuffled(Array.from({ length: epochs - 2 }, (_, i) => i + 1));
  const [byLoss, byTotal, byAccuracy, byTrain] = places as [number, number, number, number];
  const metrics = (dataLoss: number, penalty: number, accuracy: number): Metrics => ({
    ...{ dataLoss, penalty, totalLoss: Number((dataLoss + penalty).toFixed(2)), accuracy },
  });
  const one = (low: number, high: number): number => randomNumbers(1, low, high)[0]!;
  return {
    label: 'a run',
    epochs: Array.from({ length: epochs }, (_, i) => ({
      epoch: i + 1,
      train: metrics(i === byTrain ? 0.2 : one(0.5, 1.2), one(0.4, 0.6), one(0.6, 0.9)),
      validation: metrics(
        i === byLoss ? 1.5 : one(1.7, 2.4),
        i === byTotal ? 0.05 : i === byLoss ? 0.9 : one(0.6, 0.8),
        i === byAccuracy ? 0.6 : one(0.2, 0.5),
      ),
      seconds: one(1, 2),
      stepSeconds: 0.01,
    })),
  };
}
