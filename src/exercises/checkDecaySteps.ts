import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers } from './randomInputs';

/** The share of a weight that may be left, the learning rate, and the λ of ½λw². */
type Inputs = [share: number, learningRate: number, lambda: number];

/** When that share is reached, in steps and parts of a step. */
const exactly = (share: number, eta: number, lambda: number): number => Math.log(share) / Math.log(1 - eta * lambda);

const shortForm = (share: number, eta: number, lambda: number): number => -Math.log(share) / (eta * lambda);

const straight = (share: number, eta: number, lambda: number): number => (1 - share) / (eta * lambda);

/** Whether the part after the point is: next to a whole number, rounding errors would decide. */
const isBetween = (value: number, low: number, high: number): boolean => value % 1 > low && value % 1 < high;

/**
 * Inputs whose answer lies well between two whole numbers, the given part of a step after the lower one, and for which
 * every error leads to a whole number of its own.
 */
function draw(from: number, to: number): Inputs {
  for (;;) {
    const [share, eta, lambda] = [
      randomNumbers(1, 0.02, 0.3)[0]!,
      randomNumbers(1, 0.2, 0.6)[0]!,
      randomNumbers(1, 0.3, 0.7)[0]!,
    ];
    const steps = exactly(share, eta, lambda);
    const errors = [
      shortForm(share, eta, lambda),
      straight(share, eta, lambda),
      exactly(1 - share, eta, lambda),
      exactly(share, eta, 2 * lambda),
      exactly(share, eta, lambda / 2),
      exactly(share, 1, lambda),
    ];
    const answers = [steps - 1, steps, steps + 1, ...errors].map(Math.ceil);
    const distinct = new Set(answers).size === answers.length;
    if (distinct && isBetween(steps, from, to) && errors.every((one) => isBetween(one, 0.01, 0.99))) {
      return [share, eta, lambda];
    }
  }
}

/** After two steps exactly this share is left. All of its numbers are exact in binary, so no rounding error decides. */
const MET_EXACTLY: Inputs = [0.5625, 0.5, 0.5];

/** So slow that a loop with a limit ends too early. */
const SLOW: Inputs = [0.5, 0.04, 0.03];

/**
 * Checks a function that says after how many steps of plain gradient descent a weight, at which only the penalty pulls, is
 * down to a share of its start: the smallest whole number of steps. A loop that counts is as good as logarithms.
 *
 * @param answer e.g. `myStepsUntil`: from the share that may be left, learning rate and λ.
 * @example
 * const short = (share, eta, lambda) => Math.ceil(-Math.log(share) / (eta * lambda));
 * (await checkDecaySteps(short)).misconception; // => 'the short form'
 */
export async function checkDecaySteps(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myStepsUntil',
    cases: [draw(0.1, 0.4), draw(0.6, 0.9), draw(0.1, 0.4), draw(0.6, 0.9), MET_EXACTLY, SLOW],
    right: (...inputs) => Math.ceil(exactly(...inputs)),
    wrong: [
      {
        misconception: 'not a whole number',
        formula: exactly,
        say: 'So long it would take if there were parts of a step. Steps are whole: after which one is the weight small enough?',
      },
      {
        misconception: 'rounded down',
        formula: (...inputs) => Math.floor(exactly(...inputs)),
        say: 'One step too few: after so many steps a little more than the share is left.',
      },
      {
        misconception: 'rounded to the nearest',
        formula: (...inputs) => Math.round(exactly(...inputs)),
        say: 'Right in some cases, one step too few in others. In which direction must it be rounded, always?',
      },
      {
        misconception: 'one step too many',
        formula: (...inputs) => Math.ceil(exactly(...inputs)) + 1,
        say: 'One step too many: the weight was small enough before. What does the loop count, and from where?',
      },
      {
        misconception: 'one step too many where the share is met exactly',
        formula: (...inputs) => Math.floor(exactly(...inputs)) + 1,
        say: 'Right unless a step ends exactly at the share: then it is one step too many. What does "at most" include?',
      },
      {
        misconception: 'the short form',
        formula: (...inputs) => Math.ceil(shortForm(...inputs)),
        say: 'Too many steps: the short form ln(1 − z) ≈ −z holds for small z only, and here ηλ is not small.',
      },
      {
        misconception: 'the short form, not a whole number',
        formula: shortForm,
        say: 'Two things at once: ln(1 − z) ≈ −z holds for small z only, and the number of steps is whole.',
      },
      {
        misconception: 'the ½ is forgotten',
        formula: (share, eta, lambda) => Math.ceil(exactly(share, eta, 2 * lambda)),
        say: 'Too few steps, as if λ were twice as large. What is the derivative of ½λw²?',
      },
      {
        misconception: 'the ½ is applied twice',
        formula: (share, eta, lambda) => Math.ceil(exactly(share, eta, lambda / 2)),
        say: 'Too many steps, as if λ were half as large. The ½ meets another factor in the derivative of ½λw².',
      },
      {
        misconception: 'a straight line',
        formula: (...inputs) => Math.ceil(straight(...inputs)),
        say: 'Far too few: every step takes the same amount here. Is the second step as large as the first?',
      },
      {
        misconception: 'the share that is lost',
        formula: (share, eta, lambda) => Math.ceil(exactly(1 - share, eta, lambda)),
        say: 'After so many steps the share is gone, not left. Which of the two does the task name?',
      },
      {
        misconception: 'the learning rate is forgotten',
        formula: (share, _, lambda) => Math.ceil(exactly(share, 1, lambda)),
        say: 'The answer does not depend on the learning rate.',
      },
    ],
    show: (share, eta, lambda) => `a share of ${share}, learning rate ${eta} and λ = ${lambda}`,
  });
}
