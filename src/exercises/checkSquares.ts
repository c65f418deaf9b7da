import { createRandom } from '../data/random';
import { wrong } from './CheckResult';
import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';

/**
 * Lesson 00, exercise 1: the square of every weight of a list.
 *
 * @example
 * String(await checkSquares((weights) => weights.map((w) => 2 * w))); // => '✗ Every weight is doubled. A square is a number times itself: −3 becomes 9, not −6.'
 */
export async function checkSquares(answer: (weights: number[]) => unknown): Promise<CheckResult> {
  const random = createRandom(Date.now());
  const drawn = Array.from({ length: 4 }, () => Math.round(10 * random.normal()) / 2);
  const result = await checkFunction(answer, {
    name: 'mySquares',
    cases: [[[1, 2, -3]], [[...drawn, 0.5]]],
    right: (weights) => weights.map((w) => w * w),
    wrong: [
      {
        misconception: 'doubled instead of squared',
        formula: (weights) => weights.map((w) => 2 * w),
        say: 'Every weight is doubled. A square is a number times itself: −3 becomes 9, not −6.',
      },
      {
        misconception: 'the sum instead of the list',
        formula: (weights) => weights.map((w) => w * w).reduce((a, b) => a + b),
        say: 'That is the sum of the squares, one number. The list of the squares is asked for, one for each weight.',
      },
      {
        misconception: 'the list is given back unchanged',
        formula: (weights) => weights,
        say: 'The weights come back as they were. `map` gives a new list and leaves the old one alone: return the new one.',
      },
    ],
    show: (weights) => `[${weights.join(', ')}]`,
  });
  return result.state === 'wrong' && givesNothing(answer)
    ? wrong(
        'There is an entry for each weight, and each is undefined: the function inside `map` gives nothing back. ' +
          'With braces it needs a `return`; without braces it does not.',
        'a function in braces without return',
      )
    : result;
}

function givesNothing(answer: (weights: number[]) => unknown): boolean {
  try {
    const value = answer([1, 2]);
    return Array.isArray(value) && value.length > 0 && value.every((entry) => entry === undefined);
  } catch {
    return false;
  }
}
