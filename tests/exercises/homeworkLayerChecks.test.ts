import * as tf from '@tensorflow/tfjs';
import { checkKerasPenalty } from '../../src/exercises/checkKerasPenalty';
import { checkNetworkPenalty } from '../../src/exercises/checkNetworkPenalty';
import { checkPenalizedStep } from '../../src/exercises/checkPenalizedStep';
import { checkPenaltyGradient } from '../../src/exercises/checkPenaltyGradient';
import { useBackend } from '../../src/engine';
import { judgeTask } from './judgeTask';
import type { Task } from './judgeTask';

beforeAll(() => useBackend());

const add = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
const squares = (values: number[]) => add(values.map((value) => value ** 2));
const layers = (kernels: number[][][], share: (weights: number[], layer: number) => number) =>
  add(kernels.map((kernel, layer) => share(kernel.flat(), layer)));

const networkPenalty: Task = {
  check: checkNetworkPenalty,
  right: {
    'with loops': (kernels: number[][][], lambda: number) => {
      let sum = 0;
      for (const kernel of kernels) for (const row of kernel) for (const w of row) sum += w * w;
      return (lambda * sum) / 2;
    },
    'with tensors': (kernels: number[][][], lambda: number) =>
      tf.tidy(() =>
        tf.addN(kernels.map((kernel) => tf.mul<tf.Scalar>(lambda / 2, tf.sum(tf.square(tf.tensor2d(kernel)))))),
      ),
  },
  named: [
    ['the ½ is forgotten', (kernels: number[][][], lambda: number) => lambda * squares(kernels.flat(2))],
    ['the ½ is applied twice', (kernels: number[][][], lambda: number) => (lambda / 2 / 2) * squares(kernels.flat(2))],
    ['the first layer only', (kernels: number[][][], lambda: number) => (lambda / 2) * squares(kernels[0]!.flat())],
    [
      'the last layer only',
      (kernels: number[][][], lambda: number) => {
        let sum = 0;
        for (const kernel of kernels) {
          sum = 0;
          for (const w of kernel.flat()) sum += w * w;
        }
        return 0.5 * lambda * sum;
      },
    ],
    [
      'the mean in place of the sum',
      (kernels: number[][][], lambda: number) => (lambda / 2) * (squares(kernels.flat(2)) / kernels.flat(2).length),
    ],
    [
      'the mean over the layers',
      (kernels: number[][][], lambda: number) => (lambda / 2) * (squares(kernels.flat(2)) / kernels.length),
    ],
    ['the weights are not squared', (kernels: number[][][], lambda: number) => (lambda / 2) * add(kernels.flat(2))],
    [
      'absolute values in place of squares',
      (kernels: number[][][], lambda: number) => (lambda / 2) * add(kernels.flat(2).map(Math.abs)),
    ],
    [
      'the square of the sum in place of the sum of squares',
      (kernels: number[][][], lambda: number) => (lambda / 2) * add(kernels.flat(2)) ** 2,
    ],
    [
      '^ taken for a power',
      (kernels: number[][][], lambda: number) => (lambda / 2) * add(kernels.flat(2).map((w) => w ^ 2)),
    ],
    ['λ is forgotten', (kernels: number[][][]) => squares(kernels.flat(2)) / 2],
  ],
  near: (kernels: number[][][], lambda: number) => (lambda / 2) * (squares(kernels.flat(2)) - kernels[0]![0]![0]! ** 2),
};

const byWeight = (entry: (w: number, lambda: number) => number) => (kernel: number[][], lambda: number) =>
  kernel.map((row) => row.map((w) => entry(w, lambda)));

const penaltyGradient: Task = {
  check: checkPenaltyGradient,
  right: {
    'with a loop': (kernel: number[][], lambda: number) => {
      const gradient: number[][] = [];
      for (const row of kernel) gradient.push(row.map((w) => w * lambda));
      return gradient;
    },
    'by automatic differentiation': (kernel: number[][], lambda: number) =>
      tf.tidy(() => tf.grad((w) => tf.mul(lambda / 2, tf.sum(tf.square(w))))(tf.tensor2d(kernel))),
    'by measurement': byWeight((w, lambda) => ((lambda / 2) * ((w + 1e-3) ** 2 - (w - 1e-3) ** 2)) / 2e-3),
  },
  named: [
    ['the ½ is forgotten', byWeight((w, lambda) => 2 * lambda * w)],
    ['the ½ is applied twice', byWeight((w, lambda) => 0.5 * lambda * w)],
    ['the penalty in place of its derivative', byWeight((w, lambda) => 0.5 * lambda * w ** 2)],
    ['λ is forgotten', byWeight((w) => w)],
    ['the sign in place of the weight', byWeight((w, lambda) => (w > 0 ? lambda : -lambda))],
    ['down in place of up', byWeight((w, lambda) => -(lambda * w))],
    ['one number in place of a matrix', (kernel: number[][], lambda: number) => lambda * add(kernel.flat())],
    ['the rows are lost', (kernel: number[][], lambda: number) => kernel.flat().map((w) => lambda * w)],
  ],
  near: byWeight((w, lambda) => lambda * w + 0.01),
};

const kerasPenalty: Task = {
  check: checkKerasPenalty,
  right: {
    'with loops': (kernels: number[][][], _: number[][], l2: number[]) => {
      let sum = 0;
      for (let i = 0; i < kernels.length; i++) for (const w of kernels[i]!.flat()) sum += l2[i]! * w * w;
      return sum;
    },
    'by way of λ': (kernels: number[][][], _: number[][], l2: number[]) =>
      layers(kernels, (weights, i) => 0.5 * (2 * l2[i]!) * squares(weights)),
  },
  named: [
    [
      'λ and l2 mixed up',
      (kernels: number[][][], _: number[][], l2: number[]) =>
        layers(kernels, (weights, i) => (l2[i]! / 2) * squares(weights)),
    ],
    [
      'λ and l2 mixed up, the other way',
      (kernels: number[][][], _: number[][], l2: number[]) =>
        layers(kernels, (weights, i) => l2[i]! * 2 * squares(weights)),
    ],
    [
      'the biases are penalized',
      (kernels: number[][][], biases: number[][], l2: number[]) =>
        layers(kernels, (weights, i) => l2[i]! * (squares(weights) + squares(biases[i]!))),
    ],
    [
      'λ and l2 mixed up, and the biases are penalized',
      (kernels: number[][][], biases: number[][], l2: number[]) =>
        layers(kernels, (weights, i) => (l2[i]! / 2) * (squares(weights) + squares(biases[i]!))),
    ],
    [
      'one coefficient for all layers',
      (kernels: number[][][], _: number[][], l2: number[]) => l2[0]! * squares(kernels.flat(2)),
    ],
    [
      'the coefficients are added up',
      (kernels: number[][][], _: number[][], l2: number[]) => add(l2) * squares(kernels.flat(2)),
    ],
    ['the coefficients are forgotten', (kernels: number[][][]) => squares(kernels.flat(2))],
    [
      'the first layer only',
      (kernels: number[][][], _: number[][], l2: number[]) => l2[0]! * squares(kernels[0]!.flat()),
    ],
  ],
  near: (kernels: number[][][], biases: number[][], l2: number[]) =>
    layers(kernels, (weights, i) => l2[i]! * squares(weights)) + biases[0]![0]!,
};

const move =
  (entry: (w: number, g: number, eta: number, lambda: number) => number) =>
  (kernel: number[][], gradient: number[][], eta: number, lambda: number) =>
    kernel.map((row, i) => row.map((w, j) => entry(w, gradient[i]![j]!, eta, lambda)));

const penalizedStep: Task = {
  check: checkPenalizedStep,
  right: {
    'as a decay': move((w, g, eta, lambda) => (1 - eta * lambda) * w - eta * g),
    'with tensors': (kernel: number[][], gradient: number[][], eta: number, lambda: number) =>
      tf.tidy(() => {
        const w = tf.tensor2d(kernel);
        return tf.sub(w, tf.mul(eta, tf.add(tf.tensor2d(gradient), tf.mul(lambda, w))));
      }),
    'in place': (kernel: number[][], gradient: number[][], eta: number, lambda: number) => {
      for (const [i, row] of kernel.entries()) {
        for (const [j, w] of row.entries()) row[j] = w - eta * (gradient[i]![j]! + lambda * w);
      }
      return kernel;
    },
  },
  named: [
    ['the ½ is forgotten', move((w, g, eta, lambda) => (1 - 2 * eta * lambda) * w - eta * g)],
    ['the ½ is applied twice', move((w, g, eta, lambda) => (1 - (eta * lambda) / 2) * w - eta * g)],
    ['the penalty without the learning rate', move((w, g, eta, lambda) => (1 - lambda) * w - eta * g)],
    ['the learning rate is forgotten', move((w, g, _, lambda) => (1 - lambda) * w - g)],
    ['the penalty is forgotten', move((w, g, eta) => w - eta * g)],
    ['the data are forgotten', move((w, _, eta, lambda) => (1 - eta * lambda) * w)],
    ['the penalty in place of its gradient', move((w, g, eta, lambda) => w - eta * (g + 0.5 * lambda * w ** 2))],
    ['up in place of down', move((w, g, eta, lambda) => (1 + eta * lambda) * w + eta * g)],
    ['the penalty pushes away from 0', move((w, g, eta, lambda) => (1 + eta * lambda) * w - eta * g)],
    ['the change in place of the new weights', move((w, g, eta, lambda) => -eta * g - eta * lambda * w)],
  ],
  near: move((w, g, eta, lambda) => (1 - eta * lambda) * w - eta * g + 0.01),
};

judgeTask('checkNetworkPenalty', networkPenalty);
judgeTask('checkPenaltyGradient', penaltyGradient);
judgeTask('checkKerasPenalty', kerasPenalty);
judgeTask('checkPenalizedStep', penalizedStep);
