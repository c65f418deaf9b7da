import type { Predictions } from './predictions';

/**
 * How often images of each class were taken for each class.
 *
 * @returns a row for each true class, in it a count for each predicted class; both in the order of the class numbers.
 * @example
 * const answers = { dataset: 'pets', classNames: ['cat', 'dog'], probabilities: new Float32Array(6) };
 * const labels = Uint8Array.of(0, 0, 1);
 * confusionCounts({ ...answers, labels, predicted: Uint8Array.of(0, 1, 1) }); // => [ [ 1, 1 ], [ 0, 1 ] ]
 */
export function confusionCounts({ classNames, labels, predicted }: Predictions): number[][] {
  const counts = classNames.map(() => classNames.map(() => 0));
  labels.forEach((label, i) => counts[label]![predicted[i]!]!++);
  return counts;
}
