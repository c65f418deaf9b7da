import { mean, sampleStandardDeviation } from 'simple-statistics';
import { tQuantile } from '../analysis/studentT';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomNumbers } from './randomInputs';

/** Losses of two values of λ, seed by seed. */
type Inputs = [first: number[], second: number[]];

/**
 * Checks a function that computes the 95 % interval of a mean difference over seeds.
 *
 * @param answer e.g. `myInterval`: the lower and the upper end, for second − first.
 * @example
 * const normal = (first, second) => {
 *   const { difference, standardError } = pairedDifference(first, second);
 *   return [difference - 1.96 * standardError, difference + 1.96 * standardError];
 * };
 * (await checkPairedInterval(normal)).misconception; // => 'the normal distribution in place of t'
 */
export async function checkPairedInterval(answer: (...inputs: Inputs) => number[]): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myInterval',
    cases: [losses(3), losses(5), losses(8)],
    // Who takes 2.776 for t with four degrees of freedom is as right.
    tolerance: 1e-3,
    right: (first, second) => around(first, second, tOf(first.length - 1), paired(first, second)),
    wrong: [
      {
        misconception: 'the normal distribution in place of t',
        formula: (first, second) => around(first, second, 1.96, paired(first, second)),
        say: 'Too narrow for so few seeds: 1.96 is right where the spread is known. Here it is guessed from the same few numbers.',
      },
      {
        misconception: 'two standard errors',
        formula: (first, second) => around(first, second, 2, paired(first, second)),
        say: 'Two standard errors are a rule of thumb for many measurements. How many does it take with these few seeds?',
      },
      {
        misconception: 'one standard error',
        formula: (first, second) => around(first, second, 1, paired(first, second)),
        say: 'This reaches one standard error to each side. How many does an interval of 95 % need, with so few seeds?',
      },
      {
        misconception: 'n degrees of freedom',
        formula: (first, second) => around(first, second, tOf(first.length), paired(first, second)),
        say: 'A little too narrow: the mean was computed from the same numbers. How many degrees of freedom does that leave?',
      },
      {
        misconception: 'the whole 5 % above',
        formula: (first, second) => around(first, second, tQuantile(0.95, first.length - 1), paired(first, second)),
        say: 'This interval misses 5 % above and 5 % below, so it is one of 90 %. How much may each side miss?',
      },
      {
        misconception: 'the two taken for unrelated',
        formula: (first, second) => around(first, second, tOf(first.length - 1), unpaired(first, second)),
        say: 'This takes the two lists for unrelated. A seed that is bad for one is bad for the other: first subtract seed by seed, then look at the spread.',
      },
      {
        misconception: 'the two taken for unrelated',
        formula: (first, second) => around(first, second, tOf(2 * first.length - 2), unpaired(first, second)),
        say: 'This takes the two lists for unrelated, with twice the degrees of freedom. Which seed belongs to which?',
      },
      {
        misconception: 'the standard deviation in place of the standard error',
        formula: (first, second) =>
          around(first, second, tOf(first.length - 1), paired(first, second) * Math.sqrt(first.length)),
        say: 'This is where single seeds lie. The mean of n seeds varies less: by which factor?',
      },
      {
        misconception: 'the root taken once more',
        formula: (first, second) =>
          around(first, second, tOf(first.length - 1), paired(first, second) / Math.sqrt(first.length)),
        say: 'Much too narrow: a standard error is already divided by √n. Is it divided once more?',
      },
      ...[
        (first: number[], second: number[]) => paired(first, second) * Math.sqrt(first.length / LESSON_SEEDS),
        (first: number[], second: number[]) => paired(first, second),
      ].map((error) => ({
        misconception: "the lesson's number of seeds",
        formula: (first: number[], second: number[]) =>
          around(first, second, tOf(LESSON_SEEDS - 1), error(first, second)),
        say: `This is right for ${LESSON_SEEDS} seeds only. How many there are is the length of the lists that the function gets.`,
      })),
      {
        misconception: 'the sign turned round',
        formula: (first, second) => around(second, first, tOf(first.length - 1), paired(first, second)),
        say: 'The width is right, the sign is not: the question is second minus first.',
      },
      {
        misconception: 'the ends swapped',
        formula: (first, second) =>
          around(first, second, tOf(first.length - 1), paired(first, second)).reverse() as [number, number],
        say: 'The right two numbers. The lower end comes first.',
      },
    ],
    show: (first, second) => `first [${first.join(', ')}] and second [${second.join(', ')}]`,
  });
}

/** How many seeds each λ has in the lesson, where `seeds.length` says so. */
const LESSON_SEEDS = 5;

const tOf = (degreesOfFreedom: number): number => tQuantile(0.975, degreesOfFreedom);

const paired = (first: readonly number[], second: readonly number[]): number =>
  sampleStandardDeviation(first.map((value, i) => second[i]! - value)) / Math.sqrt(first.length);

const unpaired = (first: number[], second: number[]): number =>
  Math.hypot(sampleStandardDeviation(first), sampleStandardDeviation(second)) / Math.sqrt(first.length);

function around(first: number[], second: number[], factor: number, standardError: number): [number, number] {
  const middle = mean(second) - mean(first);
  return [middle - factor * standardError, middle + factor * standardError];
}

/** Seeds differ more than the two λ do. */
function losses(seeds: number): Inputs {
  const first = randomNumbers(seeds, 1.8, 2.6);
  const shifts = randomNumbers(seeds, -0.25, 0.05);
  return [first, first.map((value, i) => Number((value + shifts[i]! + (i === 0 ? -0.2 : 0)).toFixed(2)))];
}
