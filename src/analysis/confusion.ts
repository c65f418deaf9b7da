import type { Predictions } from './predictions';

/**
 * How often images of each class were taken for each class.
 *
 * @returns a row for each true class, in it a count for each predicted class; both in the order of the class numbers.
 * @throws if there are not as many predictions as labels, or one of them has no class name.
 * @example
 * const answers = { dataset: 'pets', classNames: ['cat', 'dog'], probabilities: new Float32Array(6) };
 * const labels = Uint8Array.of(0, 0, 1);
 * confusionCounts({ ...answers, labels, predicted: Uint8Array.of(0, 1, 1) }); // => [ [ 1, 1 ], [ 0, 1 ] ]
 */
export function confusionCounts({ classNames, labels, predicted }: Predictions): number[][] {
  if (labels.length !== predicted.length) {
    throw new Error(
      `confusionCounts requires a prediction for each label, got ${predicted.length} for ${labels.length}; ` +
        'take both from one call of predictions.',
    );
  }
  const counts = classNames.map(() => classNames.map(() => 0));
  labels.forEach((label, i) => {
    const [row, column] = [label, predicted[i]!];
    if (row >= classNames.length || column >= classNames.length) {
      throw new Error(
        `confusionCounts requires class numbers from 0 to ${classNames.length - 1}, got ${Math.max(row, column)}; ` +
          'give classNames a name for each class.',
      );
    }
    counts[row]![column]!++;
  });
  return counts;
}
