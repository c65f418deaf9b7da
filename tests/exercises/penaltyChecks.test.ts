import * as tf from '@tensorflow/tfjs';
import { checkLandingRate } from '../../src/exercises/checkLandingRate';
import { checkLayerPenalty } from '../../src/exercises/checkLayerPenalty';
import { checkPenalty } from '../../src/exercises/checkPenalty';
import { checkPriorLambda } from '../../src/exercises/checkPriorLambda';
import { checkRidgeAlpha } from '../../src/exercises/checkRidgeAlpha';
import { checkRidgeWeight } from '../../src/exercises/checkRidgeWeight';
import { useBackend } from '../../src/engine';
import { judgeTask } from './judgeTask';
import type { Answer, Task } from './judgeTask';

beforeAll(() => useBackend());

/** Answers to one exercise, by the check that judges them; wrong ones that have a name by that name. */
type Exercise = Omit<Task, 'named'> & { readonly named: Readonly<Record<string, Answer>> };

const squares = (values: number[]) => values.reduce((sum, value) => sum + value ** 2, 0);
const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);

const EXERCISES: Record<string, Exercise> = {
  checkPenalty: {
    check: checkPenalty,
    right: {
      'with a loop': (weights: number[][], lambda: number) => {
        let sum = 0;
        for (const row of weights) for (const w of row) sum += w * w;
        return (lambda * sum) / 2;
      },
      'with tensors': (weights: number[][], lambda: number) =>
        tf.tidy(() => tf.mul(lambda / 2, tf.sum(tf.square(tf.tensor2d(weights))))),
    },
    named: {
      'the ½ is forgotten': (weights: number[][], lambda: number) => lambda * squares(weights.flat()),
      'the mean in place of the sum': (weights: number[][], lambda: number) =>
        tf.tidy(() => tf.mul(lambda / 2, tf.mean(tf.square(tf.tensor2d(weights))))),
      'the weights are not squared': (weights: number[][], lambda: number) =>
        (lambda / 2) * weights.flat().reduce((sum, w) => sum + w, 0),
      'absolute values in place of squares': (weights: number[][], lambda: number) =>
        tf.tidy(() => tf.mul(lambda / 2, tf.sum(tf.abs(tf.tensor2d(weights))))),
      'the square of the sum in place of the sum of squares': (weights: number[][], lambda: number) =>
        (lambda / 2) * weights.flat().reduce((sum, w) => sum + w, 0) ** 2,
      'the length in place of its square': (weights: number[][], lambda: number) =>
        (lambda / 2) * Math.hypot(...weights.flat()),
      '^ taken for a power': (weights: number[][], lambda: number) => {
        let sum = 0;
        for (const w of weights.flat()) sum += w ^ 2;
        return (lambda / 2) * sum;
      },
      'λ is forgotten': (weights: number[][]) => squares(weights.flat()) / 2,
    },
    near: (weights: number[][], lambda: number) => (lambda / 2) * squares(weights[0]!),
  },
  checkLayerPenalty: {
    check: checkLayerPenalty,
    right: { 'as Keras does': (kernel: number[][], _: number[], l2: number) => l2 * squares(kernel.flat()) },
    named: {
      'the bias is penalized': (kernel: number[][], bias: number[], l2: number) =>
        l2 * (squares(kernel.flat()) + squares(bias)),
      'λ and l2 mixed up': (kernel: number[][], _: number[], l2: number) => 0.5 * l2 * squares(kernel.flat()),
      'λ and l2 mixed up, and the bias is penalized': (kernel: number[][], bias: number[], l2: number) =>
        0.5 * l2 * (squares(kernel.flat()) + squares(bias)),
      'λ and l2 mixed up, the other way': (kernel: number[][], _: number[], l2: number) =>
        2 * l2 * squares(kernel.flat()),
      'the mean in place of the sum': (kernel: number[][], _: number[], l2: number) =>
        (l2 * squares(kernel.flat())) / kernel.length / kernel[0]!.length,
      'the bias in place of the kernel weights': (_: number[][], bias: number[], l2: number) => l2 * squares(bias),
    },
    near: (kernel: number[][], bias: number[], l2: number) => l2 * squares(kernel.flat()) + bias[0]!,
  },
  checkRidgeWeight: {
    check: checkRidgeWeight,
    right: {
      'in one fraction': (x: number[], y: number[], lambda: number) => dot(x, y) / (squares(x) + lambda),
      'as a shrunk slope': (x: number[], y: number[], lambda: number) =>
        ((dot(x, y) / squares(x)) * squares(x)) / (squares(x) + lambda),
    },
    named: {
      'λ is forgotten': (x: number[], y: number[]) => dot(x, y) / squares(x),
      'the ½ of the penalty is forgotten': (x: number[], y: number[], lambda: number) =>
        dot(x, y) / (squares(x) + 2 * lambda),
      'the ½ is applied twice': (x: number[], y: number[], lambda: number) => dot(x, y) / (squares(x) + lambda / 2),
      'the mean in place of the sum': (x: number[], y: number[], lambda: number) =>
        dot(x, y) / x.length / (squares(x) / x.length + lambda),
      'brackets are missing': (x: number[], y: number[], lambda: number) => dot(x, y) / dot(x, x) + lambda,
      'λ on the wrong side': (x: number[], y: number[], lambda: number) => dot(x, y) / (squares(x) - lambda),
      'the penalty outside the fraction': (x: number[], y: number[], lambda: number) => dot(x, y) / squares(x) - lambda,
    },
    near: (x: number[], y: number[], lambda: number) => dot(x, y) / (squares(x) + lambda) + 0.01,
  },
  checkLandingRate: {
    check: checkLandingRate,
    right: {
      'one over the curvature of the sum': (curvature: number, lambda: number) => 1 / (lambda + curvature),
      'as half the limit': (curvature: number, lambda: number) => 2 / (curvature + lambda) / 2,
    },
    named: {
      'exploding taken for landing': (curvature: number, lambda: number) => 2 / (curvature + lambda),
      "the data's curvature is forgotten": (_: number, lambda: number) => 1 / lambda,
      'a step too large: the penalty is forgotten': (curvature: number) => 1 / curvature,
      'the ½ of the penalty is forgotten': (curvature: number, lambda: number) => 1 / (curvature + 2 * lambda),
      'upside down': (curvature: number, lambda: number) => lambda + curvature,
      'brackets are missing': (curvature: number, lambda: number) => 1 / curvature + lambda,
    },
    near: (curvature: number, lambda: number) => 0.99 / (curvature + lambda),
  },
  checkPriorLambda: {
    check: checkPriorLambda,
    right: {
      'as a square': (sigma: number, tau: number, examples: number) => (sigma / tau) ** 2 / examples,
    },
    named: {
      'the mean in place of the sum': (sigma: number, tau: number) => (sigma / tau) ** 2,
      'the mean in place of the sum, the wrong way': (sigma: number, tau: number, examples: number) =>
        (sigma / tau) ** 2 * examples,
      'widths in place of variances': (sigma: number, tau: number, examples: number) => sigma / tau / examples,
      'widths in place of variances, and the mean in place of the sum': (sigma: number, tau: number) => sigma / tau,
      'brackets are missing': (sigma: number, tau: number, examples: number) => (sigma ** 2 / examples) * tau ** 2,
      'noise and prior swapped': (sigma: number, tau: number, examples: number) => (tau / sigma) ** 2 / examples,
      'the ½ is counted twice': (sigma: number, tau: number, examples: number) => (sigma / tau) ** 2 / (2 * examples),
    },
    near: (sigma: number, tau: number, examples: number) => (sigma / tau) ** 2 / (examples - 1),
  },
  checkRidgeAlpha: {
    check: checkRidgeAlpha,
    right: { 'half of both': (weightDecay: number, examples: number) => 0.5 * weightDecay * examples },
    named: {
      'the ½ is forgotten': (weightDecay: number, examples: number) => weightDecay * examples,
      'the mean in place of the sum': (weightDecay: number) => weightDecay / 2,
      'the mean in place of the sum, and the ½ is forgotten': (weightDecay: number) => weightDecay,
      'the mean in place of the sum, the wrong way': (weightDecay: number, examples: number) =>
        weightDecay / 2 / examples,
      'the mean in place of the sum, the wrong way, and the ½ is forgotten': (weightDecay: number, examples: number) =>
        weightDecay / examples,
      'the ½ on the wrong side': (weightDecay: number, examples: number) => 2 * weightDecay * examples,
    },
    near: (weightDecay: number, examples: number) => (weightDecay * (examples - 1)) / 2,
  },
};

for (const [name, { named, ...exercise }] of Object.entries(EXERCISES)) {
  judgeTask(name, { ...exercise, named: Object.entries(named) });
}

test('answers in tensors are freed', async () => {
  const before = tf.memory().numTensors;
  await checkPenalty(EXERCISES['checkPenalty']!.right['with tensors'] as never);
  expect(tf.memory().numTensors).toBe(before);
});
