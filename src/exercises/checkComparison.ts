import * as tf from '@tensorflow/tfjs';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { imageHits } from '../analysis/imageHits';
import { imageLosses } from '../analysis/imageLosses';
import { predictions } from '../analysis/predictions';
import type { ImageDataset } from '../data/dataset';
import { syntheticShapes } from '../data/synthetic';
import { convNet } from '../model/network';
import { totalPenalty } from '../model/regularizers';
import { checkFunction } from './checkFunction';
import { mistake } from './CheckResult';
import type { CheckResult } from './CheckResult';
import { randomWhole } from './randomInputs';
import { isFreed } from './withNetworks';

type Inputs = [first: tf.LayersModel, second: tf.LayersModel, images: ImageDataset];

/** A network's answers, image by image. */
interface Measured {
  readonly losses: number[];
  readonly hits: number[];
  /** The losses with the network's penalty in each. */
  readonly totalLosses: number[];
}

/**
 * Checks a function that compares two networks image by image, by small networks and images that are new for each check.
 *
 * @param answer e.g. `myComparison`: mean of the differences in data loss, second minus first, and its standard error.
 * @example
 * const turned = async (first, second, images) => {
 *   const [a, b] = [await predictions(first, images), await predictions(second, images)].map(imageLosses);
 *   const { difference, standardError } = pairedDifference(b, a);
 *   return [difference, standardError];
 * };
 * (await checkComparison(turned)).misconception; // => 'the sign turned round'
 */
export async function checkComparison(
  answer: (...inputs: Inputs) => Promise<number[]> | number[],
): Promise<CheckResult> {
  const networks = relatives(3);
  try {
    const sets = [90, 120].map(
      (count) => syntheticShapes({ trainImages: 1, testImages: count, seed: randomWhole(1, 1e6) }).test,
    );
    const measured = new Map<ImageDataset, Map<tf.LayersModel, Measured>>();
    for (const images of sets) {
      const ofSet = new Map<tf.LayersModel, Measured>();
      for (const network of networks) {
        const answers = await predictions(network, images);
        const [losses, penalty] = [imageLosses(answers), await totalPenalty(network)];
        const totalLosses = losses.map((loss) => loss + penalty);
        ofSet.set(network, { losses, hits: imageHits(answers), totalLosses });
      }
      measured.set(images, ofSet);
    }
    const pick = ([first, second, images]: Inputs, what: keyof Measured): [number[], number[]] => {
      const ofSet = measured.get(images)!;
      return [ofSet.get(first)![what], ofSet.get(second)![what]];
    };
    const [one, two, three] = networks as [tf.LayersModel, tf.LayersModel, tf.LayersModel];
    const result = await checkFunction<Inputs>(answer, {
      name: 'myComparison',
      cases: [
        [one, two, sets[0]!],
        [three, one, sets[1]!],
      ],
      // Who divides by n and not by n − 1 is as right.
      tolerance: 0.008,
      right: (...inputs) => compare(...pick(inputs, 'losses')),
      wrong: MISTAKES.map(({ formula, what = 'losses', ...told }) => ({
        ...told,
        formula: (...inputs: Inputs) => formula(...pick(inputs, what)),
      })),
      show: (_, __, { count }) => `two networks and ${count} images`,
    });
    return networks.some(isFreed) ? FREED : result;
  } finally {
    for (const network of networks) if (!isFreed(network)) network.dispose();
  }
}

const FREED = mistake({
  misconception: 'the networks are freed',
  say: 'myComparison frees the networks that it is given. They belong to the caller, who goes on using them: is there a dispose?',
});

const differences = (first: readonly number[], second: readonly number[]): number[] =>
  first.map((value, i) => second[i]! - value);

/** Mean and standard error of the differences; `times` as much of the latter. */
function compare(first: readonly number[], second: readonly number[], times = 1): number[] {
  const all = differences(first, second);
  return [mean(all), (times * sampleStandardDeviation(all)) / Math.sqrt(all.length)];
}

const MISTAKES: readonly {
  readonly misconception: string;
  readonly formula: (first: number[], second: number[]) => number[];
  readonly what?: keyof Measured;
  readonly say: string;
}[] = [
  {
    misconception: 'the sign turned round',
    formula: (first, second) => compare(second, first),
    say: 'The sizes are right, the sign is not: the question is second minus first.',
  },
  {
    misconception: 'accuracies compared',
    what: 'hits',
    formula: (first, second) => compare(first, second),
    say: 'This compares how often the two are right. The question is their data loss.',
  },
  {
    misconception: 'total losses compared',
    what: 'totalLosses',
    formula: (first, second) => compare(first, second),
    say: 'These losses contain the penalty, which says nothing about the images. The question is the data loss.',
  },
  {
    misconception: 'the two networks taken for unrelated',
    formula: (first, second) => [
      mean(differences(first, second)),
      Math.hypot(sampleStandardDeviation(first), sampleStandardDeviation(second)) / Math.sqrt(first.length),
    ],
    say: 'The difference is right. Its error takes the networks for unrelated, and both saw the same images: subtract image by image first.',
  },
  {
    misconception: 'the standard deviation in place of the standard error',
    formula: (first, second) => compare(first, second, Math.sqrt(first.length)),
    say: 'The difference is right. Beside it stands how much single images vary; the mean of many varies less.',
  },
  ...[2, 1.96].map((times) => ({
    misconception: 'two standard errors',
    formula: (first: number[], second: number[]) => compare(first, second, times),
    say: `The difference is right. Beside it stand ${times} standard errors; the question is one.`,
  })),
  ...[2, 1.98].map((times) => ({
    misconception: 'the interval in place of the standard error',
    formula: (first: number[], second: number[]) => {
      const [middle, reach] = compare(first, second, times) as [number, number];
      return [middle - reach, middle + reach];
    },
    say: 'These are the ends of an interval. The question is the mean difference and its standard error.',
  })),
];

/**
 * Small networks that are alike, as two trainings from the same first weights are, so that an image is hard for all of them
 * or for none. Their last weights are large: some answers are given with certainty. Each has another penalty.
 */
function relatives(count: number): tf.LayersModel[] {
  const seed = randomWhole(1, 1e6);
  return Array.from({ length: count }, (_, i) => {
    const network = convNet({ filters: 2, denseUnits: 16, l2: 0.02 * (i + 1), seed });
    const last = network.layers.at(-1)!;
    const [kernel, bias] = last.getWeights() as [tf.Tensor2D, tf.Tensor1D];
    const weights = tf.tidy(() =>
      tf.mul(tf.add(kernel, tf.randomNormal(kernel.shape, 0, 0.1, 'float32', seed + i)), 8),
    );
    last.setWeights([weights, bias]);
    weights.dispose();
    return network;
  });
}
