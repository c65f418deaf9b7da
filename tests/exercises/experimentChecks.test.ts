import { mean, sampleStandardDeviation } from 'simple-statistics';
import { checkChooseRun } from '../../src/exercises/checkChooseRun';
import type { CandidateRun } from '../../src/exercises/checkChooseRun';
import { checkCountDead } from '../../src/exercises/checkCountDead';
import { checkGap } from '../../src/exercises/checkGap';
import { checkLossDifference } from '../../src/exercises/checkLossDifference';
import { checkNoise } from '../../src/exercises/checkNoise';
import { checkStopEpoch } from '../../src/exercises/checkStopEpoch';
import type { CheckResult } from '../../src/exercises/CheckResult';

const notDone = (): never => {
  throw new Error('not done yet');
};

/** What a check says of right answers, of the starting cell, and of wrong ones: each has a message of its own. */
function expectTold(results: readonly CheckResult[], states: readonly string[]): void {
  expect(results.map(({ state, misconception }) => misconception ?? state)).toEqual(states);
  const wrong = results.filter(({ state }) => state === 'wrong').map(({ message }) => message);
  expect(new Set(wrong).size).toBe(wrong.length);
}

test('checkLossDifference', async () => {
  const baseline = { dataLoss: 2.319, penalty: 0, totalLoss: 2.319, accuracy: 0.399 };
  const L2 = { dataLoss: 1.93, penalty: 0.328, totalLoss: 2.258, accuracy: 0.415 };
  const answers = [1.93 - 2.319, -0.389, NaN, 2.258 - 2.319, 2.319 - 1.93, 0.415 - 0.399, 0.328, -0.35, -0.5, -0.4];
  const check = (answer: number) => checkLossDifference(answer, { baseline, L2 });
  expectTold(await Promise.all(answers.map(check)), [
    ...['right', 'right', 'missing', 'total losses compared', 'the sign turned round', 'accuracies compared'],
    ...['the penalty taken for the difference', 'wrong', 'wrong', 'rounded numbers'],
  ]);
});

test('checkGap', async () => {
  const answers: ((train: number[], test: number[]) => number)[] = [
    (train, test) => test.at(-1)! - train.at(-1)!,
    (train, test) => -(train[train.length - 1]! - test[test.length - 1]!),
    notDone,
    (train, test) => train.at(-1)! - test.at(-1)!,
    (train, test) => test[0]! - train[0]!,
    (train, test) => Math.min(...test) - Math.min(...train),
    (train, test) => mean(test) - mean(train),
    (train, test) => test.at(-1)! / train.at(-1)!,
    // Nearly right: the last but one.
    (train, test) => test.at(-2)! - train.at(-2)!,
    // Habits of Python.
    (train, test) => test[-1]! - train[-1]!,
    (train, test) => (test as unknown as number) - (train as unknown as number),
  ];
  expectTold(await Promise.all(answers.map((answer) => checkGap(answer))), [
    ...['right', 'right', 'missing', 'the sign turned round', 'the first epoch in place of the last'],
    ...['the best epoch in place of the last', 'the mean over all epochs', 'a ratio in place of a difference', 'wrong'],
    ...['a place that the list does not have', 'whole lists subtracted'],
  ]);
  const turned = (train: unknown, test: unknown) => (train as number) - (test as number);
  expect((await checkGap(turned)).misconception).toBe('whole lists subtracted');
});

test('checkStopEpoch', async () => {
  const answers: ((train: number[], validation: number[]) => number)[] = [
    (_, validation) => validation.indexOf(Math.min(...validation)) + 1,
    (_, validation) => [...validation.keys()].sort((a, b) => validation[a]! - validation[b]!)[0]! + 1,
    notDone,
    (_, validation) => validation.indexOf(Math.min(...validation)),
    (train) => train.indexOf(Math.min(...train)) + 1,
    (_, validation) => Math.min(...validation),
    (_, validation) => validation.indexOf(Math.max(...validation)) + 1,
    // Nearly right: one epoch too late.
    (_, validation) => validation.indexOf(Math.min(...validation)) + 2,
    (_, validation) => validation.length,
    (_, validation) => validation.findIndex((loss, i) => loss > validation[i - 1]!),
    (_, validation) => validation.findIndex((loss, i) => loss > validation[i - 1]!) + 1,
  ];
  expectTold(await Promise.all(answers.map((answer) => checkStopEpoch(answer))), [
    ...['right', 'right', 'missing', 'counted from 0', 'chosen by the training images'],
    ...['the loss in place of the epoch', 'the highest loss taken for the best', 'wrong'],
    ...['the last epoch', 'stopped before the first rise', 'stopped at the first rise'],
  ]);
});

test('checkChooseRun', async () => {
  const byLeast = (lossOf: (run: CandidateRun) => number) => (runs: CandidateRun[]) =>
    [...runs].sort((a, b) => lossOf(a) - lossOf(b))[0]!.l2;
  const answers: ((runs: CandidateRun[]) => number)[] = [
    byLeast(({ validationLosses }) => validationLosses.at(-1)!),
    (runs) => {
      let best = runs[0]!;
      for (const run of runs) if (run.validationLosses.at(-1)! < best.validationLosses.at(-1)!) best = run;
      return best.l2;
    },
    notDone,
    byLeast(({ testLosses }) => testLosses.at(-1)!),
    byLeast(({ trainLosses }) => trainLosses.at(-1)!),
    byLeast(({ validationLosses }) => Math.min(...validationLosses)),
    byLeast(({ validationLosses }) => -validationLosses.at(-1)!),
    () => 0.01,
    byLeast(({ trainLosses, validationLosses }) => validationLosses.at(-1)! - trainLosses.at(-1)!),
    (runs) => 2 * byLeast(({ validationLosses }) => validationLosses.at(-1)!)(runs),
  ];
  expectTold(await Promise.all(answers.map((answer) => checkChooseRun(answer))), [
    ...['right', 'right', 'missing', 'the test images used to choose', 'chosen by the training images'],
    ...['the best epoch in place of the last', 'the largest loss taken for the best', 'wrong'],
    ...['the smallest gap taken for the best', 'λ in place of l2'],
  ]);
  const byTestGap = byLeast(({ trainLosses, testLosses }) => testLosses.at(-1)! - trainLosses.at(-1)!);
  expect((await checkChooseRun(byTestGap)).misconception).toBe('the smallest gap taken for the best');
  expect((await checkChooseRun(() => 0.01)).message.length).toBeLessThan(100);
});

test('checkCountDead', async () => {
  const columns = (outputs: number[][]) => outputs[0]!.map((_, unit) => outputs.map((row) => row[unit]!));
  const answers: ((outputs: number[][]) => number)[] = [
    (outputs) => columns(outputs).filter((column) => column.every((value) => value === 0)).length,
    (outputs) => columns(outputs).filter((column) => Math.max(...column) === 0).length,
    notDone,
    (outputs) => columns(outputs).filter((column) => column.includes(0)).length,
    (outputs) => outputs.flat().filter((value) => value === 0).length,
    (outputs) => outputs.filter((row) => row.every((value) => value === 0)).length,
    (outputs) => columns(outputs).filter((column) => Math.max(...column) > 0).length,
    // Nearly right: the first three images alone.
    (outputs) => columns(outputs.slice(0, 3)).filter((column) => column.every((value) => value === 0)).length + 1,
    (outputs) => columns(outputs).filter((column) => column.every((value) => value < 0.01)).length,
    (outputs) => outputs[0]!.filter((value) => value === 0).length,
  ];
  expectTold(await Promise.all(answers.map((answer) => checkCountDead(answer))), [
    ...['right', 'right', 'missing', 'silent on one image taken for dead', 'zeros counted in place of units'],
    ...['rows taken for units', 'living units counted', 'wrong', 'nearly silent taken for dead'],
    'the first image alone',
  ]);
});

test('checkNoise', async () => {
  const paired = (a: number[], b: number[]) => sampleStandardDeviation(a.map((loss, i) => b[i]! - loss));
  const answers: ((a: number[], b: number[]) => number)[] = [
    (a, b) => paired(a, b) / Math.sqrt(a.length),
    // Divided by n.
    (a, b) => Math.sqrt(mean(a.map((loss, i) => (loss - b[i]! - mean(a) + mean(b)) ** 2)) / a.length),
    notDone,
    (a, b) => paired(a, b),
    (a, b) => paired(a, b) / a.length,
    (a, b) => paired(a, b) ** 2 / a.length,
    (a, b) => Math.hypot(sampleStandardDeviation(a), sampleStandardDeviation(b)) / Math.sqrt(a.length),
    (a, b) => mean(b) - mean(a),
    // Nearly right: the noise of twice as many images.
    (a, b) => paired(a, b) / Math.sqrt(2 * a.length),
    (a, b) => (2 * paired(a, b)) / Math.sqrt(a.length),
    (a, b) => (1.96 * paired(a, b)) / Math.sqrt(a.length),
    (a, b) => Math.sqrt(mean(a.map((loss, i) => (loss - b[i]!) ** 2)) / (a.length - 1)),
  ];
  expectTold(await Promise.all(answers.map((answer) => checkNoise(answer))), [
    ...['right', 'right', 'missing', 'the standard deviation of single images', 'divided by n in place of √n'],
    ...['the root forgotten', 'the two networks taken for unrelated', 'the mean in place of its noise', 'wrong'],
    ...['two standard errors', 'two standard errors', 'the mean not subtracted'],
  ]);
});
