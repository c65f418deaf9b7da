import { sum } from 'simple-statistics';
import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import type { Numbers } from './numbers';
import { alternating, randomMatrix, randomNumbers } from './randomInputs';

/** A layer's kernel weights, and the λ of ½λΣw². */
type Inputs = [kernel: number[][], lambda: number];

/** A matrix of the same shape, from each weight. */
const each = (kernel: number[][], entry: (w: number) => number): number[][] => kernel.map((row) => row.map(entry));

/**
 * Checks a function that computes the gradient of the penalty ½λΣw² of a matrix, by formula or by measurement.
 *
 * @param answer e.g. `myGradient`: from the matrix, row by row, and λ, to a matrix of the same shape.
 * @example
 * const double = (kernel, lambda) => kernel.map((row) => row.map((w) => 2 * lambda * w));
 * (await checkPenaltyGradient(double)).misconception; // => 'the ½ is forgotten'
 */
export async function checkPenaltyGradient(answer: (...inputs: Inputs) => Numbers): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myGradient',
    cases: [
      // With three columns, and none far from the others, no row adds up to 0.
      [alternating(randomMatrix(2, 3, 1.1, 2)), randomNumbers(1, 0.1, 0.4)[0]!],
      [alternating(randomMatrix(4, 3, -2, -1.1)), randomNumbers(1, 1.1, 1.4)[0]!],
    ],
    right: (kernel, lambda) => each(kernel, (w) => lambda * w),
    wrong: [
      {
        misconception: 'the ½ is forgotten',
        formula: (kernel, lambda) => each(kernel, (w) => 2 * lambda * w),
        say: 'Every number is twice the right one. What became of the ½ that stands in the penalty?',
      },
      {
        misconception: 'the ½ is applied twice',
        formula: (kernel, lambda) => each(kernel, (w) => (lambda * w) / 2),
        say: 'Every number is half of the right one. What is the derivative of w², and what does it do to the ½?',
      },
      {
        misconception: 'the penalty in place of its derivative',
        formula: (kernel, lambda) => each(kernel, (w) => (lambda * w * w) / 2),
        say: "This is each weight's share of the penalty itself. How fast does that share change when the weight does?",
      },
      {
        misconception: 'λ is forgotten',
        formula: (kernel) => kernel,
        say: 'The answer does not depend on λ.',
      },
      {
        misconception: 'the sign in place of the weight',
        formula: (kernel, lambda) => each(kernel, (w) => lambda * Math.sign(w)),
        say: 'All weights are pulled equally hard here, which is what L1 does. Which weights does L2 pull at more?',
      },
      {
        misconception: 'down in place of up',
        formula: (kernel, lambda) => each(kernel, (w) => -lambda * w),
        say: 'Every sign is the wrong one. A gradient points to where the penalty grows; the step against it comes later.',
      },
      {
        misconception: 'one number in place of a matrix',
        formula: (kernel, lambda) => lambda * sum(kernel.flat()),
        say: 'This is one number: all derivatives added up. The gradient keeps them apart, one for each weight.',
      },
      {
        misconception: 'the rows are lost',
        formula: (kernel, lambda) => each(kernel, (w) => lambda * w).flat(),
        say: 'The numbers are right, but they stand in one row. The gradient has the shape of the matrix.',
      },
    ],
    show: (kernel, lambda) => `kernel ${JSON.stringify(kernel)} and λ = ${lambda}`,
    // An answer may measure its slopes.
    tolerance: 1e-3,
  });
}
