import * as tf from '@tensorflow/tfjs';
import type { TwoWeightLoss } from '../analysis/quadratic';
import { kerasAdam } from '../model/KerasAdam';

/** The problem of two weights in the gallery: one direction several times as steep as the other. */
export const GALLERY_PROBLEM = {
  hessian: [
    [4, 1.5],
    [1.5, 1.2],
  ],
  minimum: [2, 1],
} satisfies TwoWeightLoss;

/** The penalty's λ in that problem. */
export const GALLERY_LAMBDA = 0.8;

/** Descent paths from one start, with the penalty in the loss, by their optimizer. */
export async function galleryDescents(): Promise<Record<string, number[][]>> {
  const [hessian, minimum] = [tf.tensor2d(GALLERY_PROBLEM.hessian), tf.tensor1d(GALLERY_PROBLEM.minimum)];
  const loss = (weights: tf.Tensor1D) => {
    const off = weights.sub<tf.Tensor1D>(minimum);
    return off.dot(hessian.dot(off)).div(2).add<tf.Scalar>(penalty(weights, GALLERY_LAMBDA));
  };
  try {
    const from = { start: [-0.6, 2.2], steps: 60 };
    return {
      'SGD + L2': await descend(loss, { ...from, optimizer: tf.train.sgd(0.06) }),
      'Adam + L2': await descend(loss, { ...from, optimizer: kerasAdam({ learningRate: 0.12 }) }),
    };
  } finally {
    tf.dispose([hessian, minimum]);
  }
}

/** Where a weight of 1 goes when only the penalty pulls at it. */
export async function galleryDecay(settings: { learningRate: number; lambda: number; steps: number }) {
  const { learningRate, lambda, steps } = settings;
  const optimizer = tf.train.sgd(learningRate);
  const path = await descend((weights) => penalty(weights, lambda), { start: [1], steps, optimizer });
  return path.flat();
}

const penalty = (weights: tf.Tensor1D, lambda: number) =>
  weights
    .square()
    .sum()
    .mul<tf.Scalar>(lambda / 2);

interface Descent {
  readonly start: number[];
  readonly steps: number;
  readonly optimizer: tf.Optimizer;
}

/** The weights before the first step and after each one. */
async function descend(
  loss: (weights: tf.Tensor1D) => tf.Scalar,
  { start, steps, optimizer }: Descent,
): Promise<number[][]> {
  const weights = tf.variable(tf.tensor1d(start));
  try {
    const path = [start];
    for (let i = 0; i < steps; i++) {
      optimizer.minimize(() => loss(weights), false, [weights]);
      path.push([...(await weights.data())]);
    }
    return path;
  } finally {
    weights.dispose();
    optimizer.dispose();
  }
}
