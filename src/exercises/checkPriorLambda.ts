import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers, randomWhole } from './randomInputs';

/** Width of the noise, width of the weights' prior, and the number of examples. */
type Inputs = [sigma: number, tau: number, examples: number];

/**
 * Checks a function that finds the λ of a noise and a prior, for a data loss that is a mean.
 *
 * @param answer e.g. `myLambda`: from σ, τ and the number of examples.
 * @example
 * const forSum = (sigma, tau) => sigma ** 2 / tau ** 2;
 * (await checkPriorLambda(forSum)).misconception; // => 'the mean in place of the sum'
 */
export async function checkPriorLambda(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myLambda',
    cases: [
      [randomNumbers(1, 0.2, 0.4)[0]!, randomNumbers(1, 1.1, 2)[0]!, randomWhole(10, 50)],
      [randomNumbers(1, 0.5, 0.9)[0]!, randomNumbers(1, 0.2, 0.4)[0]!, randomWhole(100, 500)],
    ],
    right: (sigma, tau, examples) => sigma ** 2 / (tau ** 2 * examples),
    wrong: [
      {
        misconception: 'the mean in place of the sum',
        formula: (sigma, tau) => sigma ** 2 / tau ** 2,
        say: 'Right for a data loss that is a sum. This one is a mean, which is smaller: by which factor, and what does that ask of λ?',
      },
      {
        misconception: 'the mean in place of the sum, the wrong way',
        formula: (sigma, tau, examples) => (examples * sigma ** 2) / tau ** 2,
        say: 'The number of examples is on the wrong side. The data loss became smaller by it: must the penalty grow or shrink?',
      },
      {
        misconception: 'widths in place of variances',
        formula: (sigma, tau, examples) => sigma / (tau * examples),
        say: 'The widths stand here as they are. Which power of them is in the logarithm of a Gaussian?',
      },
      {
        misconception: 'widths in place of variances, and the mean in place of the sum',
        formula: (sigma, tau) => sigma / tau,
        say: 'Two things at once: which power of the widths is in the logarithm of a Gaussian, and where is the number of examples?',
      },
      {
        misconception: 'brackets are missing',
        formula: (sigma, tau, examples) => (sigma ** 2 / examples) * tau ** 2,
        say: 'a / b * c is (a / b) * c, so something is multiplied here that should divide. Which brackets are missing?',
      },
      {
        misconception: 'noise and prior swapped',
        formula: (sigma, tau, examples) => tau ** 2 / (sigma ** 2 * examples),
        say: 'Upside down: with more noise, this trusts the data more.',
      },
      {
        misconception: 'the ½ is counted twice',
        formula: (sigma, tau, examples) => sigma ** 2 / (2 * tau ** 2 * examples),
        say: 'Half of the right value. Data loss and penalty both have a ½ already.',
      },
    ],
    show: (sigma, tau, examples) => `σ = ${sigma}, τ = ${tau} and ${examples} examples`,
  });
}
