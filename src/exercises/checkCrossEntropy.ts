import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import type { WrongFormula } from './checkFunction';
import { randomNumbers } from './randomInputs';

/** The scores of the classes, and the number of the right one. */
type Inputs = [scores: number[], label: number];

/** −ln of the right class's probability, however large the scores are. */
function crossEntropy(scores: number[], label: number): number {
  return Math.log(sum(exponentials(scores))) + Math.max(...scores) - scores[label]!;
}

/** The right class is not the one with the largest score, so that the two can be told apart. */
const withLowLabel = (scores: number[]): Inputs => [scores, scores.indexOf(Math.min(...scores))];

/** The same without care for large scores. */
function unstable(scores: number[], label: number): number {
  return -Math.log(Math.exp(scores[label]!) / sum(scores.map(Math.exp)));
}

/** e to the power of each score, with the largest score subtracted from all. */
const exponentials = (scores: number[]): number[] => scores.map((score) => Math.exp(score - Math.max(...scores)));

/** Term by term, as students add up: an exact sum of numbers that overflow is no Infinity but NaN. */
const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

/** With care for large scores, but by way of a probability, which can round to 0. */
function byProbability(scores: number[], label: number): number {
  const shifted = exponentials(scores);
  return -Math.log(shifted[label]! / sum(shifted));
}

/** A misconception about the loss, with and without care for large scores. */
const mistaken = (misconception: string, say: string, change: (loss: number, classes: number) => number) =>
  [crossEntropy, unstable, byProbability].map((loss): WrongFormula<Inputs> => ({
    ...{ misconception, say },
    formula: (scores, label) => change(loss(scores, label), scores.length),
  }));

const UNSTABLE =
  'Right for small scores. For large ones exp gives Infinity and your answer is no number any more: what can be ' +
  'subtracted from every score without a change of the probabilities?';

/**
 * Checks a function that computes the cross-entropy of one image from its scores, also from large ones.
 *
 * @param answer e.g. `myCrossEntropy`: from the scores of the classes and the number of the right one.
 * @example
 * const naive = (scores, label) => -Math.log(Math.exp(scores[label]) / scores.reduce((sum, s) => sum + Math.exp(s), 0));
 * (await checkCrossEntropy(naive)).misconception; // => 'not stable: the exponential of a large score'
 */
export async function checkCrossEntropy(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myCrossEntropy',
    cases: [
      withLowLabel(randomNumbers(4, -2, 2)),
      withLowLabel(randomNumbers(10, -2, 2)),
      [[1000, 1001, 998], 0],
      [[-1000, -1001, -998], 1],
      [[1000, -1000, 0], 1],
      // e^720 overflows and e^−720 does not round to 0, which tells two mistakes apart.
      [[720, 0, 10], 1],
    ],
    right: crossEntropy,
    wrong: [
      { misconception: 'not stable: the exponential of a large score', say: UNSTABLE, formula: unstable },
      {
        misconception: 'not stable: the exponential of a large score',
        say: UNSTABLE,
        formula: (scores, label) => Math.log(sum(scores.map(Math.exp))) - scores[label]!,
      },
      {
        misconception: 'not stable: the logarithm of a probability that rounds to 0',
        formula: byProbability,
        say:
          'Large scores work now. But a probability can round to 0, and its logarithm is −Infinity: take the logarithm ' +
          'on paper before you compute.',
      },
      {
        misconception: 'not stable: another score than the largest subtracted',
        formula: (scores, label) => Math.log(sum(scores.map((score) => Math.exp(score - scores[label]!)))),
        say:
          'Right until the right class has a far lower score than another: then exp gives Infinity. Which score, ' +
          'subtracted from all, leaves no exponent above 0?',
      },
      {
        misconception: 'the largest score not added back',
        formula: (scores, label) => Math.log(sum(exponentials(scores))) - scores[label]!,
        say: 'Wrong by the largest score. It was subtracted inside the sum: was it added back outside?',
      },
      ...[Math.log2, Math.log10].map((logarithm) => ({
        misconception: 'another logarithm of the sum',
        formula: (scores: number[], label: number) =>
          logarithm(sum(exponentials(scores))) + Math.max(...scores) - scores[label]!,
        say: 'Only the logarithm of the sum is another one: it has to undo the exponential of e.',
      })),
      ...mistaken(
        'the decimal logarithm',
        'Too small by one factor, about 2.3: which logarithm is this? The loss is measured in nats.',
        (loss) => loss / Math.LN10,
      ),
      ...mistaken(
        'the binary logarithm',
        'Too large by one factor, about 1.44: which logarithm is this? The loss is measured in nats.',
        (loss) => loss / Math.LN2,
      ),
      ...mistaken(
        'the mean over classes',
        'Too small by the number of classes. Only the right class counts, so there is nothing to take a mean of.',
        (loss, classes) => loss / classes,
      ),
      ...mistaken(
        'the sign forgotten',
        'The logarithm of a probability is below 0, and a loss is not: a sign is missing.',
        (loss) => -loss,
      ),
      ...mistaken(
        'the probability in place of its logarithm',
        'This is the probability of the right class. One step is missing from there to the loss.',
        (loss) => Math.exp(-loss),
      ),
      {
        misconception: 'the largest score in place of the right one',
        formula: (scores) => crossEntropy(scores, scores.indexOf(Math.max(...scores))),
        say: 'This is the loss as if the network were always right: which class does label name?',
      },
    ],
    show: (scores, label) => `scores [${scores.join(', ')}] and label ${label}`,
  });
}
