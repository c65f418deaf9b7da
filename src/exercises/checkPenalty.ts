import { sum } from 'simple-statistics';
import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { alternating, randomMatrix, randomNumbers } from './randomInputs';
import { sumOfSquares } from './sumOfSquares';

/** A layer's kernel weights, and the λ of ½λΣw². */
type Inputs = [weights: number[][], lambda: number];

/**
 * Checks a function that computes the penalty ½λΣw² of a matrix.
 *
 * @param answer e.g. `myPenalty`: from the matrix, row by row, and λ.
 * @example
 * const noHalf = (weights, lambda) => lambda * weights.flat().reduce((sum, w) => sum + w * w, 0);
 * (await checkPenalty(noHalf)).misconception; // => 'the ½ is forgotten'
 */
export async function checkPenalty(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  // With an odd number of columns, and no weight far from the others, nothing adds up to 0.
  return checkFunction<Inputs>(answer, {
    name: 'myPenalty',
    cases: [
      [alternating(randomMatrix(2, 3, 1.1, 2)), randomNumbers(1, 0.1, 0.9)[0]!],
      [alternating(randomMatrix(3, 3, -2, -1.1)), randomNumbers(1, 1.1, 1.9)[0]!],
      [[[1.5, -2]], 0.5],
    ],
    right: (weights, lambda) => 0.5 * lambda * sumOfSquares(weights.flat()),
    wrong: [
      {
        misconception: 'the ½ is forgotten',
        formula: (weights, lambda) => lambda * sumOfSquares(weights.flat()),
        say: 'Every value is twice the right one. Which factor stands before λ?',
      },
      {
        misconception: 'the mean in place of the sum',
        formula: (weights, lambda) => (0.5 * lambda * sumOfSquares(weights.flat())) / weights.flat().length,
        say: 'Too small, and the more so the more weights there are: is the sum divided by something?',
      },
      {
        misconception: 'the weights are not squared',
        formula: (weights, lambda) => 0.5 * lambda * sum(weights.flat()),
        say: 'The weights themselves are added up here. With what sign does a negative weight count, and how does size count?',
      },
      {
        misconception: 'absolute values in place of squares',
        formula: (weights, lambda) => 0.5 * lambda * sum(weights.flat().map(Math.abs)),
        say: 'These are absolute values, which is the L1 penalty. What does L2 do to each weight?',
      },
      {
        misconception: 'the square of the sum in place of the sum of squares',
        formula: (weights, lambda) => 0.5 * lambda * sum(weights.flat()) ** 2,
        say: 'The sum is squared here. Which comes first, squaring or adding?',
      },
      {
        misconception: 'the length in place of its square',
        formula: (weights, lambda) => 0.5 * lambda * Math.sqrt(sumOfSquares(weights.flat())),
        say: 'A root is taken of the sum of squares. The penalty does without it.',
      },
      {
        misconception: '^ taken for a power',
        // What the operator does: it compares bits.
        formula: (weights, lambda) => 0.5 * lambda * sum(weights.flat().map((w) => w ^ 2)),
        say: 'Is there a `w ^ 2`? In TypeScript `^` compares bits and is no power. How does Python write a power?',
      },
      {
        misconception: 'λ is forgotten',
        formula: (weights) => 0.5 * sumOfSquares(weights.flat()),
        say: 'The answer does not depend on λ.',
      },
    ],
    show: (weights, lambda) => `weights ${JSON.stringify(weights)} and λ = ${lambda}`,
  });
}
