import { checkNumber } from './checkNumber';
import { right, wrong } from './CheckResult';
import type { CheckResult } from './CheckResult';

/** The step of the lesson's plan that uses up the test images. */
const LEAK = 4;

/** How many steps it has. */
const STEPS = 6;

/**
 * Checks which step of the plan in the lesson on choosing λ uses up the test images.
 *
 * @param answer e.g. `myStep`: the number of the step.
 * @example
 * (await checkLeak(5)).misconception; // => 'the last step'
 */
export async function checkLeak(answer: number): Promise<CheckResult> {
  const steps: [number, string, string][] = [
    [1, 'setting images aside', 'Step 1 only sets images aside; that is how it should be.'],
    [2, 'training with several seeds', 'Step 2 trains, on the training images alone. No other image has a say in it.'],
    [
      3,
      'the validation images',
      'Step 3 looks at the validation images, which are there to choose by. They are spent afterwards, and that is their purpose.',
    ],
    [
      5,
      'the last step',
      'Step 5 would be right by itself: one look at the end. But by then a choice has already been made by these images. In which step?',
    ],
    [
      6,
      'the report',
      'Step 6 only reports. Is the number that it reports as good as it says? Which step before it decides that?',
    ],
  ];
  if (typeof answer === 'number' && (answer < 1 || answer > STEPS || answer % 1 !== 0) && !Number.isNaN(answer)) {
    return wrong(`myStep has to be the number of a step, a whole one from 1 to ${STEPS}.`);
  }
  const result = checkNumber(answer, {
    name: 'myStep',
    right: LEAK,
    wrong: steps.map(([value, misconception, say]) => ({ value, misconception, say })),
  });
  return result.passed
    ? right(
        'Step 4: there the test images choose between three candidates, and step 5 measures the winner on the images that it won on.',
      )
    : result;
}
