import * as tf from '@tensorflow/tfjs';
import { checkLength } from '../../src/exercises/checkLength';
import { checkScores } from '../../src/exercises/checkScores';
import { checkShares } from '../../src/exercises/checkShares';
import { checkSquares } from '../../src/exercises/checkSquares';
import type { CheckResult } from '../../src/exercises/CheckResult';
import { useBackend } from '../../src/engine';

beforeAll(() => useBackend());

let tensors: number;
beforeEach(() => {
  tensors = tf.memory().numTensors;
});

const notDone = (): never => {
  throw new Error('not done yet');
};

/** State, misconception, and a word of the message where there is no misconception. */
const seen = ({ state, misconception, message }: CheckResult) => [state, misconception ?? message];

describe('checkSquares', () => {
  test.each([
    ['a product', (ws: number[]) => ws.map((w) => w * w)],
    ['a power', (ws: number[]) => ws.map((w) => w ** 2)],
    [
      'a loop',
      (ws: number[]) => {
        const squares = [];
        for (const w of ws) squares.push(w * w);
        return squares;
      },
    ],
  ])('takes %s', async (_, answer) => {
    expect((await checkSquares(answer)).state).toBe('right');
  });

  test.each([
    [(ws: number[]) => ws.map((w) => 2 * w), 'doubled instead of squared'],
    [(ws: number[]) => ws.map((w) => w * w).reduce((a, b) => a + b), 'the sum instead of the list'],
    [(ws: number[]) => ws, 'the list is given back unchanged'],
    [(ws: number[]) => ws.map((w) => void (w * w)), 'a function in braces without return'],
    [(ws: number[]) => void ws.map((w) => w * w), expect.stringContaining('is there a return?')],
    // Nearly right.
    [(ws: number[]) => ws.map((w) => w * Math.abs(w)), expect.stringContaining('expected is [1, 4, 9]')],
  ])('tells wrong answers apart: %#', async (answer, told) => {
    expect(seen(await checkSquares(answer))).toEqual(['wrong', told]);
  });

  test('knows the starting cell', async () => {
    expect(String(await checkSquares(notDone))).toBe(
      '○ Not done yet: write mySquares in the cell above, then run both cells again.',
    );
  });
});

describe('checkScores', () => {
  type Scores = (x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor1D) => unknown;
  test.each<[string, Scores]>([
    ['functions', (x, w, b) => tf.add(tf.matMul(x, w), b)],
    ['methods', (x, w, b) => x.matMul(w).add(b)],
    ['a dot product', (x, w, b) => b.add(x.dot(w))],
  ])('takes %s', async (_, answer) => {
    expect((await checkScores(answer)).state).toBe('right');
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test.each<[Scores, unknown]>([
    [(x, w, b) => x.mul(w).add(b), 'the product by element instead of the matrix product'],
    [(x, w) => x.matMul(w), 'the biases are forgotten'],
    [(x, w, b) => w.matMul(x).add(b), 'the factors in the wrong order'],
    [(x, w, b) => x.matMul(w).add(b.reshape([3, 1])), 'the biases added by row'],
    // Nearly right.
    [(x, w, b) => x.matMul(w).sub(b), expect.stringContaining('expected is')],
    [(x, w, b) => x.matMul(w).add(b).sum(1), expect.stringContaining('of shape 3; expected is of shape 3 × 3')],
    [(x, w) => x.matMul(w.sum(1)), expect.stringContaining('stops with an error')],
  ])('tells wrong answers apart: %#', async (answer, told) => {
    expect(seen(await checkScores(answer))).toEqual(['wrong', told]);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test('knows the starting cell', async () => {
    expect((await checkScores(notDone)).state).toBe('missing');
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe('checkShares', () => {
  test.each([
    ['the axis kept', (x: tf.Tensor2D) => x.div(x.sum(1, true))],
    ['the sums in another shape', (x: tf.Tensor2D) => x.div(tf.sum(x, -1).reshape([3, 1]))],
    ['the other way round', (x: tf.Tensor2D) => x.transpose().div(x.sum(1)).transpose()],
  ])('takes %s', async (_, answer) => {
    expect((await checkShares(answer)).state).toBe('right');
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test.each<[(x: tf.Tensor2D) => unknown, unknown]>([
    [(x) => x.div(x.sum(0)), 'the sum over the wrong axis'],
    [(x) => x.div(x.sum()), 'the sum over everything'],
    [(x) => x.div(x.sum(1)), 'broadcast along the wrong axis'],
    [(x) => x.sum(1), 'the sums instead of the shares'],
    // Nearly right.
    [(x) => x.div(x.max(1, true)), expect.stringContaining('expected is [[0.25, 0.25, 0.5]')],
  ])('tells wrong answers apart: %#', async (answer, told) => {
    expect(seen(await checkShares(answer))).toEqual(['wrong', told]);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test('knows the starting cell', async () => {
    expect((await checkShares(notDone)).state).toBe('missing');
  });
});

describe('checkLength', () => {
  type Length = (w: tf.Tensor1D) => unknown;
  const length: Length = async (w) => {
    const norm = tf.norm(w);
    const [value] = await norm.data();
    norm.dispose();
    return value;
  };

  test.each<[string, Length]>([
    ['the norm', length],
    [
      'a tidy',
      async (w) => {
        const sum = tf.tidy(() => w.square().sum());
        const root = Math.sqrt((await sum.data())[0]!);
        sum.dispose();
        return root;
      },
    ],
    ['numbers alone', async (w) => Math.hypot(...(await w.data()))],
  ])('takes %s', async (_, answer) => {
    expect(String(await checkLength(answer))).toBe('✓ myLength gives the right number and leaves no tensor behind.');
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test.each<[Length, unknown]>([
    [async (w) => Math.sqrt((await tf.tidy(() => w.square().sum()).data())[0]!), 'a tensor is not freed'],
    [(w) => tf.tidy(() => tf.norm(w)), 'a tensor instead of a number'],
    [(w) => w, 'a tensor instead of a number'],
    // `Math.sqrt` of a Promise.
    [(w) => Math.sqrt(Number(w.data())), 'a Promise is not awaited'],
    [async (w) => Array.from(await w.data()).reduce((sum, x) => sum + x * x, 0), 'the root is forgotten'],
    [
      async (w) => Array.from(await w.data()).reduce((sum, x) => sum + x, 0),
      'the sum of the weights, not of their squares',
    ],
    [async (w) => [Math.hypot(...(await w.data()))], 'the list that data() gives, not its only number'],
    [
      async (w) => {
        const value = await length(w);
        w.dispose();
        return value;
      },
      'the input is freed',
    ],
    [(w) => w.data(), expect.stringContaining('expected is one number')],
  ])('tells wrong answers apart: %#', async (answer, told) => {
    const result = await checkLength(answer);
    expect(seen(result)).toEqual(['wrong', told]);
    // The leak is the student's.
    if (result.misconception !== 'a tensor is not freed') expect(tf.memory().numTensors).toBe(tensors);
  });

  test('says how many tensors a call leaves', async () => {
    const leaky: Length = async (w) => Math.sqrt((await w.square().sum().data())[0]!);
    expect((await checkLength(leaky)).message).toContain('each call leaves 2 tensors behind');
  });

  test('knows the starting cell', async () => {
    expect((await checkLength(async () => notDone())).state).toBe('missing');
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
