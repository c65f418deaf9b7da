import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { TENSORFLOW_OPS } from '../../src/engine/tensorflow/ops';
import { WEBGPU_OPS } from '../../src/engine/webgpu/ops';
import { glorotUniform } from '../../src/model/glorotUniform';
import { seededDropout } from '../../src/model/Dropout';
import { describeWebgpu } from '../engines';

const webgpu = () => useBackend({ prefer: 'webgpu', warn: () => undefined });
const numbers = async (x: tf.Tensor): Promise<number[]> => Array.from(await x.data());
const bytesOnCard = (): number => (tf.memory() as unknown as { numBytesAllocatedInGPU: number }).numBytesAllocatedInGPU;

/** Seeded numbers around 0. */
const random = (size: number, seed: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.fround(Math.sin(i * 12.9898 + seed * 78.233) * 2));

const SCALARS = {
  beta1Power: 0.9 ** 3,
  beta2Power: 0.999 ** 3,
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
};

describeWebgpu('ops on WebGPU', () => {
  beforeAll(webgpu);

  test.each([
    ['plain', 12, {}],
    ['of an odd number of weights', 1025, {}],
    ['with L2', 12, { penalty: { l1: 0, l2: 0.3 } }],
    ['with L1, L2 and decay', 7, { penalty: { l1: 0.2, l2: 0.3 }, weightDecay: 0.5 }],
  ])('an Adam update %s', async (_, size, more) => {
    const [w, m, v, g] = [1, 2, 3, 4].map((seed) => random(size, seed)) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    w[0] = 0;
    v.forEach((value, i) => (v[i] = Math.abs(value)));
    const variables = [w, m, v].map((values) => tf.tidy(() => tf.variable(tf.tensor1d(values.slice())))) as [
      tf.Variable,
      tf.Variable,
      tf.Variable,
    ];
    const gradient = tf.tensor1d(g.slice());
    const { l1, l2, weightDecay } = {
      l1: 0,
      l2: 0,
      weightDecay: 0,
      ...more,
      ...('penalty' in more ? more.penalty : {}),
    };
    const { numTensors, numDataBuffers } = tf.memory();
    WEBGPU_OPS.applyAdam(variables, { ...SCALARS, ...more }, gradient);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
    const [newW, newM, newV] = await Promise.all(variables.map(numbers));
    const step = (0.01 * Math.sqrt(1 - SCALARS.beta2Power)) / (1 - SCALARS.beta1Power);
    for (let i = 0; i < size; i++) {
      const total = g[i]! + l1 * Math.sign(w[i]!) + 2 * l2 * w[i]!;
      const mean = m[i]! + (total - m[i]!) * 0.1;
      const squares = v[i]! + (total ** 2 - v[i]!) * 0.001;
      expect(newM![i]).toBeCloseTo(mean, 5);
      expect(newV![i]).toBeCloseTo(squares, 5);
      expect(newW![i]).toBeCloseTo(w[i]! - 0.01 * weightDecay * w[i]! - (step * mean) / (Math.sqrt(squares) + 1e-7), 5);
    }
    expect(await numbers(gradient)).toEqual([...g]);
    tf.dispose([...variables, gradient]);
  });

  test('who else holds the numbers of a weight keeps the old ones', async () => {
    const make = (): tf.Variable => tf.tidy(() => tf.variable(tf.add(tf.tensor1d([1, 2, 3]), 1)));
    const [w, m, v] = [make(), make(), make()];
    const holders = [w, m, v].map((variable) => tf.clone(variable as tf.Tensor));
    WEBGPU_OPS.applyAdam([w, m, v], SCALARS, holders[0]!);
    for (const holder of holders) expect(await numbers(holder)).toEqual([2, 3, 4]);
    expect((await numbers(w))[0]).toBeLessThan(2);
    // The gradient may even be the weight itself.
    const before = await numbers(m);
    WEBGPU_OPS.applyAdam([w, m, v], SCALARS, w);
    expect(await numbers(m)).not.toEqual(before);
    tf.dispose([w, m, v, ...holders]);
  });

  test('addScaled adds in place, consumes its target, and spares other holders', async () => {
    const addend = tf.tensor1d([10, 20, 30]);
    const { numTensors } = tf.memory();
    // Numbers that still lie with JavaScript, and numbers on the card.
    for (const target of [tf.tensor1d([1, 2, 3]), tf.tidy(() => tf.add(tf.tensor1d([0, 1, 2]), 1))]) {
      const holder = tf.clone(target);
      const sum = WEBGPU_OPS.addScaled(target, 0.5, addend);
      expect(await numbers(sum)).toEqual([1 + 0.5 * 10, 2 + 0.5 * 20, 3 + 0.5 * 30]);
      expect(await numbers(holder)).toEqual([1, 2, 3]);
      expect(target.isDisposed).toBe(true);
      const again = WEBGPU_OPS.addScaled(sum, 1, addend);
      expect(await numbers(again)).toEqual([16, 32, 48]);
      tf.dispose([holder, again]);
    }
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(await numbers(addend)).toEqual([10, 20, 30]);
  });

  test.each([1, 5, 4096, 4097, 1_000_000])('half the sum of %d squares', async (size) => {
    const values = random(size, 1);
    const exact = values.reduce((sum, value) => sum + value * value, 0) / 2;
    const x = tf.tensor1d(values);
    const sum = WEBGPU_OPS.halfSumOfSquares(x);
    expect(sum.shape).toEqual([]);
    expect(Math.abs((await numbers(sum))[0]! / exact - 1)).toBeLessThan(1e-6);
    tf.dispose([x, sum]);
  });

  test.each([[[8, 10, 10, 4]], [[3, 3]], [[128, 1024]], [[7, 300]], [[4, 40, 40, 33]]])(
    'the gradient before ReLU and bias of %j',
    async (shape) => {
      const size = tf.util.sizeFromShape(shape);
      const columns = shape.at(-1)!;
      const [dy, y] = [random(size, 1), random(size, 2).map((value) => Math.max(value, 0))];
      const dz = dy.map((value, i) => (y[i]! > 0 ? value : 0));
      const sumsOf = (values: Float32Array): number[] => {
        const sums = new Array<number>(columns).fill(0);
        values.forEach((value, at) => (sums[at % columns]! += value));
        return sums;
      };
      const expectClose = (actual: number[], expected: number[]): void => {
        const most = Math.max(1, ...expected.map(Math.abs));
        actual.forEach((value, i) => expect(Math.abs(value - expected[i]!) / most).toBeLessThan(1e-5));
      };
      const { numTensors } = tf.memory();
      const both = WEBGPU_OPS.finishGradient(tf.tensor(dy, shape), tf.tensor(y, shape), true);
      expect(await numbers(both.dz)).toEqual([...dz]);
      expect(both.biasGradient!.shape).toEqual([columns]);
      expectClose(await numbers(both.biasGradient!), sumsOf(dz));
      const withoutBias = WEBGPU_OPS.finishGradient(tf.tensor(dy, shape), tf.tensor(y, shape), false);
      expect(withoutBias.biasGradient).toBeUndefined();
      expect(await numbers(withoutBias.dz)).toEqual([...dz]);
      const linear = WEBGPU_OPS.finishGradient(tf.tensor(dy, shape), undefined, true);
      expect(await numbers(linear.dz)).toEqual([...dy]);
      expectClose(await numbers(linear.biasGradient!), sumsOf(dy));
      tf.dispose(
        [both, withoutBias, linear].flatMap(({ dz: each, biasGradient }) => [
          each,
          ...(biasGradient ? [biasGradient] : []),
        ]),
      );
      expect(tf.memory().numTensors).toBe(numTensors);
    },
  );

  test('another holder of a gradient keeps its numbers before the ReLU', async () => {
    const dy = tf.tensor2d([[1, 2], [3, 4]]); // prettier-ignore
    const holder = tf.clone(dy);
    const { dz, biasGradient } = WEBGPU_OPS.finishGradient(dy, tf.tensor2d([[0, 1], [1, 0]]), true); // prettier-ignore
    expect(await numbers(dz)).toEqual([0, 2, 3, 0]);
    expect(await numbers(biasGradient!)).toEqual([3, 2]);
    expect(await numbers(holder)).toEqual([1, 2, 3, 4]);
    tf.dispose([holder, dz, biasGradient!]);
  });

  test('random numbers, first weights and masks are those of TensorFlow, bit by bit', async () => {
    const draws: (() => tf.Tensor)[] = [
      [[1], [0, 0]],
      [
        [5, 7],
        [1, 2],
      ],
      [
        [3, 3, 16, 32],
        [-5, 123456],
      ],
      [
        [1021, 100],
        [2 ** 31 - 1, -1],
      ],
    ].map(([shape, seeds]) => () => {
      const ops = tf.getBackend() === 'webgpu' ? WEBGPU_OPS : TENSORFLOW_OPS;
      return ops.uniform(shape!, seeds as [number, number]);
    });
    draws.push(() => glorotUniform({ seed: 3, stream: 2 }).apply([77, 33]));
    draws.push(() => seededDropout({ rate: 0.4, seed: 5 }).mask([31, 9], 7));
    const drawn = async (): Promise<number[][]> => Promise.all(draws.map(async (draw) => numbers(tf.tidy(draw))));
    const ours = await drawn();
    await useBackend({ prefer: 'tensorflow' });
    const theirs = await drawn();
    await webgpu();
    expect(ours).toEqual(theirs);
  });

  test("tfjs's profile shows them, and they leave no memory behind", async () => {
    const work = (): tf.Tensor => {
      const y = WEBGPU_OPS.matMul(tf.ones([70, 150]), tf.ones([150, 90]), { bias: undefined, relu: true });
      const { dz, biasGradient } = WEBGPU_OPS.finishGradient(tf.onesLike(y), y, true);
      return tf.add(WEBGPU_OPS.halfSumOfSquares(dz), tf.sum(biasGradient!));
    };
    const { kernelNames } = await tf.profile(() => tf.tidy(work));
    expect(kernelNames).toEqual(expect.arrayContaining(['_FusedMatMul', 'L2labFinishGradient']));
    const measured = async () => {
      const sum = tf.tidy(work);
      expect(await numbers(sum)).toEqual([(70 * 90) / 2 + 70 * 90]);
      sum.dispose();
      const { numTensors, numDataBuffers } = tf.memory();
      return { numTensors, numDataBuffers, bytes: bytesOnCard() };
    };
    await measured();
    const before = await measured();
    for (let i = 0; i < 20; i++) expect(await measured()).toEqual(before);
  });
});
