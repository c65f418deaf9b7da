import * as tf from '@tensorflow/tfjs';
import { sum } from 'simple-statistics';
import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomWhole } from './randomInputs';
import { entries } from './squareRows';
import type { Rows } from './squareRows';

/**
 * Lesson 00, exercise 3: every row of a table divided by its sum, so that it adds up to 1.
 *
 * @example
 * (await checkShares((counts) => counts.div(counts.sum(0)))).misconception; // => 'the sum over the wrong axis'
 */
export async function checkShares(answer: (counts: tf.Tensor2D) => unknown): Promise<CheckResult> {
  const rows = (): Rows => entries((i, j) => randomWhole(1, 9) + 10 * i * j);
  const onTensors =
    typeof answer !== 'function' ? answer : (x: Rows) => tf.tidy(() => answer(tf.tensor2d(x)) as tf.Tensor);
  return checkFunction(onTensors, {
    name: 'myShares',
    cases: [
      [
        [
          [1, 1, 2],
          [3, 3, 3],
          [0, 4, 1],
        ],
      ],
      [rows()],
    ] as [Rows][],
    right: (x) => entries((i, j) => x[i]![j]! / sum(x[i]!)),
    wrong: [
      {
        misconception: 'the sum over the wrong axis',
        formula: (x) => entries((i, j) => x[i]![j]! / sum(x.map((row) => row[j]!))),
        say: 'Here every column adds up to 1, not every row: the sum went over the other axis.',
      },
      {
        misconception: 'the sum over everything',
        formula: (x) => entries((i, j) => x[i]![j]! / sum(x.flat())),
        say: 'All numbers together add up to 1. Each row has a sum of its own: tell `sum` along which axis to add.',
      },
      {
        misconception: 'broadcast along the wrong axis',
        formula: (x) => entries((i, j) => x[i]![j]! / sum(x[j]!)),
        say:
          'The sums are right, but each was used for a column: broadcasting lines a shape [3] up with the last axis. ' +
          'Keep the axis that was summed over, so that the sums have the shape [3, 1].',
      },
      {
        misconception: 'the sums instead of the shares',
        formula: (x) => x.map((row) => sum(row)),
        say: 'These are the sums of the rows. Now divide the rows by them.',
      },
    ],
    show: (x) => JSON.stringify(x),
  });
}
