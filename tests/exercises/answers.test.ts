import { inspect } from 'util';
import * as tf from '@tensorflow/tfjs';
import { checkFunction } from '../../src/exercises/checkFunction';
import { checkNumber } from '../../src/exercises/checkNumber';
import { useBackend } from '../../src/engine';

beforeAll(() => useBackend());

const doubles = {
  name: 'double',
  cases: [[[1, 2]], [[-3, 0.5]]] as [number[]][],
  right: (xs: number[]) => xs.map((x) => 2 * x),
  wrong: [
    {
      misconception: 'squared instead of doubled',
      formula: (xs: number[]) => xs.map((x) => x * x),
      say: 'These are squares.',
    },
  ],
  show: (xs: number[]) => `xs = [${xs}]`,
};

describe('checkFunction', () => {
  test.each([
    ['a list', (xs: number[]) => xs.map((x) => x + x)],
    ['a typed array', (xs: number[]) => Float32Array.from(xs, (x) => 2 * x)],
    ['a promise', async (xs: number[]) => xs.map((x) => x * 2)],
    ['a tensor', (xs: number[]) => tf.tensor1d(xs).mul(2)],
  ])('takes %s', async (_, answer) => {
    const result = await checkFunction(answer, doubles);
    expect([result.state, String(result)]).toEqual(['right', '✓ double agrees with the right answer in 2 cases.']);
  });

  test('frees what it reads, and leaves inputs alone', async () => {
    const x = tf.tensor1d([1, 2]);
    const before = tf.memory().numTensors;
    const same = { name: 'same', cases: [[x]] as [tf.Tensor][], right: () => [1, 2], show: () => 'x' };
    expect((await checkFunction((input: tf.Tensor) => input, same)).passed).toBe(true);
    expect((await checkFunction((input: tf.Tensor) => input.mul(3), same)).passed).toBe(false);
    expect(tf.memory().numTensors).toBe(before);
    expect(await x.array()).toEqual([1, 2]);
    x.dispose();
  });

  test('names a misconception that explains every case', async () => {
    const result = await checkFunction((xs: number[]) => xs.map((x) => x ** 2), doubles);
    expect(result).toMatchObject({ state: 'wrong', passed: false, message: 'These are squares.' });
    expect(result.misconception).toBe('squared instead of doubled');
    expect(inspect({ result })).toBe('{ result: ✗ These are squares. }');
  });

  test.each([
    ['other numbers', () => [2, 5], 'For xs = [1,2], double gives [2, 5]; expected is [2, 4].'],
    [
      'a constant that fits the first case',
      () => [2, 4],
      'For xs = [-3,0.5], double gives [2, 4]; expected is [−6, 1].',
    ],
    ['another shape', () => 3, 'For xs = [1,2], double gives 3, which is one number; expected is of shape 2.'],
    ['nothing', () => undefined, 'double gives nothing (undefined: is there a return?) where numbers are expected.'],
    ['a text', () => 'two', 'double gives the text "two" where'],
    ['ragged rows', () => [[1], [1, 2]], 'a list that holds something else than numbers, or rows of different lengths'],
    ['NaN', () => [NaN, 4], 'double gives [NaN, 4]'],
  ])('tells %s', async (_, answer, message) => {
    const result = await checkFunction(answer, doubles);
    expect([result.state, result.message]).toEqual(['wrong', expect.stringContaining(message)]);
  });

  test('tells an error, what is no function, and what is not written yet', async () => {
    const fails = () => {
      throw new TypeError('xs is sad');
    };
    expect((await checkFunction(fails, doubles)).message).toBe('For xs = [1,2], double stops with an error: xs is sad');
    const outside = (xs: number[]) => [xs].map((_, i) => [xs][i + 1]![0]!);
    expect((await checkFunction(outside, doubles)).message).toMatch(
      /undefined \(reading '0'\)\. An index lies outside a list: does a loop run too far, or is a row missing\?$/,
    );
    const beforeFirst = () => ([] as { train: number }[])[-1]!.train;
    expect((await checkFunction(beforeFirst, doubles)).message).toMatch(
      / is a row missing\? \(The last entry of a list is `\.at\(-1\)`\.\)$/,
    );
    expect((await checkFunction(7 as never, doubles)).message).toMatch(
      'has to be a function, and it is a value of type',
    );
    const unfinished = () => {
      throw new Error('not done yet');
    };
    const result = await checkFunction(unfinished, doubles);
    expect(String(result)).toBe('○ Not done yet: write double in the cell above, then run both cells again.');
    expect(result.state).toBe('missing');
  });
});

test('a number is not near an infinite one', async () => {
  const overflows = { misconception: 'overflow', formula: () => [Infinity, 1], say: 'Too large to hold.' };
  const question = {
    name: 'f',
    cases: [[1]] as [number][],
    right: (_: number) => [2, 1],
    wrong: [overflows],
    show: () => 'x',
  };
  expect((await checkFunction(() => [3, 1], question)).misconception).toBeUndefined();
  expect((await checkFunction(() => [Infinity, 1], question)).misconception).toBe('overflow');
});

test('checkNumber compares to a tolerance, and knows wrong ones', () => {
  const question = {
    name: 'lambda',
    right: 0.02,
    wrong: [{ misconception: 'λ and l2 mixed up', value: 0.01, say: 'That is l2.' }],
  };
  expect(String(checkNumber(0.02001, question))).toBe('✓ lambda is right, to 1 %.');
  expect(checkNumber(0.01, question)).toMatchObject({ state: 'wrong', misconception: 'λ and l2 mixed up' });
  expect(checkNumber(0.03, question).message).toBe('lambda is too large.');
  expect(checkNumber(0.015, question).message).toBe('lambda is too small.');
  expect(checkNumber(-0.02, question).message).toBe('lambda is of the wrong sign.');
  expect(checkNumber('0.02' as never, question).message).toContain('of type string');
  expect(checkNumber(NaN, question).state).toBe('missing');
});
