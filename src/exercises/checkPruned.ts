import { max } from 'simple-statistics';
import { createRandom } from '../data/random';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomWhole } from './randomInputs';

type Inputs = [weights: number[], count: number];

/**
 * Checks a function that sets the smallest weights of a list to 0.
 *
 * @param answer e.g. `myPruned`: from weights, and how many of them go.
 * @example
 * const first = (weights, count) => weights.map((w, i) => (i < count ? 0 : w));
 * (await checkPruned(first)).misconception; // => 'the first ones, whatever their size'
 */
export async function checkPruned(answer: (...inputs: Inputs) => number[]): Promise<CheckResult> {
  // A copy for each call: who sorts in place would sort the list that the right answer gets.
  return checkFunction<Inputs>(answer, {
    name: 'myPruned',
    // The second has magnitudes of one and two digits, which texts sort in another order.
    cases: [drawn(6, 2, 0.1), drawn(7, 3, 3), drawn(9, 5, 0.1)],
    right: (weights, count) => without(weights, smallest(weights, count)),
    wrong: [
      {
        misconception: 'the sign forgotten',
        formula: (weights, count) => without(weights, places(weights, (w) => w).slice(0, count)),
        say: 'The most negative weights are gone. Small is what lies near 0, on either side: compare magnitudes.',
      },
      {
        misconception: 'a limit with a sign',
        formula: (weights, count) => weights.map((w) => (Math.abs(w) > sorted(weights)[count - 1]! ? w : 0)),
        say: 'The limit comes from the weights with their signs. Put their magnitudes into order, and take it from there.',
      },
      ...[
        (weights: number[], count: number) => sorted(weights).map((w, rank) => (rank < count ? 0 : w)),
        (weights: number[], count: number) =>
          sorted(weights).map((w) => (Math.abs(w) > sorted(weights)[count - 1]! ? w : 0)),
      ].map((formula) => ({
        misconception: 'sorted in place, by sign',
        formula,
        say: '`sort` has put the list itself into another order, from the most negative weight on. Sort a copy, of magnitudes.',
      })),
      {
        misconception: 'sorted as texts',
        formula: (weights, count) => {
          const limit = weights.map(Math.abs).sort()[count - 1]!;
          return weights.map((w) => (Math.abs(w) > limit ? w : 0));
        },
        say: 'Right where all numbers have as many digits: without a function, `sort` compares texts, and 12 comes before 3.',
      },
      {
        misconception: 'the largest removed',
        formula: (weights, count) => without(weights, places(weights, Math.abs).slice(-count)),
        say: 'The largest magnitudes are gone, and those are the ones to keep.',
      },
      {
        misconception: 'the first ones, whatever their size',
        formula: (weights, count) => weights.map((w, i) => (i < count ? 0 : w)),
        say: 'The first weights of the list are gone. Which ones are the smallest?',
      },
      {
        misconception: 'left out in place of set to 0',
        formula: (weights, count) => weights.filter((_, i) => !smallest(weights, count).includes(i)),
        say: 'The list has become shorter, and a matrix needs all its places: put a 0 there.',
      },
      {
        misconception: 'the order lost',
        formula: (weights, count) =>
          places(weights, Math.abs).map((place, rank) => (rank < count ? 0 : weights[place]!)),
        say: 'The weights come back sorted. Each one has to stay in its place: sort a copy, and use it to find the limit.',
      },
      {
        misconception: 'magnitudes in place of weights',
        formula: (weights, count) => without(weights, smallest(weights, count)).map(Math.abs),
        say: 'The right ones are gone, and the others have lost their signs.',
      },
      {
        misconception: 'one too few',
        formula: (weights, count) => without(weights, smallest(weights, count - 1)),
        say: 'One weight too many is left. Is the one at the limit kept?',
      },
      {
        misconception: 'one too many',
        formula: (weights, count) => without(weights, smallest(weights, count + 1)),
        say: 'One weight too many is gone. Places of a list are counted from 0.',
      },
    ],
    show: (weights, count) => `weights [${weights.join(', ')}] and count ${count}`,
  });
}

/** The places of the weights, ordered by what a function makes of them. */
const places = (weights: readonly number[], by: (w: number) => number): number[] =>
  [...weights.keys()].sort((one, other) => by(weights[one]!) - by(weights[other]!));

const smallest = (weights: readonly number[], count: number): number[] => places(weights, Math.abs).slice(0, count);

const without = (weights: readonly number[], gone: readonly number[]): number[] =>
  weights.map((w, i) => (gone.includes(i) ? 0 : w));

const sorted = (weights: readonly number[]): number[] => [...weights].sort((one, other) => one - other);

/** Magnitudes 1, 2, 3, … times a scale, half of them negative, shuffled until no short cut gives the right answer. */
function drawn(length: number, count: number, scale: number): Inputs {
  const random = createRandom(randomWhole(1, 1e9));
  const shuffled = () => random.shuffle(Uint32Array.from({ length }, (_, i) => i + 1));
  for (;;) {
    const signs = shuffled();
    const weights = Array.from(shuffled(), (rank, i) => {
      const magnitude = Number((scale * rank).toFixed(1));
      return signs[i]! <= length / 2 ? -magnitude : magnitude;
    });
    const right = smallest(weights, count);
    const isFirst = max(right) === count - 1;
    const isLowest = places(weights, (w) => w).slice(0, count + 1).every((place) => right.includes(place)); // prettier-ignore
    if (!isFirst && !isLowest && weights.filter((w) => w < -count * scale).length >= 2) return [weights, count];
  }
}
