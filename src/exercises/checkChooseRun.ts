import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomNumbers } from './randomInputs';

/** One of the runs to choose from: its penalty, and its data losses after each epoch. */
export interface CandidateRun {
  readonly l2: number;
  readonly trainLosses: readonly number[];
  readonly validationLosses: readonly number[];
  readonly testLosses: readonly number[];
}

/**
 * Checks a function that chooses the strength of the penalty.
 *
 * @param answer e.g. `myChoice`: the `l2` of one of the runs.
 * @example
 * const byTest = (runs) => [...runs].sort((a, b) => a.testLosses.at(-1) - b.testLosses.at(-1))[0].l2;
 * (await checkChooseRun(byTest)).misconception; // => 'the test images used to choose'
 */
export async function checkChooseRun(answer: (runs: CandidateRun[]) => number): Promise<CheckResult> {
  return checkFunction<[CandidateRun[]]>(answer, {
    name: 'myChoice',
    cases: ORDERS.map((order) => [candidates(order)]),
    right: (runs) => least(runs, ({ validationLosses }) => validationLosses.at(-1)!),
    tolerance: 0,
    wrong: [
      {
        misconception: 'the test images used to choose',
        formula: (runs) => least(runs, ({ testLosses }) => testLosses.at(-1)!),
        say: 'This choice looks at the test images. Whatever they say of the chosen network afterwards is too good, and none are left to ask.',
      },
      {
        misconception: 'chosen by the training images',
        formula: (runs) => least(runs, ({ trainLosses }) => trainLosses.at(-1)!),
        say: 'This is the network that fits its training images best. Would an image that it has not seen choose the same one?',
      },
      {
        misconception: 'the best epoch in place of the last',
        formula: (runs) => least(runs, ({ validationLosses }) => Math.min(...validationLosses)),
        say: 'This compares the lowest loss of any epoch. Those weights are gone: which loss belongs to the network that you hold?',
      },
      {
        misconception: 'the largest loss taken for the best',
        formula: (runs) => least(runs, ({ validationLosses }) => -validationLosses.at(-1)!),
        say: 'The right losses, and the worst of them. Of a loss, less is better.',
      },
      {
        misconception: 'the smallest gap taken for the best',
        formula: (runs) => least(runs, (run) => Math.abs(run.validationLosses.at(-1)! - run.trainLosses.at(-1)!)),
        say: 'This run has the smallest gap. So has a network that learns nothing: it is as bad on its training images. Which loss itself should be small?',
      },
      {
        misconception: 'λ in place of l2',
        formula: (runs) => 2 * least(runs, ({ validationLosses }) => validationLosses.at(-1)!),
        say: 'The right run, but twice its l2: that is its λ. The question is l2, as the run has it.',
      },
      {
        misconception: 'the place in place of the penalty',
        formula: (runs) => runs.findIndex(({ l2 }) => l2 === least(runs, (run) => run.validationLosses.at(-1)!)),
        say: "This is the chosen run's place in the list. The question is its l2.",
      },
    ],
    show: (runs) => `runs with l2 ${runs.map(({ l2 }) => l2).join(', ')}`,
  });
}

/**
 * Which run is best by training images, by the last validation loss, by the best one, by test images; which is worst;
 * which has the smallest gap.
 */
const ORDERS = [
  [0, 1, 2, 3, 4, 2],
  [3, 2, 1, 0, 4, 0],
  [1, 4, 0, 2, 3, 0],
] as const;

function candidates([byTrain, byLast, byBest, byTest, worst, byGap]: (typeof ORDERS)[number]): CandidateRun[] {
  const oneOf = (low: number, high: number) => randomNumbers(1, low, high)[0]!;
  return [0, 0.001, 0.01, 0.1, 1].map((l2, i) => ({
    l2,
    trainLosses: [2, 1.5, i === byTrain ? 0.2 : i === byGap ? 1.6 : oneOf(0.4, 1)],
    validationLosses: [
      2.2,
      i === byBest ? 1.5 : oneOf(1.7, 1.9),
      i === byLast ? 1.65 : i === worst ? 2.3 : oneOf(1.75, 2),
    ],
    testLosses: [2.2, 1.9, i === byTest ? 1.6 : oneOf(1.7, 2)],
  }));
}

const least = (runs: readonly CandidateRun[], lossOf: (run: CandidateRun) => number): number =>
  runs.reduce((a, b) => (lossOf(b) < lossOf(a) ? b : a)).l2;
