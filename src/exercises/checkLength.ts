import * as tf from '@tensorflow/tfjs';
import { right as isRight, wrong } from './CheckResult';
import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import { randomWhole } from './randomInputs';
import { sumOfSquares } from './sumOfSquares';

/** What was seen of a call beside the number that it gave. */
interface Traces {
  left: number;
  gaveTensor: boolean;
  freedInput: boolean;
}

/**
 * Lesson 00, exercise 4: the length √Σw² of a tensor as a number, with every tensor freed that was made for it.
 *
 * @example
 * const leaky = async (weights) => (await tf.norm(weights).data())[0];
 * (await checkLength(leaky)).misconception; // => 'a tensor is not freed'
 */
export async function checkLength(answer: (weights: tf.Tensor1D) => unknown): Promise<CheckResult> {
  const traces: Traces = { left: 0, gaveTensor: false, freedInput: false };
  const watched = typeof answer !== 'function' ? answer : (weights: number[]) => callWatched(answer, weights, traces);
  const result = await checkFunction(watched, {
    name: 'myLength',
    cases: [[[3, 4]], [Array.from({ length: 5 }, () => randomWhole(1, 9))]] as [number[]][],
    right: (weights) => Math.sqrt(sumOfSquares(weights)),
    wrong: [
      {
        misconception: 'a Promise is not awaited',
        formula: () => NaN,
        say: 'The result is NaN, not a number. Arithmetic with a Promise gives that: is there an `await` before `data()`?',
      },
      {
        misconception: 'the root is forgotten',
        formula: sumOfSquares,
        say: 'That is the sum of the squares. The length is its square root.',
      },
      {
        misconception: 'the sum of the weights, not of their squares',
        formula: (weights) => Math.abs(weights.reduce((a, b) => a + b)),
        say: 'The weights are added up as they are. Square each of them first.',
      },
      {
        misconception: 'the list that data() gives, not its only number',
        formula: (weights) => [Math.sqrt(sumOfSquares(weights))],
        say: '`data()` gives a list, here with one number in it. Return that number: its first entry.',
      },
    ],
    show: (weights) => `[${weights.join(', ')}]`,
  });
  if (result.state === 'missing') return result;
  if (traces.freedInput) {
    return wrong(
      `The tensor of the weights is gone after the call. Free what your function made; what it was given is the caller's.`,
      'the input is freed',
    );
  }
  if (traces.gaveTensor) {
    return wrong('The result is still a tensor. Read the number with `await …data()`.', 'a tensor instead of a number');
  }
  if (result.passed && traces.left > 0) {
    const tensors = traces.left === 1 ? 'one tensor' : `${traces.left} tensors`;
    return wrong(
      `The number is right, and each call leaves ${tensors} behind. Read first, free then, return last.`,
      'a tensor is not freed',
    );
  }
  return result.passed ? isRight('myLength gives the right number and leaves no tensor behind.') : result;
}

async function callWatched(
  answer: (weights: tf.Tensor1D) => unknown,
  values: number[],
  traces: Traces,
): Promise<unknown> {
  const weights = tf.tensor1d(values);
  try {
    const before = tf.memory().numTensors;
    const value = await answer(weights);
    traces.gaveTensor = value instanceof tf.Tensor;
    traces.freedInput = weights.isDisposed;
    traces.left = tf.memory().numTensors - before;
    if (value instanceof tf.Tensor) value.dispose();
    return value instanceof tf.Tensor ? 0 : value;
  } finally {
    weights.dispose();
  }
}
