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
    cases: [turning(7, 7), turning(9, 8), turning(11, 11)],
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
        misconception: 'stopped before the first rise',
        formula: (_, validation) => firstRise(validation),
        say: 'This is the epoch before the first rise. The first rise is noise: the validation loss falls lower after it.',
      },
      {
        misconception: 'stopped at the first rise',
        formula: (_, validation) => firstRise(validation) + 1,
        say: 'At this epoch the validation loss rises for the first time. The first rise is noise: the loss falls lower after it.',
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

/** The place of the first loss above the one before it. */
const firstRise = (losses: readonly number[]): number => losses.findIndex((loss, i) => i > 0 && loss > losses[i - 1]!);

/**
 * Losses of a run that overfits: the training loss is lowest at an epoch of the last ones; the validation loss rises once
 * by chance, and is lowest two epochs later or more, but neither at the last epoch nor at the last but one.
 */
function turning(epochs: number, lowestTrain: number): Inputs {
  const train = randomNumbers(epochs, 0.2, 2).sort((a, b) => b - a);
  train[lowestTrain - 1] = 0.1;
  const rise = randomWhole(Math.floor(epochs / 2) - 1, epochs - 5);
  const falling = Array.from({ length: rise }, (_, i) => Number((2.3 - i / 10).toFixed(2)));
  const validation = [...falling, falling.at(-1)! + 0.05, ...randomNumbers(epochs - rise - 1, 1.6, 2.1)];
  validation[rise] = Number(validation[rise]!.toFixed(2));
  validation[randomWhole(rise + 2, epochs - 3)] = 1.5;
  return [train, validation];
}
