import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomMatrix } from './randomInputs';

/** Above all outputs of the faint unit, below those of others. */
const FAINT = 0.01;

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
    cases: [[activations(6, 5, 1)], [activations(7, 6, 2)], [activations(8, 7, 3)]],
    right: (outputs) => units(outputs).filter((unit) => outputs.every((row) => row[unit] === 0)).length,
    tolerance: 0,
    wrong: [
      {
        misconception: 'silent on one image taken for dead',
        formula: (outputs) => units(outputs).filter((unit) => outputs.some((row) => row[unit] === 0)).length,
        say: 'A unit that is 0 on some image is only silent there. What must hold on every image for it to be dead?',
      },
      {
        misconception: 'the first image alone',
        formula: ([first]) => first!.filter((value) => value === 0).length,
        say: 'These are the units that are 0 on the first image. Another image may make them answer: look at every row.',
      },
      {
        misconception: 'nearly silent taken for dead',
        formula: (outputs) => units(outputs).filter((unit) => outputs.every((row) => row[unit]! < FAINT)).length,
        say: `One unit's outputs are all below ${FAINT}, but not all 0. Where ReLU answers above 0, it has a gradient: the unit still learns.`,
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

/**
 * Outputs with so many dead units in front; the next one is silent on some images, and the one after it faint on all. The
 * first image silences all but the last unit, the second one all.
 */
function activations(images: number, unitCount: number, dead: number): number[][] {
  return randomMatrix(images, unitCount, 0.1, 2).map((row, image) =>
    row.map((value, unit) => {
      const silent = image === 1 || (image === 0 && unit < unitCount - 1) || (unit === dead && image % 2 === 0);
      if (unit < dead || silent) return 0;
      return unit === dead + 1 ? Number(((value * FAINT) / 10).toFixed(5)) : value;
    }),
  );
}
