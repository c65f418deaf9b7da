import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomNumbers, randomWhole } from './randomInputs';

/** Seeds so far, half the width of their interval, and half the width that is wanted. */
type Inputs = [seeds: number, reach: number, wanted: number];

/**
 * Checks a function that says how many seeds an interval of a given width takes, by the rule of thumb that its width
 * falls with the root of their number.
 *
 * @param answer e.g. `mySeeds`: a whole number of seeds.
 * @example
 * const linear = (seeds, reach, wanted) => Math.ceil(seeds * reach / wanted);
 * (await checkSeedsByHand(linear)).misconception; // => 'the root forgotten'
 */
export async function checkSeedsByHand(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  const exact = (...[seeds, reach, wanted]: Inputs) => seeds * (reach / wanted) ** 2;
  return checkFunction<Inputs>(answer, {
    name: 'mySeeds',
    cases: [plan(0.2), plan(0.4), plan(0.6)],
    right: (...inputs) => Math.ceil(exact(...inputs)),
    tolerance: 1e-6,
    wrong: [
      ...[Math.ceil, (x: number) => x, Math.round, Math.floor].map((rounded) => ({
        misconception: 'the root forgotten',
        formula: (...[seeds, reach, wanted]: Inputs) => rounded((seeds * reach) / wanted),
        say: 'Half the width does not take twice the seeds: a standard error has √n below it. What has n to do for √n to double?',
      })),
      {
        misconception: 'not rounded',
        formula: exact,
        say: 'The formula is right, and nobody can train part of a seed: round so that the width is reached.',
      },
      ...[Math.floor, Math.round].map((rounded) => ({
        misconception: 'rounded down',
        formula: (...inputs: Inputs) => rounded(exact(...inputs)),
        say: 'The formula is right, but rounded down the interval stays a little too wide. Math.ceil rounds up.',
      })),
      ...[Math.ceil, (x: number) => x].map((rounded) => ({
        misconception: 'upside down',
        formula: (...[seeds, reach, wanted]: Inputs) => rounded(seeds * (wanted / reach) ** 2),
        say: 'Upside down: this asks for fewer seeds where a narrower interval is wanted.',
      })),
      ...[Math.ceil, (x: number) => x].map((rounded) => ({
        misconception: 'how many times in place of how many',
        formula: (...[, reach, wanted]: Inputs) => rounded((reach / wanted) ** 2),
        say: 'This is how many times as many seeds it takes. How many seeds are that?',
      })),
      {
        misconception: 'only the seeds that are missing',
        formula: (...inputs) => Math.ceil(exact(...inputs)) - inputs[0],
        say: 'This is how many seeds have to be added. The question is how many there are then.',
      },
      {
        misconception: 'the root taken once more',
        formula: (...[seeds, reach, wanted]) => Math.ceil(seeds * Math.sqrt(reach / wanted)),
        say: 'Here the root stands on the wrong side: the width falls with √n, so n grows with which power of the ratio?',
      },
    ],
    show: (seeds, reach, wanted) => `${seeds} seeds with ±${reach}, wanted ±${wanted}`,
  });
}

/** Numbers whose answer is not whole before rounding, by a clear margin; `part` is what lies behind its point. */
function plan(part: number): Inputs {
  const seeds = randomWhole(4, 9);
  const [reach] = randomNumbers(1, 0.1, 0.3);
  const answer = randomWhole(3, 9) * seeds + 1 + part;
  return [seeds, reach!, Number((reach! / Math.sqrt(answer / seeds)).toFixed(6))];
}
