import { execFileSync } from 'child_process';
import * as tf from '@tensorflow/tfjs';
import { createRandom } from '../../src/data/random';
import { currentOps, useBackend } from '../../src/engine';
import type { AdamUpdate } from '../../src/engine';
import type { Ops } from '../../src/engine/ops';
import { useNativeOps } from '../../src/engine/tensorflow/nativeOps';
import { TENSORFLOW_OPS } from '../../src/engine/tensorflow/ops';

// The reference is TensorFlow itself, by its own ops, or a formula.

let native: Ops;
beforeAll(async () => {
  await useBackend({ prefer: 'tensorflow' });
  expect(useNativeOps(true)).toBe(true);
  native = currentOps()!;
});

const { next } = createRandom(14);
/** Numbers from −1 to 1, made by an op, so that their memory is TensorFlow's. */
const random = (shape: number[]): tf.Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tidy(() =>
    tf.add(
      tf.tensor(
        Array.from({ length: size }, () => 2 * next() - 1),
        shape,
      ),
      0,
    ),
  );
};
const numbersOf = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());

/** The largest difference, as a share of the largest number. */
function difference(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const largest = Math.max(...right.map(Math.abs), 1e-30);
  return Math.max(...left.map((value, i) => Math.abs(value - right[i]!))) / largest;
}

/** Runs a test and looks whether it leaves tensors behind. */
function tidily(test: () => void): void {
  const { numTensors } = tf.memory();
  tf.tidy(test);
  expect(tf.memory().numTensors).toBe(numTensors);
}

describe('convolutions with few channels', () => {
  const cases = [
    { batch: 5, image: [9, 11, 3], filter: [3, 3, 8] },
    { batch: 32, image: [12, 12, 8], filter: [3, 3, 8] },
    { batch: 1, image: [4, 5, 1], filter: [3, 3, 1] },
    { batch: 9, image: [8, 7, 5], filter: [5, 3, 16] },
    { batch: 3, image: [6, 40, 16], filter: [1, 1, 3] },
    { batch: 2, image: [5, 6, 2], filter: [2, 4, 9] },
  ];
  const geometries = (['valid', 'same'] as const).map((padding) => ({ strides: [1, 1], padding }) as const);
  const finishes = [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ] as const;

  test.each(cases)('$image by $filter, batch $batch', ({ batch, image, filter: [rows, columns, filters] }) => {
    tidily(() => {
      const images = random([batch, ...image]);
      const filter = random([rows!, columns!, image[2]!, filters!]);
      for (const geometry of geometries) {
        for (const [biased, relu] of finishes) {
          const finish = { bias: biased ? random([filters!]) : undefined, relu };
          const expected = TENSORFLOW_OPS.conv2d(images, filter, geometry, finish);
          expect(difference(native.conv2d(images, filter, geometry, finish), expected)).toBeLessThan(2e-6);
        }
        const linear = { bias: undefined, relu: false };
        const dy = random(TENSORFLOW_OPS.conv2d(images, filter, geometry, linear).shape);
        const image = native.conv2dImageGradient(images.shape, filter, dy, geometry);
        const ofFilter = native.conv2dFilterGradient(images, filter.shape, dy, geometry);
        const expected = TENSORFLOW_OPS.conv2dImageGradient(images.shape, filter, dy, geometry);
        expect(difference(image, expected)).toBeLessThan(2e-6);
        const expectedFilter = TENSORFLOW_OPS.conv2dFilterGradient(images, filter.shape, dy, geometry);
        expect(difference(ofFilter, expectedFilter)).toBeLessThan(4e-6);
      }
    });
  });

  test('with strides, or many channels, they are those of TensorFlow', () => {
    tidily(() => {
      const [images, filter] = [random([2, 9, 9, 4]), random([3, 3, 4, 20])];
      const geometry = { strides: [2, 2], padding: 'same' } as const;
      const finish = { bias: random([20]), relu: true };
      const expected = TENSORFLOW_OPS.conv2d(images, filter, geometry, finish);
      expect(difference(native.conv2d(images, filter, geometry, finish), expected)).toBe(0);
    });
  });

  test('a value that is no number stays none', () => {
    tidily(() => {
      const images = tf.fill([1, 3, 3, 1], NaN);
      const finish = { bias: tf.ones([2]), relu: true };
      const y = native.conv2d(images, tf.ones([3, 3, 1, 2]), { strides: [1, 1], padding: 'valid' }, finish);
      expect(numbersOf(y)).toEqual([NaN, NaN]);
    });
  });
});

describe('bias and ReLU', () => {
  test.each([
    [7, 1],
    [1000, 3],
    [33, 64],
    [5, 1024],
  ])('%i rows of %i channels, forward and backward', (rows, channels) => {
    tidily(() => {
      const [a, b, bias] = [random([rows, 4]), random([4, channels]), random([channels])];
      for (const relu of [true, false]) {
        const expected = TENSORFLOW_OPS.matMul(a, b, { bias, relu });
        expect(difference(native.matMul(a, b, { bias, relu }), expected)).toBe(0);
        const dy = random([rows, channels]);
        const y = relu ? () => tf.clone(expected) : () => undefined;
        const ours = native.finishGradient(tf.clone(dy), y(), true);
        const theirs = TENSORFLOW_OPS.finishGradient(tf.clone(dy), y(), true);
        expect(difference(ours.dz, theirs.dz)).toBe(0);
        expect(difference(ours.biasGradient!, theirs.biasGradient!)).toBeLessThan(1e-5);
        expect(native.finishGradient(tf.clone(dy), y(), false).biasGradient).toBeUndefined();
      }
    });
  });

  test('write over nothing that somebody else holds', () => {
    tidily(() => {
      const y = tf.tensor2d([[0, 1]]);
      const held = tf.add(tf.tensor2d([[5, 7]]), 0);
      const view = tf.reshape(held, [2]);
      const { dz } = native.finishGradient(tf.clone(held), tf.clone(y), true);
      expect(numbersOf(dz)).toEqual([0, 7]);
      expect(numbersOf(held)).toEqual([5, 7]);
      native.finishGradient(held, tf.clone(y), true);
      expect(numbersOf(view)).toEqual([5, 7]);
      const own = new Float32Array(4096).fill(3);
      native.finishGradient(tf.tensor2d(own, [1024, 4]), tf.zeros([1024, 4]), true);
      expect(own.every((value) => value === 3)).toBe(true);
    });
  });
});

test.each([[[5, 7, 7, 3]], [[1000, 2]], [[33, 64]], [[2, 1024]]])(
  'the largest number of each channel of %p, negative ones and NaN too',
  (shape) => {
    tidily(() => {
      const x = tf.sub(random(shape), 2);
      const expected = tf.max(x, x.shape.map((_, axis) => axis).slice(0, -1));
      expect(difference(native.largestOfChannels!(x), expected)).toBe(0);
      const values = numbersOf(x);
      values[1] = NaN;
      const largest = numbersOf(native.largestOfChannels!(tf.tensor(values, shape)));
      expect(largest.map(Number.isNaN).indexOf(true)).toBe(1);
      expect(largest.filter(Number.isNaN)).toHaveLength(1);
    });
  },
);

describe('cross-entropy', () => {
  test('of a batch, with the gradient of its mean', () => {
    tidily(() => {
      const logits = tf.tensor2d([[1, 2, 3], [1000, 0, -1000]]); // prettier-ignore
      const labels = tf.tensor2d([[0, 0, 1], [0, 1, 0]]); // prettier-ignore
      const { numbers, gradient } = native.crossentropy!(logits, labels);
      const sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
      const [loss, correct] = numbersOf(numbers);
      expect(loss).toBeCloseTo((Math.log(sum) - 3 + 1000) / 2, 4);
      expect(correct).toBe(1);
      const probabilities = [1, 2, 3].map((score) => Math.exp(score) / sum);
      [probabilities[0]! / 2, probabilities[1]! / 2, (probabilities[2]! - 1) / 2, 1 / 2, -1 / 2, 0].forEach(
        (value, i) => expect(numbersOf(gradient)[i]).toBeCloseTo(value, 6),
      );
    });
  });

  test("is TensorFlow's, and NaN where a score is", () => {
    tidily(() => {
      const logits = random([50, 10]);
      const labels = tf.oneHot(tf.range(0, 50, 1, 'int32').mod(tf.scalar(10, 'int32')) as tf.Tensor1D, 10);
      const [losses, gradient] = TENSORFLOW_OPS.softmaxCrossentropy(logits, tf.cast(labels, 'float32'));
      const ours = native.crossentropy!(logits, tf.cast(labels, 'float32'));
      expect(numbersOf(ours.numbers)[0]).toBeCloseTo(numbersOf(tf.mean(losses))[0]!, 6);
      expect(difference(ours.gradient, tf.div(gradient, 50))).toBeLessThan(1e-6);
      const broken = native.crossentropy!(tf.tensor2d([[1, NaN]]), tf.tensor2d([[1, 0]]));
      expect(numbersOf(broken.numbers)[0]).toBeNaN();
    });
  });
});

describe('Adam', () => {
  const scalars = {
    ...{ beta1Power: 0.9 ** 2, beta2Power: 0.999 ** 2, learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    penalty: undefined,
    weightDecay: 0,
  };
  const variable = (values: tf.Tensor): tf.Variable => tf.variable(values);
  const free = (...all: readonly (readonly tf.Variable[])[]) => tf.dispose(all.flat());

  test('by the formula, with L1, L2 and decay at the weight before', () => {
    const [w, m, v, g] = [0.5, 0.1, 0.02, -0.3];
    const all = [w, m, v].map((value) => variable(tf.add(tf.tensor1d([value, 0]), 0)));
    const gradient = tf.tensor1d([g, 0]);
    const [weight, mean, squares] = all as [tf.Variable, tf.Variable, tf.Variable];
    const penalty = { l1: 0.01, l2: 0.2 };
    const penalized = { ...scalars, penalty, weightDecay: 3 };
    const [value] = native.applyAdamToAll!([{ variables: [weight, mean, squares], gradient, scalars: penalized }]);
    expect(value).toBeCloseTo(0.01 * 0.5 + 0.2 * 0.5 ** 2, 6);
    const total = g + 0.01 + 2 * 0.2 * w;
    const newMean = m + (total - m) * 0.1;
    const newSquares = v + (total ** 2 - v) * 0.001;
    const step = (0.01 * Math.sqrt(1 - scalars.beta2Power)) / (1 - scalars.beta1Power);
    const newWeight = w - 0.01 * 3 * w - (step * newMean) / (Math.sqrt(newSquares) + 1e-7);
    [newWeight, newMean, newSquares].forEach((expected, i) => {
      expect(numbersOf(all[i]!)[0]).toBeCloseTo(expected, 6);
    });
    // sign(0) is 0; its means were 0.1 and 0.02 too.
    expect(numbersOf(mean)[1]).toBe(0);
    free(all);
    gradient.dispose();
  });

  test("of many weights at once is TensorFlow's of each", () => {
    const { numTensors } = tf.memory();
    const penalty = { l1: 0, l2: 0.05 };
    const updates = [1, 31, 8192, 8193, 100_000].map((size): [AdamUpdate, tf.Variable[]] => {
      const [w, m, g] = [random([size]), random([size]), random([size])];
      const v = tf.abs(m);
      const set = () => [w, m, v].map((values) => tf.tidy(() => variable(tf.add(values, 0))));
      const variables = set() as [tf.Variable, tf.Variable, tf.Variable];
      const theirs = set() as [tf.Variable, tf.Variable, tf.Variable];
      const summed = TENSORFLOW_OPS.addScaled(
        tf.tidy(() => tf.add(g, 0)),
        2 * penalty.l2,
        theirs[0],
      );
      TENSORFLOW_OPS.applyAdam(theirs, scalars, summed);
      tf.dispose([w, m, v, summed]);
      return [{ variables, gradient: g, scalars: { ...scalars, penalty } }, theirs];
    });
    const squares = updates.map(([{ variables }]) =>
      numbersOf(variables[0]).reduce((sum, value) => sum + value * value, 0),
    );
    const values = native.applyAdamToAll!(updates.map(([update]) => update));
    values.forEach((value, i) => expect(value / (0.05 * squares[i]!)).toBeCloseTo(1, 5));
    for (const [{ variables, gradient }, theirs] of updates) {
      variables.forEach((own, i) => expect(difference(own, theirs[i]!)).toBeLessThan(1e-6));
      free(variables, theirs);
      gradient.dispose();
    }
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  test('part by part it is the same as in one piece', () => {
    const [w, g] = [random([20_000]), random([20_000])];
    const set = () => [w, tf.zeros([20_000]), tf.zeros([20_000])].map((x) => variable(tf.tidy(() => tf.add(x, 0))));
    const [whole, parts] = [set(), set()] as [tf.Variable, tf.Variable, tf.Variable][];
    native.applyAdamToAll!([{ variables: whole!, gradient: g, scalars }]);
    for (const [start, count] of [
      [0, 7000],
      [7000, 13_000],
    ] as const) {
      const gradient = tf.slice(g, start, count);
      native.applyAdamToAll!([{ variables: parts!, gradient, scalars, start }]);
    }
    expect(difference(parts![0], whole![0])).toBe(0);
    expect(() => native.applyAdamToAll!([{ variables: whole!, gradient: g, scalars, start: 1 }])).toThrow('within');
  });

  test('another holder of a weight keeps the old values', () => {
    const all = [1, 0, 0].map((value) => variable(tf.add(tf.fill([64], value), 0)));
    const [weight, mean, squares] = all as [tf.Variable, tf.Variable, tf.Variable];
    const holders = [
      () => tf.clone(weight as tf.Tensor),
      () => tf.reshape(weight, [8, 8]),
      () => tf.slice(weight, 0, 64),
    ];
    for (const hold of holders) {
      const held = hold();
      const before = numbersOf(held);
      native.applyAdamToAll!([{ variables: [weight, mean, squares], gradient: tf.ones([64]), scalars }]);
      expect(numbersOf(held)).toEqual(before);
      expect(numbersOf(weight)[0]).toBeLessThan(before[0]!);
    }
    const own = new Float32Array(4096).fill(3);
    const shared = [variable(tf.tensor1d(own)), variable(tf.zeros([4096])), variable(tf.zeros([4096]))];
    const variables = shared as [tf.Variable, tf.Variable, tf.Variable];
    native.applyAdamToAll!([{ variables, gradient: tf.ones([4096]), scalars }]);
    expect(own.every((value) => value === 3)).toBe(true);
    free(all, shared);
  });
});

test('every bit is the same on one, two and three threads', () => {
  const script = `
    const { createHash } = require('crypto');
    const { tf, useBackend, convNet, kerasAdam, l2Regularizer } = require('l2lab');
    const { tensorflowOps } = require('l2lab/dist/engine/tensorflow/nativeOps.js');
    useBackend({ prefer: 'tensorflow' }).then(() => {
      const ops = tensorflowOps();
      const hash = createHash('sha256');
      const note = (x) => { hash.update(Buffer.from(x.dataSync().buffer)); return x; };
      const random = (shape, seed) => ops.uniform(shape, [seed, 0]);
      const geometry = { strides: [1, 1], padding: 'valid' };
      const [images, filter] = [random([33, 20, 20, 8], 1), random([3, 3, 8, 8], 2)];
      const y = note(ops.conv2d(images, filter, geometry, { bias: random([8], 3), relu: true }));
      const { dz, biasGradient } = ops.finishGradient(random(y.shape, 4), y, true);
      note(biasGradient);
      note(ops.conv2dImageGradient(images.shape, filter, dz, geometry));
      note(ops.conv2dFilterGradient(images, filter.shape, dz, geometry));
      const variables = [5, 6, 7].map((seed) => tf.variable(random([100001], seed)));
      const scalars = { beta1Power: 0.9, beta2Power: 0.999, learningRate: 0.01, beta1: 0.9, beta2: 0.999,
        epsilon: 1e-7, penalty: { l1: 0.1, l2: 0.1 }, weightDecay: 0 };
      const sums = ops.applyAdamToAll([{ variables, gradient: random([100001], 8), scalars }]);
      hash.update(JSON.stringify(sums));
      variables.forEach(note);
      console.log(typeof ops.applyAdamToAll, hash.digest('hex'));
    });`;
  const hashes = ['1', '2', '3'].map((threads) => {
    const env = { ...process.env, TF_NUM_INTRAOP_THREADS: threads };
    return execFileSync(process.execPath, ['-e', script], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  });
  expect(hashes[0]).toMatch(/^function [0-9a-f]{64}\n$/);
  expect(hashes).toEqual([hashes[0], hashes[0], hashes[0]]);
});
