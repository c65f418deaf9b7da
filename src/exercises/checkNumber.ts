import { missing, right as isRight, wrong as isWrong } from './CheckResult';
import type { CheckResult } from './CheckResult';

/** What a number should be, and how it usually goes wrong. */
export interface NumberQuestion {
  /** How the lesson calls the student's number, e.g. `myHalfLife`. */
  readonly name: string;
  readonly right: number;
  /** Numbers that known misconceptions lead to. */
  readonly wrong?: readonly { readonly misconception: string; readonly value: number; readonly say: string }[];
  /** Relative to the right number. Default 0.01. */
  readonly tolerance?: number;
}

/**
 * Compares a student's number with the right one; NaN, which starting cells have, is no answer yet.
 *
 * @example
 * String(checkNumber(0.8, { name: 'myRate', right: 0.75 })); // => '✗ myRate is too large.'
 */
export function checkNumber(
  answer: number,
  { name, right, wrong = [], tolerance = 0.01 }: NumberQuestion,
): CheckResult {
  if (Number.isNaN(answer)) return missing(name);
  if (typeof answer !== 'number') return isWrong(`${name} has to be a number, and it is of type ${typeof answer}.`);
  const isNear = (value: number): boolean => Math.abs(answer - value) <= tolerance * Math.abs(value);
  if (isNear(right)) return isRight(`${name} is right, to ${100 * tolerance} %.`);
  const known = wrong.find(({ value }) => isNear(value));
  if (known) return isWrong(known.say, known.misconception);
  const size =
    Math.sign(answer) !== Math.sign(right) ? 'of the wrong sign' : answer > right ? 'too large' : 'too small';
  return isWrong(`${name} is ${size}.`);
}
