import * as tf from '@tensorflow/tfjs';
import { checkDecayedWeight } from '../../src/exercises/checkDecayedWeight';
import { checkDecaySteps } from '../../src/exercises/checkDecaySteps';
import { checkKerasDecay } from '../../src/exercises/checkKerasDecay';
import { checkRidgeStep } from '../../src/exercises/checkRidgeStep';
import { useBackend } from '../../src/engine';
import { judgeTask } from './judgeTask';
import type { Task } from './judgeTask';

beforeAll(() => useBackend());

const add = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
const dot = (x: number[], y: number[]) => add(x.map((value, i) => value * y[i]!));

const kerasDecay: Task = {
  check: checkKerasDecay,
  right: {
    'by way of λ': (eta: number, l2: number) => {
      const lambda = 2 * l2;
      return 1 - eta * lambda;
    },
    'by taking a step': (eta: number, l2: number) => (3 - eta * 2 * l2 * 3) / 3,
  },
  named: [
    ['λ and l2 mixed up', (eta: number, l2: number) => 1 - eta * l2],
    ['from l2 to λ the wrong way', (eta: number, l2: number) => 1 - eta * 0.5 * l2],
    ['the part that is lost', (eta: number, l2: number) => eta * 2 * l2],
    ['the part that is lost, and λ and l2 mixed up', (eta: number, l2: number) => eta * l2],
    ['the learning rate is forgotten', (_: number, l2: number) => 1 - 2 * l2],
    ['the learning rate is forgotten, and λ and l2 mixed up', (_: number, l2: number) => 1 - l2],
    ['the weight grows', (eta: number, l2: number) => 1 + eta * 2 * l2],
  ],
  near: (eta: number, l2: number) => 1 - 2 * eta * l2 - 0.01,
};

type Decay = (start: number, eta: number, lambda: number, steps: number) => number;
const loop =
  (change: (w: number, eta: number, lambda: number) => number): Decay =>
  (start, eta, lambda, steps) => {
    let w = start;
    for (let step = 0; step < steps; step++) w += change(w, eta, lambda);
    return w;
  };

const decayedWeight: Task = {
  check: checkDecayedWeight,
  right: {
    'step by step': loop((w, eta, lambda) => -eta * lambda * w),
    'as a power': (start: number, eta: number, lambda: number, steps: number) => start * (1 - eta * lambda) ** steps,
  },
  named: [
    [
      'a straight line',
      (start: number, eta: number, lambda: number, steps: number) => start * (1 - eta * lambda * steps),
    ],
    [
      'a straight line',
      (start: number, eta: number, lambda: number, steps: number) => start * Math.max(0, 1 - eta * lambda * steps),
    ],
    [
      'a straight line',
      (start: number, eta: number, lambda: number, steps: number) => Math.max(0, start * (1 - eta * lambda * steps)),
    ],
    ['one step only', (start: number, eta: number, lambda: number) => start - eta * lambda * start],
    [
      'one step too many or too few',
      (start: number, eta: number, lambda: number, steps: number) => start * (1 - eta * lambda) ** (steps + 1),
    ],
    [
      'one step too many or too few',
      (start: number, eta: number, lambda: number, steps: number) => start * (1 - eta * lambda) ** (steps - 1),
    ],
    ['the learning rate is forgotten', loop((w, _, lambda) => -lambda * w)],
    ['the ½ is forgotten', loop((w, eta, lambda) => -2 * eta * lambda * w)],
    ['the ½ is applied twice', loop((w, eta, lambda) => (-eta * lambda * w) / 2)],
    [
      'the exponential in place of the power',
      (start: number, eta: number, lambda: number, steps: number) => start * Math.E ** (-eta * lambda * steps),
    ],
    ['the start is forgotten', (_: number, eta: number, lambda: number, steps: number) => (1 - eta * lambda) ** steps],
    ['the weight grows', loop((w, eta, lambda) => eta * lambda * w)],
  ],
  near: (start: number, eta: number, lambda: number, steps: number) => start * (1 - eta * lambda) ** steps + 0.01,
};

const counted =
  (enough: (left: number, share: number) => boolean, first = 0) =>
  (share: number, eta: number, lambda: number) => {
    let [steps, left] = [first, 1];
    while (!enough(left, share)) {
      left *= 1 - eta * lambda;
      steps++;
    }
    return steps;
  };
const logarithms = (share: number, eta: number, lambda: number) => Math.log2(share) / Math.log2(1 - eta * lambda);

const decaySteps: Task = {
  check: checkDecaySteps,
  right: {
    'with a loop': counted((left, share) => left <= share),
    'with other logarithms': (share: number, eta: number, lambda: number) =>
      Math.ceil(Math.log10(share) / Math.log10(1 - lambda * eta)),
    'with the logarithm of what is near 1': (share: number, eta: number, lambda: number) =>
      Math.ceil(Math.log(share) / Math.log1p(-eta * lambda)),
    'by shrinking a weight': (share: number, eta: number, lambda: number) => {
      let [w, steps] = [3, 0];
      for (; w > share * 3; steps++) w -= eta * lambda * w;
      return steps;
    },
    'with logarithms': (share: number, eta: number, lambda: number) => Math.ceil(logarithms(share, eta, lambda)),
  },
  named: [
    ['not a whole number', logarithms],
    ['rounded down', (share: number, eta: number, lambda: number) => Math.trunc(logarithms(share, eta, lambda))],
    [
      'rounded to the nearest',
      (share: number, eta: number, lambda: number) => Number(logarithms(share, eta, lambda).toFixed(0)),
    ],
    ['one step too many', counted((left, share) => left <= share, 1)],
    ['one step too many where the share is met exactly', counted((left, share) => left < share)],
    [
      'one step too many where the share is met exactly',
      (share: number, eta: number, lambda: number) => Math.floor(logarithms(share, eta, lambda)) + 1,
    ],
    ['the short form', (share: number, eta: number, lambda: number) => Math.ceil(-Math.log(share) / eta / lambda)],
    [
      'the short form, not a whole number',
      (share: number, eta: number, lambda: number) => -Math.log(share) / eta / lambda,
    ],
    ['a straight line', (share: number, eta: number, lambda: number) => Math.ceil((1 - share) / eta / lambda)],
    [
      'the ½ is forgotten',
      (share: number, eta: number, lambda: number) => Math.ceil(logarithms(share, eta, 2 * lambda)),
    ],
    [
      'the ½ is applied twice',
      (share: number, eta: number, lambda: number) => Math.ceil(logarithms(share, eta, lambda / 2)),
    ],
    ['the share that is lost', counted((left, share) => 1 - left >= share)],
    [
      'the learning rate is forgotten',
      (share: number, _: number, lambda: number) => Math.ceil(Math.log(share) / Math.log(1 - lambda)),
    ],
  ],
  near: (share: number, eta: number, lambda: number) => Math.ceil(logarithms(share, eta, lambda)) + 0.25,
};

/** A step from the pull of the data on each weight (a sum over the points), and of the penalty. */
const descend =
  (change: (data: number, w: number, points: number, eta: number, lambda: number) => number) =>
  (weights: number[], X: number[][], y: number[], eta: number, lambda: number) => {
    const misses = X.map((row, i) => dot(row, weights) - y[i]!);
    return weights.map((w, j) => {
      const data = dot(
        misses,
        X.map((row) => row[j]!),
      );
      return change(data, w, y.length, eta, lambda);
    });
  };

const ridgeStep: Task = {
  check: checkRidgeStep,
  right: {
    'with lists': descend((data, w, n, eta, lambda) => (1 - eta * lambda) * w - (eta * data) / n),
    'with tensors': (weights: number[], X: number[][], y: number[], eta: number, lambda: number) =>
      tf.tidy(() => {
        const loss = (w: tf.Tensor): tf.Scalar => {
          const misses = tf.sub(tf.sum(tf.mul(tf.tensor2d(X), w), 1), tf.tensor1d(y));
          return tf.add(tf.mul(0.5, tf.mean(tf.square(misses))), tf.mul(lambda / 2, tf.sum(tf.square(w))));
        };
        const w = tf.tensor1d(weights);
        return tf.sub(w, tf.mul(eta, tf.grad(loss)(w)));
      }),
  },
  named: [
    ['the sum in place of the mean', descend((data, w, _, eta, lambda) => w - eta * (data + lambda * w))],
    ['the ½ of the penalty is forgotten', descend((data, w, n, eta, lambda) => w - eta * (data / n + 2 * lambda * w))],
    [
      'the ½ of the data loss is forgotten',
      descend((data, w, n, eta, lambda) => w - eta * ((2 * data) / n + lambda * w)),
    ],
    [
      'the ½ of the penalty is applied twice',
      descend((data, w, n, eta, lambda) => w - eta * (data / n + (lambda * w) / 2)),
    ],
    [
      'the ½ of the data loss is applied twice',
      descend((data, w, n, eta, lambda) => w - eta * (data / (2 * n) + lambda * w)),
    ],
    ['both ½ are applied twice', descend((data, w, n, eta, lambda) => w - (eta / 2) * (data / n + lambda * w))],
    ['both ½ are forgotten', descend((data, w, n, eta, lambda) => w - 2 * eta * (data / n + lambda * w))],
    [
      'the penalty is divided by the number of points',
      descend((data, w, n, eta, lambda) => w - (eta * (data + lambda * w)) / n),
    ],
    [
      'the mean over the weights',
      (weights: number[], X: number[][], y: number[], eta: number, lambda: number) =>
        descend((data, w) => w - eta * (data / weights.length + lambda * w))(weights, X, y, eta, lambda),
    ],
    ['the penalty is forgotten', descend((data, w, n, eta) => w - (eta * data) / n)],
    ['the penalty without the learning rate', descend((data, w, n, eta, lambda) => w - (eta * data) / n - lambda * w)],
    ['the error with the wrong sign', descend((data, w, n, eta, lambda) => w + (eta * data) / n - eta * lambda * w)],
    ['up in place of down', descend((data, w, n, eta, lambda) => w + eta * (data / n + lambda * w))],
    [
      'the weights change one after another',
      (weights: number[], X: number[][], y: number[], eta: number, lambda: number) => {
        for (let j = 0; j < weights.length; j++) {
          let sum = 0;
          for (let i = 0; i < y.length; i++) sum += (dot(X[i]!, weights) - y[i]!) * X[i]![j]!;
          weights[j]! -= eta * (sum / y.length + lambda * weights[j]!);
        }
        return weights;
      },
    ],
    ['the change in place of the new weights', descend((data, w, n, eta, lambda) => -eta * (data / n + lambda * w))],
  ],
  near: descend((data, w, n, eta, lambda) => (1 - eta * lambda) * w - (eta * data) / n + 0.01),
};

test('checkDecaySteps refuses a loop with a limit', async () => {
  const limited = (share: number, eta: number, lambda: number) => {
    for (let steps = 0; steps < 100; steps++) if ((1 - eta * lambda) ** steps <= share) return steps;
    return 100;
  };
  const { state, message } = await checkDecaySteps(limited);
  expect({ state, message }).toEqual({
    state: 'wrong',
    message: expect.stringContaining('gives 100; expected is 578'),
  });
});

judgeTask('checkKerasDecay', kerasDecay);
judgeTask('checkDecayedWeight', decayedWeight);
judgeTask('checkDecaySteps', decaySteps);
judgeTask('checkRidgeStep', ridgeStep);

test('answers in tensors are freed', async () => {
  const before = tf.memory().numTensors;
  await checkRidgeStep(ridgeStep.right['with tensors'] as never);
  expect(tf.memory().numTensors).toBe(before);
});
