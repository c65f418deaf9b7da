import { sum } from 'simple-statistics';
import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { alternating, randomMatrix, randomNumbers } from './randomInputs';
import { sumOfSquares } from './sumOfSquares';

/** A matrix for each layer, and the λ of ½λΣw². */
type Inputs = [kernels: number[][][], lambda: number];

const weightsOf = (kernels: number[][][]): number[] => kernels.flat(2);

/**
 * Checks a function that computes the penalty ½λΣw² of a network: of the kernel weights of all its layers.
 *
 * @param answer e.g. `myNetworkPenalty`: from a list of matrices, one for each layer, and λ.
 * @example
 * const first = (kernels, lambda) => (lambda / 2) * kernels[0].flat().reduce((sum, w) => sum + w * w, 0);
 * (await checkNetworkPenalty(first)).misconception; // => 'the first layer only'
 */
export async function checkNetworkPenalty(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  // With an odd number of columns, and no weight far from the others, nothing adds up to 0.
  const matrix = (rows: number, columns: number) => alternating(randomMatrix(rows, columns, 1.1, 2));
  return checkFunction<Inputs>(answer, {
    name: 'myNetworkPenalty',
    cases: [
      [[matrix(2, 3), matrix(3, 1)], randomNumbers(1, 0.1, 0.9)[0]!],
      [[matrix(2, 3), matrix(3, 3), matrix(3, 1)], randomNumbers(1, 1.1, 1.9)[0]!],
    ],
    right: (kernels, lambda) => 0.5 * lambda * sumOfSquares(weightsOf(kernels)),
    wrong: [
      {
        misconception: 'the ½ is forgotten',
        formula: (kernels, lambda) => lambda * sumOfSquares(weightsOf(kernels)),
        say: 'Every value is twice the right one. Which factor stands before λ?',
      },
      {
        misconception: 'the ½ is applied twice',
        formula: (kernels, lambda) => 0.25 * lambda * sumOfSquares(weightsOf(kernels)),
        say: 'Every value is half of the right one. How often is the sum halved?',
      },
      {
        misconception: 'the first layer only',
        formula: ([first], lambda) => 0.5 * lambda * sumOfSquares(first!.flat()),
        say: 'Right for a network with one layer. Does the loop over the layers come to its end, or does it return too early?',
      },
      {
        misconception: 'the last layer only',
        formula: (kernels, lambda) => 0.5 * lambda * sumOfSquares(kernels.at(-1)!.flat()),
        say: 'This is the share of the last layer. Where does the sum begin at 0: once, or once for each layer?',
      },
      {
        misconception: 'the mean in place of the sum',
        formula: (kernels, lambda) => (0.5 * lambda * sumOfSquares(weightsOf(kernels))) / weightsOf(kernels).length,
        say: 'Too small, and the more so the more weights there are: is the sum divided by something?',
      },
      {
        misconception: 'the mean over the layers',
        formula: (kernels, lambda) => (0.5 * lambda * sumOfSquares(weightsOf(kernels))) / kernels.length,
        say: 'Too small, and the more so the more layers there are: their shares are added up, not averaged.',
      },
      {
        misconception: 'the weights are not squared',
        formula: (kernels, lambda) => 0.5 * lambda * sum(weightsOf(kernels)),
        say: 'The weights themselves are added up here. With what sign does a negative weight count, and how does size count?',
      },
      {
        misconception: 'absolute values in place of squares',
        formula: (kernels, lambda) => 0.5 * lambda * sum(weightsOf(kernels).map(Math.abs)),
        say: 'These are absolute values, which is the L1 penalty. What does L2 do to each weight?',
      },
      {
        misconception: 'the square of the sum in place of the sum of squares',
        formula: (kernels, lambda) => 0.5 * lambda * sum(weightsOf(kernels)) ** 2,
        say: 'The sum is squared here. Which comes first, squaring or adding?',
      },
      {
        misconception: '^ taken for a power',
        // What the operator does: it compares bits.
        formula: (kernels, lambda) => 0.5 * lambda * sum(weightsOf(kernels).map((w) => w ^ 2)),
        say: 'Is there a `w ^ 2`? In TypeScript `^` compares bits and is no power. How does Python write a power?',
      },
      {
        misconception: 'λ is forgotten',
        formula: (kernels) => 0.5 * sumOfSquares(weightsOf(kernels)),
        say: 'The answer does not depend on λ.',
      },
    ],
    show: (kernels, lambda) => `kernels ${JSON.stringify(kernels)} and λ = ${lambda}`,
  });
}
