import { mean, sampleStandardDeviation } from 'simple-statistics';
import { createRandom } from '../data/random';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomWhole } from './randomInputs';

/** Student's t for 95 % and five numbers, which have four degrees of freedom. */
const T = 2.776;

/**
 * Checks a function that decides by the differences of five seeds: 1 if the quantity has grown, −1 if it has fallen, 0 if
 * the 95 % interval of the mean holds 0.
 *
 * @param answer e.g. `myVerdict`: from five differences, one for each seed.
 * @example
 * (await checkSeedVerdict((differences) => Math.sign(differences[0]))).misconception; // => 'the first seed alone'
 */
export async function checkSeedVerdict(answer: (differences: number[]) => number): Promise<CheckResult> {
  return checkFunction<[number[]]>(answer, {
    name: 'myVerdict',
    cases: CASES.flatMap((pattern) => [[drawn(pattern, 1)], [drawn(pattern, -1)]] as [number[]][]),
    right: (differences) => decide(differences, (T * deviation(differences)) / Math.sqrt(differences.length)),
    tolerance: 0,
    wrong: [
      {
        misconception: 'the mean alone',
        formula: (differences) => Math.sign(mean(differences)),
        say: 'This is the sign of the mean. A mean is never exactly 0, so this decides always: how far might it vary with other seeds?',
      },
      {
        misconception: 'the first seed alone',
        formula: (differences) => Math.sign(differences[0]!),
        say: 'This is what the first seed says. The other four were trained to be asked, too.',
      },
      {
        misconception: 'the sign of all seeds',
        formula: (differences) => vote(differences, differences.length),
        say: 'This decides when all seeds agree in sign. Five equal signs with one seed far from the others can still leave the mean uncertain, and an interval may decide where one seed disagrees.',
      },
      {
        misconception: 'a vote of the seeds',
        formula: (differences) => vote(differences, 3),
        say: 'This is what the majority of the seeds says. With an odd number there is always a majority: use the sizes of the differences, not their signs alone.',
      },
      {
        misconception: 'the standard deviation in place of the standard error',
        formula: (differences) => decide(differences, T * deviation(differences)),
        say: 'Too careful: the mean of five numbers varies less than one of them, by the root of five.',
      },
      {
        misconception: 'two standard errors',
        formula: (differences) => decide(differences, (2 * deviation(differences)) / Math.sqrt(differences.length)),
        say: 'Too sure: with five numbers the standard deviation itself is uncertain, and t is 2.776, not 2.',
      },
      {
        misconception: 't forgotten',
        formula: (differences) => decide(differences, deviation(differences) / Math.sqrt(differences.length)),
        say: 'Too sure: one standard error to each side holds the true mean in about two of three cases, not in 95 of 100. Where is t?',
      },
      {
        misconception: 'divided by n in place of n − 1',
        formula: (differences) => decide(differences, (T * deviation(differences) * Math.sqrt(4 / 5)) / Math.sqrt(5)),
        say: 'Slightly too sure: the standard deviation of five numbers around their own mean is divided by 4, not by 5.',
      },
      {
        misconception: 'the signs turned round',
        formula: (differences) => -decide(differences, (T * deviation(differences)) / Math.sqrt(differences.length)),
        say: 'The sure cases are found, and their signs are turned round: above 0 means that the quantity has grown.',
      },
      {
        misconception: 'nothing is ever decided',
        formula: () => 0,
        say: 'This is always 0. Some of the lists are clear.',
      },
    ],
    show: (differences) => `differences [${differences.join(', ')}]`,
  });
}

/** Five differences each, of which formulas that are nearly right decide some otherwise. */
const CASES = [
  // Clear, and clear though one seed disagrees.
  [1.1, 0.9, 1, 1.2, 0.8],
  [-0.1, 1, 1.1, 0.9, 1.2],
  // Clear by the mean, where single seeds vary by a third.
  [0.5, 1.5, 1, 1.4, 0.6],
  // All of one sign, and not decided.
  [0.1, 0.1, 0.1, 0.1, 3],
  // Between 2 standard errors and t; and where dividing by n would decide.
  [0, 0.5, 1.4, 0.1, 1.2],
  [0, 0.4, 1.5, 0.4, 1.2],
  // Nothing there; a majority that is wrong.
  [0.1, -0.2, 0.1, 0.1, -0.05],
  [-1, 0.2, 0.1, 0.15, -1.2],
];

const deviation = (values: readonly number[]): number => sampleStandardDeviation([...values]);

function decide(differences: readonly number[], margin: number): number {
  const middle = mean([...differences]);
  return Math.abs(middle) > margin ? Math.sign(middle) : 0;
}

/** The sign that at least so many have. */
function vote(differences: readonly number[], least: number): number {
  const above = differences.filter((difference) => difference > 0).length;
  const below = differences.filter((difference) => difference < 0).length;
  return above >= least ? 1 : below >= least ? -1 : 0;
}

/** The pattern at another scale, and in another order but for the first seed: in some it disagrees with the others. */
function drawn([first, ...others]: readonly number[], sign: number): number[] {
  const random = createRandom(randomWhole(1, 1e9));
  const order = random.shuffle(Uint32Array.from(others.keys()));
  const scale = sign * randomWhole(2, 9);
  return [first!, ...Array.from(order, (place) => others[place]!)].map((value) => Number((scale * value).toFixed(2)));
}
