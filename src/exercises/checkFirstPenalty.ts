import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers, randomWhole } from './randomInputs';

/** Inputs and units of a dense layer, and the article's λ, with the ½. */
type Inputs = [nIn: number, nOut: number, lambda: number];

/** Keras's coefficient in every profile, half of the λ of the first case. */
const PROFILE_L2 = 0.01;

/**
 * Checks a function that predicts the penalty ½λΣw² of a dense layer before training, by Glorot's rule.
 *
 * @param answer e.g. `myFirstPenalty`: from the layer's inputs and units, and λ.
 * @example
 * const mixed = (nIn, nOut, lambda) => (lambda * nIn * nOut * 2) / (nIn + nOut);
 * (await checkFirstPenalty(mixed)).misconception; // => 'λ and l2 mixed up'
 */
export async function checkFirstPenalty(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  const variance = (nIn: number, nOut: number) => 2 / (nIn + nOut);
  return checkFunction<Inputs>(answer, {
    name: 'myFirstPenalty',
    cases: [
      [86528, 1024, 2 * PROFILE_L2],
      [randomWhole(100, 200), randomWhole(10, 50), randomNumbers(1, 0.1, 1)[0]!],
    ],
    right: (nIn, nOut, lambda) => 0.5 * lambda * nIn * nOut * variance(nIn, nOut),
    wrong: [
      {
        misconception: 'λ and l2 mixed up',
        formula: (nIn, nOut, lambda) => lambda * nIn * nOut * variance(nIn, nOut),
        say: 'Twice too large. The number given is λ, not l2: which factor stands before λΣw²?',
      },
      {
        misconception: 'from λ to l2 the wrong way',
        formula: (nIn, nOut, lambda) => 2 * lambda * nIn * nOut * variance(nIn, nOut),
        say: 'Four times too large, as if l2 were 2λ. For one penalty, which of the two numbers is the larger one?',
      },
      ...[1, 0.5].map((factor) => ({
        misconception: 'the l2 of the profile in place of the given λ',
        formula: (nIn: number, nOut: number) => factor * PROFILE_L2 * nIn * nOut * variance(nIn, nOut),
        say: 'The answer stays the same when lambda changes. Use the λ that the function is given, not one that is written down elsewhere.',
      })),
      {
        misconception: 'the limit a² in place of the mean a²/3',
        formula: (nIn, nOut, lambda) => (0.5 * lambda * nIn * nOut * 6) / (nIn + nOut),
        say: 'Three times too large, as if every weight lay at the limit ±a, where w² is a². They are spread evenly between: what is w² on average?',
      },
      {
        misconception: 'the limit a² in place of the mean a²/3, and λ and l2 mixed up',
        formula: (nIn, nOut, lambda) => (lambda * nIn * nOut * 6) / (nIn + nOut),
        say: 'Six times too large: a factor 3 from weights that do not all lie at the limit, and a factor 2 before λ.',
      },
      ...[1, 1 / 3].map((share) => ({
        misconception: 'a in place of a²',
        formula: (nIn: number, nOut: number, lambda: number) =>
          0.5 * lambda * nIn * nOut * share * Math.sqrt(6 / (nIn + nOut)),
        say: 'This uses the limit a itself where its square belongs: w² is never larger than a².',
      })),
      {
        misconception: 'a²/2 in place of the mean a²/3',
        formula: (nIn, nOut, lambda) => (0.5 * lambda * nIn * nOut * 3) / (nIn + nOut),
        say: 'Half as much again as is right, as if the mean of w² were a²/2. |w| is a/2 on average, but w² is no straight line: what is its mean?',
      },
      {
        misconception: 'the mean in place of the sum',
        formula: (nIn, nOut, lambda) => 0.5 * lambda * variance(nIn, nOut),
        say: 'This is the penalty on one weight. It is summed over all of them: how many are there?',
      },
      {
        misconception: 'the standard deviation in place of the variance',
        formula: (nIn, nOut, lambda) => 0.5 * lambda * nIn * nOut * Math.sqrt(variance(nIn, nOut)),
        say: 'Far too large: this has the size of w itself. The penalty adds up squares, whose mean is the variance.',
      },
      {
        misconception: 'one side of the layer for both',
        formula: (nIn, nOut, lambda) => (0.5 * lambda * nIn * nOut) / nIn,
        say: "This uses the variance 1 / n_in. Glorot's rule looks at both sides of the layer.",
      },
    ],
    show: (nIn, nOut, lambda) => `${nIn} inputs, ${nOut} units and λ = ${lambda}`,
  });
}
