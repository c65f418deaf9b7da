import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomNumbers, randomWhole } from './randomInputs';

/** Data losses after each epoch. */
type Inputs = [trainLosses: number[], validationLosses: number[]];

/**
 * Checks a function that finds the epoch at which training should have stopped.
 *
 * @param answer e.g. `myStopEpoch`: the number of an epoch, counted from 1.
 * @example
 * const place = (trainLosses, validationLosses) => validationLosses.indexOf(Math.min(...validationLosses));
 * (await checkStopEpoch(place)).misconception; // => 'counted from 0'
 */
export async function checkStopEpoch(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myStopEpoch',
    cases: [turning(5), turning(7), turning(9)],
    right: (_, validation) => lowest(validation) + 1,
    // Epochs are whole numbers.
    tolerance: 0,
    wrong: [
      {
        misconception: 'counted from 0',
        formula: (_, validation) => lowest(validation),
        say: 'One too few: places in a list are counted from 0, epochs from 1.',
      },
      {
        misconception: 'chosen by the training images',
        formula: (train) => lowest(train) + 1,
        say: 'This epoch has the lowest training loss. A network that learns its images by heart lowers it for ever: which images can warn of that?',
      },
      {
        misconception: 'the last epoch',
        formula: (_, validation) => validation.length,
        say: 'This is always the last epoch. Where was the network at its best on images that it was not trained on?',
      },
      {
        misconception: 'the loss in place of the epoch',
        formula: (_, validation) => Math.min(...validation),
        say: 'This is the lowest loss itself. The question is at which epoch it was.',
      },
      {
        misconception: 'the highest loss taken for the best',
        formula: (_, validation) => validation.indexOf(Math.max(...validation)) + 1,
        say: 'Here the loss is highest. Of an accuracy, higher is better; of a loss?',
      },
    ],
    show: (train, validation) =>
      `training losses [${train.join(', ')}] and validation losses [${validation.join(', ')}]`,
  });
}

const lowest = (losses: readonly number[]): number => losses.indexOf(Math.min(...losses));

/** Losses of a run that overfits: one falls throughout, the other turns somewhere after the second epoch. */
function turning(epochs: number): Inputs {
  const train = randomNumbers(epochs, 0.1, 2).sort((a, b) => b - a);
  // No two are equal: the lowest one has to be the last.
  const falling = train.map((loss, i) => Number((loss - i / 1000).toFixed(3)));
  const validation = randomNumbers(epochs, 1.6, 2.1);
  validation[0] = 2.3;
  validation[randomWhole(2, epochs - 2)] = 1.5;
  return [falling, validation];
}
