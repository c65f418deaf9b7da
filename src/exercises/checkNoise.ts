import { sampleStandardDeviation } from 'simple-statistics';
import { createRandom } from '../data/random';
import { checkFunction } from './checkFunction';
import type { CheckResult } from './CheckResult';
import { randomWhole } from './randomInputs';

/** Losses of two networks on the same images. */
type Inputs = [first: number[], second: number[]];

/**
 * Checks a function that computes the standard error of the mean difference between two networks, image by image.
 *
 * @param answer e.g. `myNoise`: from the losses of both networks on the same images, in the same order.
 * @example
 * const noRoot = (first, second) => pairedDifference(first, second).standardError * Math.sqrt(first.length);
 * (await checkNoise(noRoot)).misconception; // => 'the standard deviation of single images'
 */
export async function checkNoise(answer: (...inputs: Inputs) => number): Promise<CheckResult> {
  return checkFunction<Inputs>(answer, {
    name: 'myNoise',
    cases: [losses(200), losses(300), losses(400)],
    right: (first, second) => spread(differences(first, second)) / Math.sqrt(first.length),
    // Who divides by n and not by n − 1 is as right.
    tolerance: 0.005,
    wrong: [
      {
        misconception: 'the standard deviation of single images',
        formula: (first, second) => spread(differences(first, second)),
        say: 'This is how much the difference varies from image to image. The mean of many images varies less: by which factor?',
      },
      {
        misconception: 'divided by n in place of √n',
        formula: (first, second) => spread(differences(first, second)) / first.length,
        say: 'Too small: four times as many images halve the noise of a mean, they do not quarter it.',
      },
      {
        misconception: 'the root forgotten',
        formula: (first, second) => spread(differences(first, second)) ** 2 / first.length,
        say: 'This is the variance of the mean, in nats squared. A standard error has the unit of the losses.',
      },
      {
        misconception: 'the two networks taken for unrelated',
        formula: (first, second) => Math.hypot(spread(first), spread(second)) / Math.sqrt(first.length),
        say: 'Right for two networks that saw different images. These saw the same: hard images are hard for both, and that drops out of the differences.',
      },
      {
        misconception: 'the mean not subtracted',
        formula: (first, second) => Math.hypot(...differences(first, second)) / first.length,
        say: 'Slightly too large: the differences are squared as they are. By how much does each deviate from their mean?',
      },
      ...[2, 1.96].map((times) => ({
        misconception: 'two standard errors',
        formula: (...[first, second]: Inputs) => (times * spread(differences(first, second))) / Math.sqrt(first.length),
        say: `This is ${times} times the standard error, half the width of a 95 % interval. The question is one standard error.`,
      })),
      {
        misconception: 'the mean in place of its noise',
        formula: (first, second) => differences(first, second).reduce((a, b) => a + b, 0) / first.length,
        say: 'This is the mean difference itself. The question is by how much it would vary with other images.',
      },
    ],
    show: (first) => `two lists of ${first.length} losses`,
  });
}

const differences = (first: readonly number[], second: readonly number[]): number[] =>
  first.map((loss, i) => second[i]! - loss);

const spread = (values: readonly number[]): number => sampleStandardDeviation([...values]);

/** Losses as they are: what makes an image hard is hard for both. */
function losses(images: number): Inputs {
  const random = createRandom(randomWhole(1, 1e9));
  const hardness = Array.from({ length: images }, () => 2 + random.normal());
  const ofNetwork = (mean: number) => hardness.map((hard) => hard + mean + 0.4 * random.normal());
  return [ofNetwork(0), ofNetwork(-0.2)];
}
