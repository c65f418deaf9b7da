import type { CheckResult } from './CheckResult';

/** What a graded cell looks at, and what it is worth. */
export interface GradedPart {
  /** For a right answer. */
  readonly points: number;
  /** What a `check…` function says of the answer. */
  readonly check: CheckResult | Promise<CheckResult>;
  /** Misconceptions that leave half of the points, by their names. */
  readonly half?: readonly string[];
}

/**
 * Points of a graded cell of homework, to be its last line: nbgrader takes a number there as partial credit. Prints what
 * each check says, so that it stands in the student's feedback.
 *
 * @returns the sum over all parts: a right answer has its points, a misconception named in `half` has half of them, any
 *   other answer none.
 * @example
 * const forgotten = (weights, lambda) => lambda * weights.flat().reduce((sum, w) => sum + w * w, 0);
 * await gradePoints([{ points: 3, check: checkPenalty(forgotten), half: ['the ½ is forgotten'] }]); // => 1.5
 */
export async function gradePoints(parts: readonly GradedPart[]): Promise<number> {
  let sum = 0;
  for (const { points, check, half = [] } of parts) {
    const result = await check;
    const given = result.passed ? points : half.includes(result.misconception ?? '') ? points / 2 : 0;
    console.log(`${String(result)} (${given} of ${points} points)`);
    sum += given;
  }
  return sum;
}
