import type { Metrics } from '../training/history';
import { checkNumber } from './checkNumber';
import { wrong } from './CheckResult';
import type { CheckResult } from './CheckResult';

/** Relative error of an answer from rounded losses: their second decimal is a few percent of the difference. */
const ROUNDED = 0.05;

/** What `evaluate` measured of both networks. */
export interface BothScores {
  readonly baseline: Metrics;
  readonly L2: Metrics;
}

/**
 * Checks by how much the data losses of two networks differ.
 *
 * @param answer L2 − baseline, in nats.
 * @param scores of `evaluate`, of both networks on the same images.
 * @example
 * const baseline = { dataLoss: 2, penalty: 0, totalLoss: 2, accuracy: 0.4 };
 * const L2 = { dataLoss: 1.5, penalty: 0.75, totalLoss: 2.25, accuracy: 0.5 };
 * (await checkLossDifference(0.25, { baseline, L2 })).misconception; // => 'total losses compared'
 */
export async function checkLossDifference(answer: number, { baseline, L2 }: BothScores): Promise<CheckResult> {
  const right = L2.dataLoss - baseline.dataLoss;
  const result = checkNumber(answer, {
    name: 'myLossDifference',
    right,
    wrong: [
      {
        misconception: 'total losses compared',
        value: L2.totalLoss - baseline.totalLoss,
        say: "One of these two losses contains something that the other network's does not have. Which part says how well a network classifies?",
      },
      {
        misconception: 'the sign turned round',
        value: baseline.dataLoss - L2.dataLoss,
        say: 'The size is right. The question is L2 minus baseline: is the loss of L2 the larger one?',
      },
      {
        misconception: 'accuracies compared',
        value: L2.accuracy - baseline.accuracy,
        say: 'This is the difference of the accuracies, shares of images. A loss is measured in nats.',
      },
      {
        misconception: 'the penalty taken for the difference',
        value: L2.penalty - baseline.penalty,
        say: 'This is the penalty, which depends on the weights alone. How well do the networks fit the images?',
      },
    ],
  });
  const unknown = result.state === 'wrong' && result.misconception === undefined;
  return unknown && Math.abs(answer - right) <= ROUNDED * Math.abs(right)
    ? wrong('Nearly: use the numbers from `scores`, not rounded ones.', 'rounded numbers')
    : result;
}
