import * as tf from '@tensorflow/tfjs';
import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomWhole } from './randomInputs';
import { entries, SIZE } from './squareRows';
import type { Rows } from './squareRows';

/**
 * Lesson 00, exercise 2: the scores of a dense layer, images · weights + biases.
 *
 * @example
 * const inTheWrongOrder = (x, w, b) => tf.add(tf.matMul(w, x), b);
 * (await checkScores(inTheWrongOrder)).misconception; // => 'the factors in the wrong order'
 */
export async function checkScores(
  answer: (images: tf.Tensor2D, weights: tf.Tensor2D, biases: tf.Tensor1D) => unknown,
): Promise<CheckResult> {
  const whole = (): number => randomWhole(-4, 4);
  const rows = (): Rows => entries(whole);
  const biases = (): number[] => Array.from({ length: SIZE }, (_, i) => 10 * (i + 1) + whole());
  const first: Rows = [
    [1, 2, 0],
    [0, 1, 0],
    [0, 3, 1],
  ];
  const onTensors =
    typeof answer !== 'function'
      ? answer
      : (x: Rows, w: Rows, b: number[]) =>
          // What the answer makes on its way is not the subject here, and is freed.
          tf.tidy(() => answer(tf.tensor2d(x), tf.tensor2d(w), tf.tensor1d(b)) as tf.Tensor);
  return checkFunction(onTensors, {
    name: 'myScores',
    cases: [
      [first, rows(), biases()],
      [rows(), first, biases()],
    ] as [Rows, Rows, number[]][],
    right: (x, w, b) => plus(product(x, w), b),
    wrong: [
      {
        misconception: 'the product by element instead of the matrix product',
        formula: (x, w, b) =>
          plus(
            entries((i, j) => x[i]![j]! * w[i]![j]!),
            b,
          ),
        say:
          'The numbers are multiplied one by one, each with its partner in the same place. ' +
          'A score is a sum: each row of images against each column of weights.',
      },
      {
        misconception: 'the biases are forgotten',
        formula: (x, w) => product(x, w),
        say: 'The product is right; the biases are not in it yet.',
      },
      {
        misconception: 'the factors in the wrong order',
        formula: (x, w, b) => plus(product(w, x), b),
        say: 'The factors stand in the wrong order: for matrices, that gives another product. Images have to come first.',
      },
      {
        misconception: 'the biases added by row',
        formula: (x, w, b) => entries((i, j) => product(x, w)[i]![j]! + b[i]!),
        say: 'Each image got a bias of its own. A bias belongs to a class, which is a column of the scores.',
      },
    ],
    show: (x, w, b) => `images ${JSON.stringify(x)}, weights ${JSON.stringify(w)}, biases ${JSON.stringify(b)}`,
  });
}

const product = (a: Rows, b: Rows): Rows =>
  entries((i, j) => a[i]!.reduce((sum, value, k) => sum + value * b[k]![j]!, 0));

const plus = (rows: Rows, b: number[]): Rows => entries((i, j) => rows[i]![j]! + b[j]!);
