import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomMatrix } from './randomInputs';

/**
 * Checks a function that counts dead units.
 *
 * @param answer e.g. `countDead`: from the outputs of a ReLU layer, a row for each image and a column for each unit.
 * @example
 * const someZero = (outputs) => outputs[0].filter((_, unit) => outputs.some((row) => row[unit] === 0)).length;
 * (await checkCountDead(someZero)).misconception; // => 'silent on one image taken for dead'
 */
export async function checkCountDead(answer: (outputs: number[][]) => number): Promise<CheckResult> {
  return checkFunction<[number[][]]>(answer, {
    name: 'countDead',
    // More images than units, so that rows and columns cannot be mixed up unseen.
    cases: [[activations(5, 4, 1)], [activations(6, 5, 2)], [activations(7, 6, 3)]],
    right: (outputs) => units(outputs).filter((unit) => outputs.every((row) => row[unit] === 0)).length,
    tolerance: 0,
    wrong: [
      {
        misconception: 'silent on one image taken for dead',
        formula: (outputs) => units(outputs).filter((unit) => outputs.some((row) => row[unit] === 0)).length,
        say: 'A unit that is 0 on some image is only silent there. What must hold on every image for it to be dead?',
      },
      {
        misconception: 'zeros counted in place of units',
        formula: (outputs) => outputs.flat().filter((value) => value === 0).length,
        say: 'This counts all the zeros in the table. A dead unit has one in each row, and counts once.',
      },
      {
        misconception: 'rows taken for units',
        formula: (outputs) => outputs.filter((row) => row.every((value) => value === 0)).length,
        say: 'This goes through the rows, which are images. A unit is a column.',
      },
      {
        misconception: 'living units counted',
        formula: (outputs) => units(outputs).filter((unit) => outputs.some((row) => row[unit]! > 0)).length,
        say: 'These are the units that answer at least once. The question is how many never do.',
      },
    ],
    show: (outputs) => `outputs [${outputs.map((row) => `[${row.join(', ')}]`).join(', ')}]`,
  });
}

const units = (outputs: readonly number[][]): number[] => [...outputs[0]!.keys()];

/** Outputs with so many dead units in front; another one is silent on some images, and one image silences all. */
function activations(images: number, unitCount: number, dead: number): number[][] {
  return randomMatrix(images, unitCount, 0.1, 2).map((row, image) =>
    row.map((value, unit) => (unit < dead || image === 1 || (unit === dead && image % 2 === 0) ? 0 : value)),
  );
}
