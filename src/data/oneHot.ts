import { requireWhole } from './requirements';

/**
 * Class numbers as one-hot rows: 1 in the column of the class and 0 elsewhere (Keras's `to_categorical`).
 *
 * @param labels class numbers from 0 to classes − 1.
 * @returns labels.length × classes values, row by row; `tf.tensor2d(oneHot(labels, 10), [labels.length, 10])`
 *   makes a tensor of them.
 * @throws if a label is not a class number.
 */
export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  requireWhole('oneHot', 'classes', classes, 1);
  const rows = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new Error(`oneHot requires labels from 0 to ${classes - 1}, got ${label} at position ${i}.`);
    }
    rows[i * classes + label] = 1;
  }
  return rows;
}
