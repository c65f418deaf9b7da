import * as tf from '@tensorflow/tfjs';
import { missing, right as isRight, wrong as isWrong } from './CheckResult';
import type { CheckResult } from './CheckResult';
import { agree, inWords, readNumbers } from './numbers';
import type { FlatNumbers, Numbers } from './numbers';

/** What a student with a known misconception would write. */
export interface WrongFormula<Inputs extends readonly unknown[]> {
  /** In a few words, e.g. `the ½ is forgotten`. */
  readonly misconception: string;
  /** What it gives. */
  readonly formula: (...inputs: Inputs) => Numbers;
  /** What to tell the student, without the right formula. */
  readonly say: string;
}

/** What a function should do, and how it usually goes wrong. */
export interface FunctionQuestion<Inputs extends readonly unknown[]> {
  /** How the lesson calls the student's function, e.g. `myPenalty`. */
  readonly name: string;
  /** Inputs to try, several and drawn anew for each check, so that no constant passes. */
  readonly cases: readonly Inputs[];
  /** The right answer. */
  readonly right: (...inputs: Inputs) => Numbers | Promise<Numbers>;
  /** Known misconceptions; the first whose numbers agree in all cases is named. */
  readonly wrong?: readonly WrongFormula<Inputs>[];
  /** Inputs in words, for the message, e.g. `W = [[1, 2]], λ = 0.5`. */
  readonly show: (...inputs: Inputs) => string;
  /** Relative to the largest number expected. Default 0.0001, for float32. */
  readonly tolerance?: number;
}

/** What a starting cell throws. */
export const UNFINISHED = 'not done yet';

/** What JavaScript says about `rows[9][0]` where there is no row 9. */
const OUTSIDE = /^Cannot (read|set) properties of undefined/;

/** The same where a name follows, as in `epochs[-1].train`. */
const OUTSIDE_BY_NAME = /^Cannot read properties of undefined \(reading '[a-z]/i;

/**
 * Runs a student's function on each case and compares what it gives with the right numbers. Tensors that it returns are
 * read and freed.
 *
 * @example
 * const double = (x) => 2 * x;
 * const question = { name: 'myHalf', cases: [[3], [8]], right: (x) => x / 2, show: (x) => `x = ${x}` };
 * String(await checkFunction(double, question)); // => '✗ For x = 3, myHalf gives 6; expected is 1.5.'
 */
export async function checkFunction<Inputs extends readonly unknown[]>(
  answer: (...inputs: Inputs) => unknown,
  { name, cases, right, wrong = [], show, tolerance = 1e-4 }: FunctionQuestion<Inputs>,
): Promise<CheckResult> {
  if (typeof answer !== 'function') return isWrong(`${name} has to be a function, and it is ${kindOf(answer)}.`);
  const given: FlatNumbers[] = [];
  for (const inputs of cases) {
    let value: unknown;
    try {
      // Lists of its own: what it sorts in place would be sorted for the right formula, too.
      value = answer(...(inputs.map(copyOfLists) as unknown as Inputs));
      if (value instanceof Promise) value = await (value as Promise<unknown>);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message === UNFINISHED) return missing(name);
      const index = OUTSIDE.test(message)
        ? '. An index lies outside a list: does a loop run too far, or is a row missing?'
        : '';
      const last = OUTSIDE_BY_NAME.test(message) ? ' (The last entry of a list is `.at(-1)`.)' : '';
      return isWrong(`For ${show(...inputs)}, ${name} stops with an error: ${message}${index}${last}`);
    }
    // An input that is given back stays the caller's.
    const numbers = await readNumbers(inputs.includes(value) && value instanceof tf.Tensor ? value.clone() : value);
    if (!numbers) return isWrong(`For ${show(...inputs)}, ${name} gives ${kindOf(value)} where numbers are expected.`);
    given.push(numbers);
  }
  const matches = async (formula: (...inputs: Inputs) => unknown): Promise<number> => {
    for (const [i, inputs] of cases.entries()) {
      const expected = (await readNumbers(await formula(...inputs)))!;
      const same = String(expected.shape) === String(given[i]!.shape);
      if (!same || !agree(given[i]!.values, expected.values, tolerance)) return i;
    }
    return cases.length;
  };
  const agreed = await matches(right);
  if (agreed === cases.length) return isRight(`${name} agrees with the right answer in ${cases.length} cases.`);
  for (const { misconception, formula, say } of wrong) {
    if ((await matches(formula)) === cases.length) return isWrong(say, misconception);
  }
  const inputs = cases[agreed]!;
  const expected = (await readNumbers(await right(...inputs)))!;
  return isWrong(differenceOf(name, show(...inputs), given[agreed]!, expected));
}

const copyOfLists = (value: unknown): unknown => (Array.isArray(value) ? value.map(copyOfLists) : value);

function differenceOf(name: string, inputs: string, given: FlatNumbers, expected: FlatNumbers): string {
  const start = `For ${inputs}, ${name} gives ${inWords(given)}`;
  if (String(given.shape) !== String(expected.shape)) {
    return `${start}, which is ${shapeOf(given)}; expected is ${shapeOf(expected)}.`;
  }
  return `${start}; expected is ${inWords(expected)}.`;
}

const shapeOf = ({ shape }: FlatNumbers): string =>
  shape.length === 0 ? 'one number' : `of shape ${shape.join(' × ')}`;

/** A value that is no number, in words. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing (undefined: is there a return?)';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list that holds something else than numbers, or rows of different lengths';
  return typeof value === 'string' ? `the text "${value}"` : `a value of type ${typeof value}`;
}
