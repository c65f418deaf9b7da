import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomNumbers, shuffled } from './randomInputs';

/** What is known of a network with a certain λ after its last epoch. */
export interface ChoiceRow {
  /** The article's, with the ½. */
  readonly lambda: number;
  /** Data loss on the training images. */
  readonly trainLoss: number;
  /** Data loss on the validation images. */
  readonly validationLoss: number;
  /** The same with the penalty. */
  readonly validationTotalLoss: number;
  readonly validationAccuracy: number;
}

/**
 * Checks a function that chooses λ by the validation data loss after the last epoch.
 *
 * @param answer e.g. `myChoice`: the λ of one of the rows, which come in any order.
 * @example
 * const byAccuracy = (rows) => [...rows].sort((a, b) => b.validationAccuracy - a.validationAccuracy)[0].lambda;
 * (await checkLambdaChoice(byAccuracy)).misconception; // => 'chosen by the accuracy'
 */
export async function checkLambdaChoice(answer: (rows: ChoiceRow[]) => number): Promise<CheckResult> {
  return checkFunction<[ChoiceRow[]]>(answer, {
    name: 'myChoice',
    cases: [[randomRows()], [randomRows()], [randomRows()], [randomRows()], [withoutPenalty(randomRows())]],
    right: (rows) => least(rows, ({ validationLoss }) => validationLoss),
    tolerance: 0,
    wrong: [
      {
        misconception: 'chosen by the training images',
        formula: (rows) => least(rows, ({ trainLoss }) => trainLoss),
        say: 'This is the network that fits its training images best. Would images that it has not seen choose the same one?',
      },
      {
        misconception: 'chosen by both losses together',
        formula: (rows) => least(rows, ({ trainLoss, validationLoss }) => trainLoss + validationLoss),
        say: 'This choice counts the training loss, too. Which images tell how the network does on new ones?',
      },
      {
        misconception: 'chosen by the total loss',
        formula: (rows) => least(rows, ({ validationTotalLoss }) => validationTotalLoss),
        say: 'These losses have the penalty in them, each with another λ. Which losses can be compared?',
      },
      {
        misconception: 'chosen by the accuracy',
        formula: (rows) => least(rows, ({ validationAccuracy }) => -validationAccuracy),
        say: 'This choice goes by the accuracy. The task asks for the choice by data loss.',
      },
      ...[(gap: number) => gap, Math.abs].map((size) => ({
        misconception: 'the smallest gap taken for the best',
        formula: (rows: ChoiceRow[]) => least(rows, (row) => size(row.validationLoss - row.trainLoss)),
        say: 'This network has the smallest gap. So has one that learns nothing: which loss itself should be small?',
      })),
      {
        misconception: 'the largest loss taken for the best',
        formula: (rows) => least(rows, ({ validationLoss }) => -validationLoss),
        say: 'The right losses, and the worst of them. Of a loss, less is better.',
      },
      {
        misconception: 'l2 in place of λ',
        formula: (rows) => least(rows, ({ validationLoss }) => validationLoss) / 2,
        say: 'The right row, and half of its λ. The question is λ, as the row has it.',
      },
      {
        misconception: 'the loss in place of λ',
        formula: (rows) => Math.min(...rows.map(({ validationLoss }) => validationLoss)),
        say: 'This is the lowest loss itself. The question is with which λ it was reached.',
      },
      {
        misconception: 'the place in place of λ',
        formula: (rows) => rows.findIndex(({ lambda }) => lambda === least(rows, (row) => row.validationLoss)),
        say: "This is the row's place in the list. The question is its λ.",
      },
      {
        misconception: 'the first row',
        formula: (rows) => rows[0]!.lambda,
        say: 'This is always the first row, whatever the losses are. Are all rows looked at?',
      },
      {
        misconception: 'the last row',
        formula: (rows) => rows.at(-1)!.lambda,
        say: 'This is always the last row, whatever the losses are. Are all rows looked at?',
      },
    ],
    show: (rows) =>
      `rows with λ ${rows.map(({ lambda }) => lambda).join(', ')} and validation losses ` +
      rows.map(({ validationLoss }) => validationLoss).join(', '),
  });
}

const least = (rows: readonly ChoiceRow[], of: (row: ChoiceRow) => number): number =>
  rows.reduce((a, b) => (of(b) < of(a) ? b : a)).lambda;

/** Seven rows, and each way to choose takes another one. λ is above 1, so that no place and no loss is taken for it. */
function randomRows(): ChoiceRow[] {
  const places = [0, 1, 2, 3, 4, 5, 6];
  const [byLoss, byTrain, byTotal, byAccuracy, byGap, worst, byBoth] = shuffled(places);
  const one = (low: number, high: number): number => randomNumbers(1, low, high)[0]!;
  const rows = places.map((place) => {
    const extreme = new Map([
      [byLoss, one(1.5, 1.6)],
      [byBoth, 1.65],
      [worst, one(2.5, 2.6)],
    ]);
    const validationLoss = extreme.get(place) ?? one(1.8, 2.2);
    const penalty = place === byTotal ? 0.01 : place === byLoss ? one(0.9, 1) : one(0.7, 0.8);
    const low = new Map([
      [byTrain, 0.1],
      [byBoth, 0.2],
      [byGap, validationLoss - 0.05],
    ]);
    return {
      lambda: Number((10 + 10 * place + one(0, 9)).toFixed(2)),
      trainLoss: Number((low.get(place) ?? one(0.5, 1)).toFixed(2)),
      validationLoss,
      validationTotalLoss: Number((validationLoss + penalty).toFixed(2)),
      validationAccuracy: place === byAccuracy ? 0.6 : one(0.2, 0.5),
    };
  });
  return shuffled(rows);
}

/** The same, and the network without a penalty is the best one. */
function withoutPenalty(rows: readonly ChoiceRow[]): ChoiceRow[] {
  const best = least(rows, ({ validationLoss }) => validationLoss);
  return rows.map((row) => (row.lambda === best ? { ...row, lambda: 0 } : row));
}
