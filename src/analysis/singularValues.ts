import * as tf from '@tensorflow/tfjs';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { uninterrupted } from '../engine';
import { kernelOf, layerParts } from './layerParts';

/** Whose singular values `singularValues` computes. */
export interface SingularValuesOptions {
  /** A Dense or Conv2D layer, e.g. `Dense 1`. */
  readonly layer: string;
}

/** Their time grows with the third power: the article's layer takes seconds, twice as many units half a minute. */
const MOST = 1024;

/**
 * The singular values of a layer's kernel weights, as a matrix with a column for each unit: how much the layer stretches
 * its inputs in each of its directions. As many as there are units (or inputs, if those are fewer), the largest first.
 *
 * They are the roots of the eigenvalues of KᵀK, which TensorFlow computes with float32's 7 digits. So values below
 * about 3·10⁻⁴ of the largest one are rounding errors, or 0.
 *
 * @param model a sequential model.
 * @throws if the model is not sequential or has no such layer, its inputs and its units are both more than 1,024, or
 *   a weight is not a finite number.
 * @example
 * const dense = tf.layers.dense({ inputShape: [2], units: 2, useBias: false });
 * const model = tf.sequential({ layers: [dense] });
 * dense.setWeights([tf.tensor2d([[0, 3], [2, 0]])]);
 * await singularValues(model, { layer: 'Dense 1' }); // => [ 3, 2 ]
 */
export async function singularValues(model: tf.LayersModel, { layer }: SingularValuesOptions): Promise<number[]> {
  const kernel = kernelOf(layerParts('singularValues', 'the model', model, layer).layer);
  const columns = kernel.shape.at(-1)!;
  const rows = kernel.size / columns;
  const size = Math.min(rows, columns);
  if (size > MOST) {
    throw new Error(
      `singularValues requires a layer with at most ${MOST} units or inputs, and ${layer} is ${rows} × ${columns}: ` +
        'its eigenvalues would take too long.',
    );
  }
  const gram = uninterrupted(() =>
    tf.tidy(() => {
      const matrix = kernel.reshape([rows, columns]);
      return tf.matMul(matrix, matrix, columns === size, columns !== size);
    }),
  );
  const values = await gram.data().finally(() => gram.dispose());
  if (!values.every(Number.isFinite)) {
    throw new Error(`singularValues requires finite weights, and ${layer} has others: its training diverged.`);
  }
  const square = Matrix.from1DArray(size, size, values);
  const { realEigenvalues } = new EigenvalueDecomposition(square, { assumeSymmetric: true });
  // Rounding can make an eigenvalue of 0 a little less.
  return realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))).sort((a, b) => b - a);
}

/**
 * The effective rank (Roy and Vetterli 2007, https://infoscience.epfl.ch/record/110188/files/RoyV07.pdf): in how many
 * directions a matrix really works. It is e to the entropy of the singular values as shares of their sum: n equal ones
 * have rank n, and one that has everything rank 1.
 *
 * @param values singular values, of at least 0 and not all 0, in any order.
 * @returns from 1 to how many values are above 0.
 * @throws if one is below 0 or no finite number, or none is above 0.
 * @example
 * effectiveRank([1, 0, 0]); // => 1
 * effectiveRank([5, 5, 5, 5, 0]).toFixed(6); // => '4.000000'
 */
export function effectiveRank(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  if (!values.every((value) => value >= 0) || !(sum > 0 && sum < Infinity)) {
    throw new Error(
      `effectiveRank requires singular values of at least 0, one of them above 0, got [${values.slice(0, 5).join(', ')}${values.length > 5 ? ', …' : ''}].`,
    );
  }
  const shares = values.map((value) => value / sum).filter((share) => share > 0);
  return Math.exp(shares.reduce((entropy, share) => entropy - share * Math.log(share), 0));
}
