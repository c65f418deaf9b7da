import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomNumbers } from './randomInputs';

/** What several seeds with one λ have reached on validation images. */
export interface LambdaRow {
  readonly lambda: number;
  /** Mean data loss over the seeds. */
  readonly mean: number;
  /** Standard error of that mean. */
  readonly standardError: number;
}

/**
 * Checks a function that chooses λ by the rule of one standard error.
 *
 * @param answer e.g. `myLambda`: the λ of one of the rows, which come in the order of λ.
 * @example
 * const lowest = (rows) => [...rows].sort((a, b) => a.mean - b.mean)[0].lambda;
 * (await checkSimplestLambda(lowest)).misconception; // => 'the lowest mean'
 */
export async function checkSimplestLambda(answer: (rows: LambdaRow[]) => number): Promise<CheckResult> {
  const within = (rows: readonly LambdaRow[], errors: number) =>
    rows.filter(({ mean }) => mean <= best(rows).mean + errors * best(rows).standardError);
  return checkFunction<[LambdaRow[]]>(answer, {
    name: 'myLambda',
    cases: ROWS.map((rows) => [shifted(rows)]),
    right: (rows) => within(rows, 1).at(-1)!.lambda,
    tolerance: 1e-9,
    wrong: [
      {
        misconception: 'the lowest mean',
        formula: (rows) => best(rows).lambda,
        say: 'This is the λ with the lowest mean. The rule accepts a somewhat worse mean, for the sake of a simpler network.',
      },
      {
        misconception: 'the smallest λ within the limit',
        formula: (rows) => within(rows, 1)[0]!.lambda,
        say: 'The limit is right. Of those within it this takes the smallest λ: which λ makes the simplest network?',
      },
      {
        misconception: "every λ's own standard error",
        formula: (rows) =>
          rows.filter(({ mean, standardError }) => mean - standardError <= best(rows).mean).at(-1)!.lambda,
        say: 'This measures each λ with its own standard error, so a noisy one is let in for being noisy. Whose standard error sets the limit?',
      },
      {
        misconception: 'two standard errors',
        formula: (rows) => within(rows, 2).at(-1)!.lambda,
        say: 'This reaches two standard errors far. The rule allows one.',
      },
      {
        misconception: 'overlapping bars',
        formula: (rows) =>
          rows
            .filter(({ mean, standardError }) => mean - standardError <= best(rows).mean + best(rows).standardError)
            .at(-1)!.lambda,
        say: 'This asks whether two bars overlap. The rule compares the mean itself with the limit, without its own standard error.',
      },
      {
        misconception: 'the highest mean',
        formula: (rows) => rows.reduce((a, b) => (b.mean > a.mean ? b : a)).lambda,
        say: 'This is the λ with the highest mean. Of a loss, less is better.',
      },
      {
        misconception: 'l2 in place of λ',
        formula: (rows) => within(rows, 1).at(-1)!.lambda / 2,
        say: 'The right row, and half of its λ. The question is λ, not l2.',
      },
      {
        misconception: 'the limit in place of the λ',
        formula: (rows) => best(rows).mean + best(rows).standardError,
        say: 'This is the limit, a loss. The question is the λ whose mean is just within it.',
      },
      {
        misconception: 'the loss in place of the λ',
        formula: (rows) => within(rows, 1).at(-1)!.mean,
        say: 'The right row, and its mean loss. The question is its λ.',
      },
      {
        misconception: 'the largest λ of all',
        formula: (rows) => rows.at(-1)!.lambda,
        say: 'This is the largest λ that was tried, however bad it is. Which means are within the limit?',
      },
    ],
    show: (rows) => rows.map((row) => `λ ${row.lambda}: ${row.mean} ± ${row.standardError}`).join(', '),
  });
}

const best = (rows: readonly LambdaRow[]): LambdaRow => rows.reduce((a, b) => (b.mean < a.mean ? b : a));

/** Means and standard errors, in hundredths. Together they tell apart what is listed above. */
const ROWS = [
  [
    [240, 5],
    [194, 3],
    [190, 5],
    [193, 2],
    [199, 13],
    [230, 4],
  ],
  [
    [240, 5],
    [190, 5],
    [193, 2],
    [198, 2],
    [220, 2],
    [230, 30],
  ],
  [
    [199, 3],
    [195, 8],
    [190, 2],
    [202, 4],
    [203, 4],
    [230, 9],
  ],
] as const;

/** The rows with other losses and other λ for each check, so that no constant passes. */
function shifted(rows: (typeof ROWS)[number]): LambdaRow[] {
  const [shift, factor] = [...randomNumbers(1, -0.4, 0.4), ...randomNumbers(1, 1, 3)];
  return rows.map(([mean, standardError], i) => ({
    lambda: i === 0 ? 0 : Number((factor! * 10 ** (i - 4)).toPrecision(3)),
    mean: Number((mean / 100 + shift!).toFixed(2)),
    standardError: standardError / 100,
  }));
}
