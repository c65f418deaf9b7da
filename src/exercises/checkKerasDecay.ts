import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers } from './randomInputs';

/** The learning rate, and Keras's coefficient, without a ½. */
type Inputs = [learningRate: number, l2: number];

/**
 * Checks a function that says by which factor a step of plain gradient descent multiplies a weight that has Keras's
 * regularizer `l2(c)`, beside the pull of the data.
 *
 * @param answer e.g. `myDecayFactor`: from the learning rate and Keras's coefficient.
 * @example
 * (await checkKerasDecay((learningRate, l2) => 1 - learningRate * l2)).misconception; // => 'λ and l2 mixed up'
 */
export async function checkKerasDecay(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  const draw = (): Inputs => [randomNumbers(1, 0.1, 0.4)[0]!, randomNumbers(1, 0.1, 0.4)[0]!];
  return checkFunction<Inputs>(answer, {
    name: 'myDecayFactor',
    cases: [draw(), draw(), [0.35, 0.25]],
    right: (eta, l2) => 1 - 2 * eta * l2,
    wrong: [
      {
        misconception: 'λ and l2 mixed up',
        formula: (eta, l2) => 1 - eta * l2,
        say: "Right for λ, with its ½. The number given is Keras's l2: which λ does it stand for?",
      },
      {
        misconception: 'from l2 to λ the wrong way',
        formula: (eta, l2) => 1 - (eta * l2) / 2,
        say: 'l2 was translated in the wrong direction. For one penalty, which of the two numbers is the larger one?',
      },
      {
        misconception: 'the part that is lost',
        formula: (eta, l2) => 2 * eta * l2,
        say: 'This is the part of the weight that a step takes away. By what is the weight multiplied?',
      },
      {
        misconception: 'the part that is lost, and λ and l2 mixed up',
        formula: (eta, l2) => eta * l2,
        say: 'Two things at once: this is a part that is lost, not what remains, and the number given is l2, not λ.',
      },
      {
        misconception: 'the learning rate is forgotten',
        formula: (_, l2) => 1 - 2 * l2,
        say: 'The answer does not depend on the learning rate.',
      },
      {
        misconception: 'the learning rate is forgotten, and λ and l2 mixed up',
        formula: (_, l2) => 1 - l2,
        say: 'Two things at once: the answer does not depend on the learning rate, and the number given is l2, not λ.',
      },
      {
        misconception: 'the weight grows',
        formula: (eta, l2) => 1 + 2 * eta * l2,
        say: 'With a factor above 1 the weight grows. Where does the penalty pull it?',
      },
    ],
    show: (eta, l2) => `learning rate ${eta} and l2 = ${l2}`,
  });
}
