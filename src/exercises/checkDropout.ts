import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomNumbers, randomShare } from './randomInputs';

/** The outputs of a layer, which of them stay, and the share that is dropped on average. */
type Inputs = [outputs: number[], kept: boolean[], rate: number];

const each = (outputs: readonly number[], change: (value: number, unit: number) => number): number[] =>
  outputs.map(change);

const onlyKept = (outputs: readonly number[], kept: readonly boolean[]): number[] =>
  outputs.filter((_, unit) => kept[unit]);

/**
 * Checks a function that applies dropout in training, scaled so that the expected value of each output stays.
 *
 * @param answer e.g. `myDropout`: from the outputs, which of them stay, and the rate to the outputs after dropout.
 * @example
 * const plain = (outputs, kept) => outputs.map((value, unit) => (kept[unit] ? value : 0));
 * (await checkDropout(plain)).misconception; // => 'not scaled'
 */
export async function checkDropout(answer: (...inputs: Inputs) => number[]): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myDropout',
    cases: [0.2, 0.75].map((rate): Inputs => [randomNumbers(5, 0.5, 3), someKept(5), rate]),
    right: (outputs, kept, rate) => each(outputs, (value, unit) => (kept[unit] ? value / (1 - rate) : 0)),
    wrong: [
      {
        misconception: 'not scaled',
        formula: (outputs, kept) => each(outputs, (value, unit) => (kept[unit] ? value : 0)),
        say: 'The right outputs are dropped. But the next layer now gets less on average: what do the others have to make up for?',
      },
      {
        misconception: 'scaled down',
        formula: (outputs, kept, rate) => each(outputs, (value, unit) => (kept[unit] ? value * (1 - rate) : 0)),
        say: 'What stays gets smaller, and so the sum falls even further. It has to rise by as much as was lost.',
      },
      {
        misconception: 'scaled by the share that is dropped',
        formula: (outputs, kept, rate) => each(outputs, (value, unit) => (kept[unit] ? value / rate : 0)),
        say: 'Divided by the share that is dropped. Of how many outputs does the whole have to come from now?',
      },
      {
        misconception: 'the others dropped',
        formula: (outputs, kept, rate) => each(outputs, (value, unit) => (kept[unit] ? 0 : value / (1 - rate))),
        say: 'The scaling is right, but those that should stay are dropped.',
      },
      {
        misconception: 'all outputs scaled, none dropped',
        formula: (outputs, _, rate) => each(outputs, (value) => value / (1 - rate)),
        say: 'Nothing is dropped here: `kept` says which outputs stay.',
      },
      {
        misconception: 'the dropped ones left out',
        formula: (outputs, kept, rate) => onlyKept(outputs, kept).map((value) => value / (1 - rate)),
        say: 'Your list holds only the outputs that stay. The next layer expects as many numbers as before: what stands where one was dropped?',
      },
      {
        misconception: 'the dropped ones left out, and not scaled',
        formula: onlyKept,
        say: 'Your list holds only the outputs that stay, as they were. The next layer expects as many numbers as before, with the same sum on average.',
      },
      {
        misconception: 'scaled by what was dropped this time',
        formula: (outputs, kept) => {
          const stay = kept.filter((isKept) => isKept).length;
          return each(outputs, (value, unit) => (kept[unit] ? (value * kept.length) / stay : 0));
        },
        say: 'Scaled by the share that happened to stay this time. The rule is fixed: it uses the share that stays on average.',
      },
    ],
    show: (outputs, kept, rate) => `outputs [${outputs.join(', ')}], kept [${kept.join(', ')}], rate ${rate}`,
  });
}

/** At least one that stays and one that does not, the first two of them by chance the other way round. */
function someKept(count: number): boolean[] {
  const first = randomShare() < 0.5;
  return Array.from({ length: count }, (_, unit) => (unit < 2 ? (unit === 0) === first : randomShare() < 0.5));
}
