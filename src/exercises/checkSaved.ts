import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomWhole } from './randomInputs';

type Inputs = [inputs: number, units: number, outputs: number, dead: number];

/**
 * Checks a function that counts the parameters a network loses with the dead units of a dense layer.
 *
 * @param answer e.g. `mySaved`: from the layer's inputs and units, the units of the next layer, and how many are dead.
 * @example
 * const incomingAlone = (inputs, units, outputs, dead) => dead * inputs;
 * (await checkSaved(incomingAlone)).misconception; // => 'incoming weights alone'
 */
export async function checkSaved(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'mySaved',
    cases: [drawn(), drawn(), drawn()],
    right: (inputs, _, outputs, dead) => dead * (inputs + 1 + outputs),
    tolerance: 0,
    wrong: [
      {
        misconception: 'incoming weights alone',
        formula: (inputs, _, __, dead) => dead * inputs,
        say: 'These are the weights that lead into the dead units. What else does a unit have, and where do its outputs go?',
      },
      {
        misconception: 'the outgoing weights forgotten',
        formula: (inputs, _, __, dead) => dead * (inputs + 1),
        say: 'Each unit of the next layer has a weight for every unit of this one. What becomes of those of the dead units?',
      },
      {
        misconception: 'the bias forgotten',
        formula: (inputs, _, outputs, dead) => dead * (inputs + outputs),
        say: 'Nearly: besides its weights, each unit has a number that is added to its sum.',
      },
      {
        misconception: 'biases of the next layer counted',
        formula: (inputs, _, outputs, dead) => dead * (inputs + 1 + outputs + 1),
        say: 'A little too many: the next layer keeps all its units, and their biases.',
      },
      {
        misconception: 'what is left, not what is saved',
        formula: (inputs, units, outputs, dead) => (units - dead) * (inputs + 1 + outputs),
        say: 'These belong to the living units. The question is what goes with the dead ones.',
      },
      {
        misconception: 'what is left, not what is saved',
        formula: (inputs, units, outputs, dead) => (inputs + 1) * (units - dead) + (units - dead + 1) * outputs,
        say: 'These belong to the living units. The question is what goes with the dead ones.',
      },
      {
        misconception: 'dead units subtracted from parameters',
        formula: (inputs, units, outputs, dead) => (inputs + 1) * units + (units + 1) * outputs - dead,
        say: 'From all parameters you have taken away the number of dead units. A unit is not one parameter: how many does it have?',
      },
      {
        misconception: 'dead units subtracted from one unit',
        formula: (inputs, _, outputs, dead) => inputs + 1 + outputs - dead,
        say: 'This is what one unit has, less the number of dead ones. Each of them has as much: is that a difference?',
      },
      {
        misconception: 'all units',
        formula: (inputs, units, outputs) => units * (inputs + 1 + outputs),
        say: 'This takes all units of the layer. Only the dead ones go.',
      },
      {
        misconception: 'one unit alone',
        formula: (inputs, _, outputs) => inputs + 1 + outputs,
        say: 'This is what one unit has. How many are dead?',
      },
    ],
    show: (inputs, units, outputs, dead) =>
      `inputs = ${inputs}, units = ${units}, outputs = ${outputs}, dead = ${dead}`,
  });
}

const drawn = (): Inputs => {
  const dead = randomWhole(2, 9);
  return [randomWhole(20, 400), 3 * dead, randomWhole(3, 12), dead];
};
