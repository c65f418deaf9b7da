import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers, randomWhole } from './randomInputs';

/** Where a weight starts, the learning rate, the λ of ½λw², and how many steps are taken. */
type Inputs = [start: number, learningRate: number, lambda: number, steps: number];

/**
 * Checks a function that says how large a weight is after some steps of plain gradient descent in which only the penalty
 * pulls.
 *
 * @param answer e.g. `myWeightAfter`: from the first weight, learning rate, λ and the number of steps.
 * @example
 * const straight = (start, eta, lambda, steps) => start - eta * lambda * steps * start;
 * (await checkDecayedWeight(straight)).misconception; // => 'a straight line'
 */
export async function checkDecayedWeight(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  const draw = (low: number, high: number): Inputs => [
    randomNumbers(1, low, high)[0]!,
    randomNumbers(1, 0.2, 0.5)[0]!,
    randomNumbers(1, 0.2, 0.5)[0]!,
    randomWhole(4, 12),
  ];
  const after = ([start, eta, lambda, steps]: Inputs) => start * (1 - eta * lambda) ** steps;
  const line = (eta: number, lambda: number, steps: number) => 1 - eta * lambda * steps;
  return checkFunction<Inputs>(answer, {
    name: 'myWeightAfter',
    cases: [draw(1.1, 3), draw(-3, -1.1), [2, 0.5, 0.5, 8]],
    right: (...inputs) => after(inputs),
    wrong: [
      // Some let the line end at 0, where it would cross over, and some of these think of a positive start only.
      ...[
        (start: number, share: number) => start * share,
        (start: number, share: number) => start * Math.max(0, share),
        (start: number, share: number) => Math.max(0, start * share),
      ].map((end) => ({
        misconception: 'a straight line',
        formula: (start: number, eta: number, lambda: number, steps: number) => end(start, line(eta, lambda, steps)),
        say: 'Every step takes the same amount here. Is the second step as large as the first, when the weight has shrunk?',
      })),
      {
        misconception: 'one step only',
        formula: (start, eta, lambda) => after([start, eta, lambda, 1]),
        say: 'This is the weight after the first step.',
      },
      ...[1, -1].map((more) => ({
        misconception: 'one step too many or too few',
        formula: (start: number, eta: number, lambda: number, steps: number) =>
          after([start, eta, lambda, steps + more]),
        say: 'The decay is right, the number of steps is off by one. After 0 steps the weight is where it started.',
      })),
      {
        misconception: 'the learning rate is forgotten',
        formula: (start, _, lambda, steps) => after([start, 1, lambda, steps]),
        say: 'The answer does not depend on the learning rate.',
      },
      {
        misconception: 'the ½ is forgotten',
        formula: (start, eta, lambda, steps) => after([start, eta, 2 * lambda, steps]),
        say: 'The decay is too fast, as if λ were twice as large. What is the derivative of ½λw²?',
      },
      {
        misconception: 'the ½ is applied twice',
        formula: (start, eta, lambda, steps) => after([start, eta, lambda / 2, steps]),
        say: 'The decay is too slow, as if λ were half as large. The ½ meets another factor in the derivative of ½λw².',
      },
      {
        misconception: 'the exponential in place of the power',
        formula: (start, eta, lambda, steps) => start * Math.exp(-eta * lambda * steps),
        say: 'Near, but this is the decay without steps, as of something that shrinks at every moment. By which factor does one step multiply?',
      },
      {
        misconception: 'the start is forgotten',
        formula: (_, eta, lambda, steps) => after([1, eta, lambda, steps]),
        say: 'This is the share that is left. Of what?',
      },
      {
        misconception: 'the weight grows',
        formula: (start, eta, lambda, steps) => start * (1 + eta * lambda) ** steps,
        say: 'This weight grows. Where does the penalty pull it?',
      },
    ],
    show: (start, eta, lambda, steps) => `start ${start}, learning rate ${eta}, λ = ${lambda} and ${steps} steps`,
  });
}
