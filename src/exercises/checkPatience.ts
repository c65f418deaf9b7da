import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers, randomWhole } from './randomInputs';

/** Validation losses as they would go on, and how many epochs without improvement are waited out. */
type Inputs = [losses: number[], patience: number];

/**
 * Checks a function that says after which epoch early stopping ends a run.
 *
 * @param answer e.g. `myLastEpoch`: from the validation losses of all epochs and the patience to the number of the last
 *   epoch that is trained, counted from 1.
 * @example
 * const best = (losses) => losses.indexOf(Math.min(...losses)) + 1;
 * (await checkPatience(best)).misconception; // => 'the best of all epochs'
 */
export async function checkPatience(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myLastEpoch',
    cases: [endsEarly(2), endsEarly(3), neverEnds(), hasTie()],
    // Epochs are whole numbers.
    tolerance: 0,
    right: lastEpoch,
    wrong: [
      {
        misconception: 'counted from 0',
        formula: (losses, patience) => lastEpoch(losses, patience) - 1,
        say: 'One too few: places in a list are counted from 0, epochs from 1.',
      },
      {
        misconception: 'the best of all epochs',
        formula: (losses) => losses.indexOf(Math.min(...losses)) + 1,
        say: 'This is where the loss is lowest in the whole list. A run that has stopped never sees what would have come later.',
      },
      {
        misconception: 'the best epoch in place of the last',
        formula: (losses, patience) => bestUntil(losses, lastEpoch(losses, patience)),
        say: 'This is the epoch whose weights are put back. The run goes on for a while after it: how long?',
      },
      {
        misconception: 'rises counted, not epochs without improvement',
        formula: risesInRow,
        say: 'Here epochs count in which the loss rises above the epoch before. What counts is whether it is lower than ever before.',
      },
      {
        misconception: 'the count never starts anew',
        formula: risesInAll,
        say: 'An improvement has to start the count anew; here all bad epochs of the run are added up.',
      },
      {
        misconception: 'one epoch too patient',
        formula: (losses, patience) => Math.min(losses.length, lastEpoch(losses, patience + 1)),
        say: 'One epoch too late: after as many epochs without improvement as the patience says, the run ends.',
      },
      {
        misconception: 'a tie taken for an improvement',
        formula: tiesImprove,
        say: 'One of the losses is as low as the best before it. That is a tie: it has not fallen below.',
      },
      {
        misconception: 'patience after the best of all epochs',
        formula: (losses, patience) => Math.min(losses.length, afterBest(losses, patience)),
        say: 'The lowest loss of the whole list may come after the run has ended.',
      },
      {
        misconception: 'patience after the best of all epochs, beyond the list',
        formula: afterBest,
        say: 'The lowest loss of the whole list may come after the run has ended. And no run is longer than its list.',
      },
      {
        misconception: 'all epochs',
        formula: (losses) => losses.length,
        say: 'This is always the last one of the list, as if nothing stopped the run.',
      },
    ],
    show: (losses, patience) => `losses [${losses.join(', ')}], patience ${patience}`,
  });
}

/** The epoch of the lowest loss among the first ones. */
const bestUntil = (losses: readonly number[], last: number): number =>
  losses.indexOf(Math.min(...losses.slice(0, last))) + 1;

function lastEpoch(losses: readonly number[], patience: number): number {
  for (let epoch = 1; epoch <= losses.length; epoch++) {
    if (epoch - bestUntil(losses, epoch) >= patience) return epoch;
  }
  return losses.length;
}

const afterBest = (losses: readonly number[], patience: number): number => bestUntil(losses, losses.length) + patience;

function tiesImprove(losses: readonly number[], patience: number): number {
  let [lowest, waited] = [Infinity, 0];
  for (const [i, loss] of losses.entries()) {
    waited = loss <= lowest ? 0 : waited + 1;
    lowest = Math.min(lowest, loss);
    if (waited >= patience) return i + 1;
  }
  return losses.length;
}

function risesInRow(losses: readonly number[], patience: number): number {
  let rises = 0;
  for (let i = 1; i < losses.length; i++) {
    rises = losses[i]! > losses[i - 1]! ? rises + 1 : 0;
    if (rises >= patience) return i + 1;
  }
  return losses.length;
}

function risesInAll(losses: readonly number[], patience: number): number {
  let [lowest, bad] = [Infinity, 0];
  for (const [i, loss] of losses.entries()) {
    bad += loss < lowest ? 0 : 1;
    lowest = Math.min(lowest, loss);
    if (bad >= patience) return i + 1;
  }
  return losses.length;
}

/**
 * Losses that fall, rise once, fall to their best so far, stay above it for longer than the patience, rising all the time
 * only towards the end, and would then be lowest of all.
 */
function endsEarly(patience: number): Inputs {
  const start = randomNumbers(1, 2.1, 2.3)[0]!;
  const [dip, best] = [start - 0.3, start - 0.4].map(rounded);
  const rising = Array.from({ length: patience }, (_, i) => 0.15 + i / 20);
  const above = [0.2, 0.1, ...rising].map((height) => rounded(best! + height));
  const before = Array.from({ length: randomWhole(1, 3) }, (_, i) => rounded(start - i / 20));
  return [
    [...before, dip!, rounded(dip! + 0.05), best!, ...above, rounded(best! - 0.2), rounded(best! - 0.1)],
    patience,
  ];
}

/** Losses that always improve in time: such a run trains all its epochs. */
function neverEnds(): Inputs {
  const start = randomNumbers(1, 2.1, 2.3)[0]!;
  return [[0, 0.1, 0.05, 0.2, 0.15, 0.3, 0.4, 0.35].map((fall) => rounded(start - fall)), 2];
}

/** The best loss comes twice, one epoch after the other, and the list goes on after the end of the run. */
function hasTie(): Inputs {
  const start = randomNumbers(1, 2.1, 2.3)[0]!;
  return [[0, 0.1, 0.4, 0.4, 0.2, 0.3, 0.1, 0.2].map((fall) => rounded(start - fall)), 2];
}

const rounded = (value: number): number => Number(value.toFixed(2));
