import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomWhole } from './randomInputs';

/** Smallest and largest λ, and how many values. */
type Inputs = [from: number, to: number, count: number];

/**
 * Checks a function that makes a logarithmic grid of λ, as the `l2` that Keras wants.
 *
 * @param answer e.g. `myGrid`: the `l2` of each value, the smallest first.
 * @example
 * const even = (from, to, count) => Array.from({ length: count }, (_, i) => (from + (i * (to - from)) / (count - 1)) / 2);
 * (await checkGrid(even)).misconception; // => 'even steps'
 */
export async function checkGrid(answer: (...inputs: Inputs) => number[]): Promise<CheckResult> {
  const lambdas = (from: number, to: number, count: number, gaps = count - 1) =>
    Array.from({ length: count }, (_, i) => from * (to / from) ** (i / gaps));
  const even = (from: number, to: number, count: number) =>
    Array.from({ length: count }, (_, i) => from + (i * (to - from)) / (count - 1));
  return checkFunction<Inputs>(answer, {
    name: 'myGrid',
    cases: [span(4), span(5), span(7)],
    right: (...inputs) => lambdas(...inputs).map((lambda) => lambda / 2),
    // The small ones count as much as the large ones only if they are looked at closely.
    tolerance: 1e-9,
    wrong: [
      {
        misconception: 'λ in place of l2',
        formula: (...inputs) => lambdas(...inputs),
        say: 'These are the values of λ, well spaced. Keras wants l2: what is it for a given λ?',
      },
      {
        misconception: 'twice λ in place of half',
        formula: (...inputs) => lambdas(...inputs).map((lambda) => 2 * lambda),
        say: 'The spacing is right. From λ to l2 it goes the other way: which of the two is larger?',
      },
      ...[0.5, 1].map((factor) => ({
        misconception: 'even steps',
        formula: (...inputs: Inputs) => even(...inputs).map((lambda) => factor * lambda),
        say: 'These values have equal distances, so nearly all of them are large. Neighbors should have equal ratios.',
      })),
      ...[0.5, 1].map((factor) => ({
        misconception: 'the last value is missing',
        formula: (...[from, to, count]: Inputs) => lambdas(from, to, count, count).map((lambda) => factor * lambda),
        say: 'The ratios are equal, and the last value stops short of the largest λ. How many steps lie between `count` values?',
      })),
      ...[0.5, 1].map((factor) => ({
        misconception: 'the first value is missing',
        formula: (...[from, to, count]: Inputs) =>
          Array.from({ length: count }, (_, i) => factor * from * (to / from) ** ((i + 1) / count)),
        say: 'The ratios are equal, and the first value is already one step above the smallest λ. Which power of the ratio belongs to i = 0?',
      })),
      {
        misconception: 'the largest first',
        formula: (...inputs) =>
          lambdas(...inputs)
            .map((lambda) => lambda / 2)
            .reverse(),
        say: 'The right values. The smallest comes first.',
      },
      {
        misconception: 'exponents in place of values',
        formula: (from, to, count) => even(Math.log10(from), Math.log10(to), count),
        say: 'These are exponents of 10, evenly spaced as they should be. Now put them to use: 10 ** exponent.',
      },
    ],
    show: (from, to, count) => `λ from ${from} to ${to} in ${count} values`,
  });
}

const span = (count: number): Inputs => [randomWhole(1, 9) / 1000, randomWhole(1, 9), count];
