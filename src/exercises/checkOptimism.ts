import { mean } from 'simple-statistics';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomNumbers } from './randomInputs';

/** Losses of several candidates: on the images to choose by, and on others. */
type Inputs = [chosenBy: number[], others: number[]];

/**
 * Checks a function that measures by how much the winner's score is too good.
 *
 * @param answer e.g. `myOptimism`: how much higher the chosen candidate's loss is on other images.
 * @example
 * const bothBest = (chosenBy, others) => Math.min(...others) - Math.min(...chosenBy);
 * (await checkOptimism(bothBest)).misconception; // => 'a new choice on the other images'
 */
export async function checkOptimism(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  const winner = (losses: readonly number[]) => losses.indexOf(Math.min(...losses));
  return checkFunction<Inputs>(answer, {
    name: 'myOptimism',
    cases: [losses(4), losses(6), luckless(losses(5)), losses(9)],
    right: (chosenBy, others) => others[winner(chosenBy)]! - chosenBy[winner(chosenBy)]!,
    wrong: [
      {
        misconception: 'a new choice on the other images',
        formula: (chosenBy, others) => Math.min(...others) - Math.min(...chosenBy),
        say: 'This takes the best candidate of each list, which are two different ones. Follow the one that was chosen.',
      },
      {
        misconception: 'the sign turned round',
        formula: (chosenBy, others) => chosenBy[winner(chosenBy)]! - others[winner(chosenBy)]!,
        say: 'The size is right, the sign is not: a winner whose loss is higher on other images was judged too well, by a number above 0.',
      },
      {
        misconception: 'the sign dropped',
        formula: (chosenBy, others) => Math.abs(others[winner(chosenBy)]! - chosenBy[winner(chosenBy)]!),
        say: 'The size is right. A winner can also do better on other images; then it was judged too badly, by a number below 0.',
      },
      {
        misconception: 'chosen by the other images',
        formula: (chosenBy, others) => others[winner(others)]! - chosenBy[winner(others)]!,
        say: 'This chooses by the second list. The first one is there to choose by.',
      },
      {
        misconception: 'the mean over all candidates',
        formula: (chosenBy, others) => mean(others) - mean(chosenBy),
        say: 'This is the mean over all candidates, chosen or not. Among all of them luck cancels out; what about the chosen one?',
      },
      {
        misconception: 'the largest loss taken for the best',
        formula: (chosenBy, others) => {
          const worst = chosenBy.indexOf(Math.max(...chosenBy));
          return others[worst]! - chosenBy[worst]!;
        },
        say: 'This follows the candidate with the largest loss. Of a loss, less is better.',
      },
      {
        misconception: 'the loss in place of the difference',
        formula: (chosenBy, others) => others[winner(chosenBy)]!,
        say: "This is the winner's loss on other images. By how much is it higher than the one it was chosen for?",
      },
      {
        misconception: 'the place in place of the loss',
        formula: (chosenBy) => winner(chosenBy),
        say: "This is the winner's place in the list. Its loss is at that place, in both lists.",
      },
    ],
    show: (chosenBy, others) => `losses [${chosenBy.join(', ')}], on other images [${others.join(', ')}]`,
  });
}

/** The two lists have different winners, whatever the random numbers. */
function losses(count: number): Inputs {
  const both = [randomNumbers(count, 1.9, 2.2), randomNumbers(count, 1.9, 2.2)] as const;
  both[0][1] = randomNumbers(1, 1.7, 1.8)[0]!;
  both[1][0] = randomNumbers(1, 1.6, 1.8)[0]!;
  both[0][3] = randomNumbers(1, 2.3, 2.4)[0]!;
  return [both[0], both[1]];
}

/** The winner does better on the other images, where another one wins all the same. */
function luckless([chosenBy, others]: Inputs): Inputs {
  const elsewhere = [...others];
  elsewhere[1] = chosenBy[1]! - 0.05;
  elsewhere[0] = chosenBy[1]! - 0.1;
  return [chosenBy, elsewhere.map((loss) => Number(loss.toFixed(2)))];
}
