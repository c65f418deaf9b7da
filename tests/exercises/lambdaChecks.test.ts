import { mean, sampleStandardDeviation } from 'simple-statistics';
import { meanInterval } from '../../src/analysis/meanInterval';
import { tQuantile } from '../../src/analysis/studentT';
import { checkGrid } from '../../src/exercises/checkGrid';
import { checkLeak } from '../../src/exercises/checkLeak';
import { checkOptimism } from '../../src/exercises/checkOptimism';
import { checkPairedInterval } from '../../src/exercises/checkPairedInterval';
import { checkSeedsByHand } from '../../src/exercises/checkSeedsByHand';
import { checkSimplestLambda } from '../../src/exercises/checkSimplestLambda';
import type { LambdaRow } from '../../src/exercises/checkSimplestLambda';
import type { CheckResult } from '../../src/exercises/CheckResult';

const notDone = (): never => {
  throw new Error('not done yet');
};

/** What a check says of right answers, of the starting cell, and of wrong ones. */
function expectTold(results: readonly CheckResult[], states: readonly string[]): void {
  expect(results.map(({ state, misconception }) => misconception ?? state)).toEqual(states);
}

test('a right answer may sort the list that it is given', async () => {
  const answer = (rows: LambdaRow[]): number => {
    const { mean, standardError } = rows.sort((a, b) => a.mean - b.mean)[0]!;
    return Math.max(...rows.filter((row) => row.mean <= mean + standardError).map(({ lambda }) => lambda));
  };
  expectTold([await checkSimplestLambda(answer)], ['right']);
});

test('checkSimplestLambda', async () => {
  const best = (rows: LambdaRow[]) => [...rows].sort((a, b) => a.mean - b.mean)[0]!;
  const limit = (rows: LambdaRow[], errors = 1) => best(rows).mean + errors * best(rows).standardError;
  const answers: ((rows: LambdaRow[]) => number)[] = [
    (rows) => Math.max(...rows.filter(({ mean }) => mean <= limit(rows)).map(({ lambda }) => lambda)),
    (rows) => {
      let simplest = rows[0]!;
      for (const row of rows) if (row.mean <= limit(rows)) simplest = row;
      return simplest.lambda;
    },
    notDone,
    (rows) => best(rows).lambda,
    (rows) => rows.find(({ mean }) => mean <= limit(rows))!.lambda,
    (rows) => rows.filter((row) => row.mean - row.standardError <= best(rows).mean).at(-1)!.lambda,
    (rows) => rows.filter(({ mean }) => mean <= limit(rows, 2)).at(-1)!.lambda,
    (rows) => rows.filter((row) => row.mean - row.standardError <= limit(rows)).at(-1)!.lambda,
    (rows) => [...rows].sort((a, b) => b.mean - a.mean)[0]!.lambda,
    (rows) => rows.filter(({ mean }) => mean <= limit(rows)).at(-1)!.lambda / 2,
    (rows) => limit(rows),
    (rows) => rows.filter(({ mean }) => mean <= limit(rows)).at(-1)!.mean,
    (rows) => rows.at(-1)!.lambda,
    // Nearly right: one beyond the limit.
    (rows) => rows.filter(({ mean }) => mean > limit(rows)).at(-2)!.lambda,
  ];
  expectTold(await Promise.all(answers.map((answer) => checkSimplestLambda(answer))), [
    ...['right', 'right', 'missing', 'the lowest mean', 'the smallest λ within the limit'],
    ...["every λ's own standard error", 'two standard errors', 'overlapping bars', 'the highest mean'],
    ...['l2 in place of λ', 'the limit in place of the λ'],
    ...['the loss in place of the λ', 'the largest λ of all', 'wrong'],
  ]);
});

test('checkPairedInterval', async () => {
  const error = (a: number[], b: number[]) =>
    sampleStandardDeviation(a.map((loss, i) => b[i]! - loss)) / Math.sqrt(a.length);
  const around = (a: number[], b: number[], reach: number) => [mean(b) - mean(a) - reach, mean(b) - mean(a) + reach];
  const t = (a: number[], probability = 0.975) => tQuantile(probability, a.length - 1);
  const spread = (a: number[], b: number[]) =>
    Math.sqrt((sampleStandardDeviation(a) ** 2 + sampleStandardDeviation(b) ** 2) / a.length);
  const answers: ((a: number[], b: number[]) => number[])[] = [
    (a, b) => around(a, b, t(a) * error(a, b)),
    (a, b) => {
      const { low, high } = meanInterval(b.map((loss, i) => loss - a[i]!));
      return [low, high];
    },
    notDone,
    (a, b) => around(a, b, 1.96 * error(a, b)),
    (a, b) => around(a, b, 2 * error(a, b)),
    (a, b) => around(a, b, error(a, b)),
    (a, b) => around(a, b, tQuantile(0.975, a.length) * error(a, b)),
    (a, b) => around(a, b, t(a, 0.95) * error(a, b)),
    (a, b) => around(a, b, t(a) * spread(a, b)),
    (a, b) => around(a, b, t(a) * error(a, b) * Math.sqrt(a.length)),
    (a, b) => around(a, b, (t(a) * error(a, b)) / Math.sqrt(a.length)),
    (a, b) => around(a, b, (tQuantile(0.975, 4) * error(a, b) * Math.sqrt(a.length)) / Math.sqrt(5)),
    (a, b) => around(a, b, tQuantile(0.975, 4) * error(a, b)),
    (a, b) => around(b, a, t(a) * error(a, b)),
    (a, b) => around(a, b, t(a) * error(a, b)).reverse(),
    // Nearly right.
    (a, b) => around(a, b, 1.05 * t(a) * error(a, b)),
    (a, b) => [mean(b) - mean(a), t(a) * error(a, b)],
  ];
  expectTold(await Promise.all(answers.map((answer) => checkPairedInterval(answer))), [
    ...['right', 'right', 'missing', 'the normal distribution in place of t', 'two standard errors'],
    ...['one standard error', 'n degrees of freedom', 'the whole 5 % above', 'the two taken for unrelated'],
    ...['the standard deviation in place of the standard error', 'the root taken once more'],
    ...["the lesson's number of seeds", "the lesson's number of seeds", 'the sign turned round', 'the ends swapped'],
    ...['wrong', 'wrong'],
  ]);
});

test('checkSeedsByHand', async () => {
  const answers: ((seeds: number, reach: number, wanted: number) => number)[] = [
    (seeds, reach, wanted) => Math.ceil(seeds * (reach / wanted) ** 2),
    (seeds, reach, wanted) => Math.floor((seeds * reach * reach) / (wanted * wanted)) + 1,
    notDone,
    (seeds, reach, wanted) => Math.ceil((seeds * reach) / wanted),
    (seeds, reach, wanted) => seeds * (reach / wanted) ** 2,
    (seeds, reach, wanted) => Math.floor(seeds * (reach / wanted) ** 2),
    (seeds, reach, wanted) => Math.ceil(seeds * (wanted / reach) ** 2),
    (_, reach, wanted) => (reach / wanted) ** 2,
    (seeds, reach, wanted) => Math.ceil(seeds * (reach / wanted) ** 2) - seeds,
    (seeds, reach, wanted) => Math.ceil(seeds * Math.sqrt(reach / wanted)),
    (seeds, reach, wanted) => Math.ceil(seeds * (reach / wanted) ** 2) + 1,
  ];
  for (let times = 0; times < 5; times++) {
    expectTold(await Promise.all(answers.map((answer) => checkSeedsByHand(answer))), [
      ...['right', 'right', 'missing', 'the root forgotten', 'not rounded', 'rounded down', 'upside down'],
      ...[
        'how many times in place of how many',
        'only the seeds that are missing',
        'the root taken once more',
        'wrong',
      ],
    ]);
  }
});

test('checkGrid', async () => {
  const list = (count: number, value: (i: number) => number) => Array.from({ length: count }, (_, i) => value(i));
  const answers: ((from: number, to: number, count: number) => number[])[] = [
    (from, to, count) => list(count, (i) => (from * (to / from) ** (i / (count - 1))) / 2),
    (from, to, count) => {
      const step = (Math.log10(to) - Math.log10(from)) / (count - 1);
      return list(count, (i) => 10 ** (Math.log10(from) + i * step) / 2);
    },
    notDone as () => number[],
    (from, to, count) => list(count, (i) => from * (to / from) ** (i / (count - 1))),
    (from, to, count) => list(count, (i) => 2 * from * (to / from) ** (i / (count - 1))),
    (from, to, count) => list(count, (i) => (from + (i * (to - from)) / (count - 1)) / 2),
    (from, to, count) => list(count, (i) => (from * (to / from) ** (i / count)) / 2),
    (from, to, count) => list(count, (i) => (from * (to / from) ** ((i + 1) / count)) / 2),
    (from, to, count) => list(count, (i) => (to * (from / to) ** (i / (count - 1))) / 2),
    (from, to, count) => list(count, (i) => Math.log10(from) + (i * Math.log10(to / from)) / (count - 1)),
    (from, to, count) => list(count, (i) => (from * (to / from) ** (i / (count - 1))) / 2 + 0.001),
    (from, to, count) => list(count + 1, (i) => (from * (to / from) ** (i / (count - 1))) / 2),
  ];
  expectTold(await Promise.all(answers.map((answer) => checkGrid(answer))), [
    ...['right', 'right', 'missing', 'λ in place of l2', 'twice λ in place of half', 'even steps'],
    ...['the last value is missing', 'the first value is missing', 'the largest first'],
    ...['exponents in place of values', 'wrong', 'wrong'],
  ]);
});

test('checkLeak', async () => {
  expectTold(await Promise.all([4, NaN, 5, 3, 2, 1, 6, 7, 4.01].map(checkLeak)), [
    ...['right', 'missing', 'the last step', 'the validation images', 'training with several seeds'],
    ...['setting images aside', 'the report', 'wrong', 'wrong'],
  ]);
  expect((await checkLeak(4)).message).toMatch(/^Step 4: there the test images choose/);
  expect((await checkLeak(7)).message).toMatch(/a whole one from 1 to 6/);
});

test('checkOptimism', async () => {
  const place = (losses: number[]) => losses.indexOf(Math.min(...losses));
  const answers: ((chosenBy: number[], others: number[]) => number)[] = [
    (chosenBy, others) => others[place(chosenBy)]! - chosenBy[place(chosenBy)]!,
    (chosenBy, others) => {
      let chosen = 0;
      for (let i = 1; i < chosenBy.length; i++) if (chosenBy[i]! < chosenBy[chosen]!) chosen = i;
      return others[chosen]! - chosenBy[chosen]!;
    },
    notDone,
    (chosenBy, others) => Math.min(...others) - Math.min(...chosenBy),
    (chosenBy, others) => chosenBy[place(chosenBy)]! - others[place(chosenBy)]!,
    (chosenBy, others) => Math.abs(others[place(chosenBy)]! - chosenBy[place(chosenBy)]!),
    (chosenBy, others) => others[place(others)]! - chosenBy[place(others)]!,
    (chosenBy, others) => mean(others) - mean(chosenBy),
    (chosenBy, others) => {
      const worst = chosenBy.indexOf(Math.max(...chosenBy));
      return others[worst]! - chosenBy[worst]!;
    },
    (chosenBy, others) => others[place(chosenBy)]!,
    (chosenBy) => place(chosenBy),
    // Nearly right: the candidate behind the chosen one.
    (chosenBy, others) => others[place(chosenBy) + 1]! - chosenBy[place(chosenBy)]!,
  ];
  for (let times = 0; times < 5; times++) {
    expectTold(await Promise.all(answers.map((answer) => checkOptimism(answer))), [
      ...['right', 'right', 'missing', 'a new choice on the other images', 'the sign turned round'],
      ...[
        'the sign dropped',
        'chosen by the other images',
        'the mean over all candidates',
        'the largest loss taken for the best',
      ],
      ...['the loss in place of the difference', 'the place in place of the loss', 'wrong'],
    ]);
  }
});
