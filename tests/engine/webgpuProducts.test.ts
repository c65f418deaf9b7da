import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import type { Ops } from '../../src/engine/ops';
import { TENSORFLOW_OPS } from '../../src/engine/tensorflow/ops';
import { WEBGPU_OPS } from '../../src/engine/webgpu/ops';
import * as planning from '../../src/engine/webgpu/plan';
import type { Plan } from '../../src/engine/webgpu/plan';
import { describeWebgpu } from '../engines';

const chosen = planning.plan;

const useWebgpu = () => useBackend({ prefer: 'webgpu', warn: () => undefined });

/** Seeded numbers around 0. */
const tensor = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.randomUniform([...shape], -1, 1, 'float32', seed);

async function read(compute: () => tf.Tensor): Promise<Float32Array> {
  const result = tf.tidy(compute);
  const numbers = await result.data();
  result.dispose();
  return numbers as Float32Array;
}

function expectClose(actual: Float32Array, expected: Float32Array): void {
  expect(actual).toHaveLength(expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  const error = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
  expect(error / largest).toBeLessThan(1e-5);
}

/** Each computation gives what TensorFlow gives, and the same numbers each time. */
async function expectSame(computations: readonly ((ops: Ops) => tf.Tensor)[]): Promise<void> {
  await useBackend({ prefer: 'tensorflow' });
  const expected = [];
  for (const compute of computations) expected.push(await read(() => compute(TENSORFLOW_OPS)));
  await useWebgpu();
  for (const [i, compute] of computations.entries()) {
    const numbers = await read(() => compute(WEBGPU_OPS));
    expectClose(numbers, expected[i]!);
    expect(await read(() => compute(WEBGPU_OPS))).toEqual(numbers);
  }
}

const plain = (parts: number): Plan => ({ tile: 'plain', parts });
const inTiles = (rows: number, columns: number, parts: number): Plan => ({ tile: [rows, columns], parts });

describeWebgpu('products on WebGPU are those of TensorFlow', () => {
  afterEach(() => jest.restoreAllMocks());

  test.each<[number[], number[], number, 'valid' | 'same', Plan]>([
    [[2, 7, 6, 3], [3, 3, 3, 4], 1, 'valid', plain(1)],
    [[2, 7, 6, 3], [3, 3, 3, 4], 1, 'same', plain(2)],
    [[2, 8, 9, 3], [3, 2, 3, 5], 2, 'valid', plain(3)],
    [[2, 8, 9, 3], [3, 2, 3, 5], 2, 'same', plain(1)],
    [[1, 5, 5, 1], [1, 1, 1, 1], 1, 'valid', plain(1)],
    [[3, 11, 10, 5], [3, 3, 5, 70], 1, 'valid', inTiles(64, 64, 1)],
    [[3, 11, 10, 5], [3, 2, 5, 9], 1, 'same', inTiles(128, 32, 3)],
    [[3, 11, 10, 5], [3, 2, 5, 9], 2, 'same', inTiles(32, 128, 2)],
  ])(
    'convolution of %j with %j, stride %j, %s, %j, and its gradients',
    async (images, filter, stride, padding, how) => {
      jest.spyOn(planning, 'plan').mockReturnValue(how);
      const geometry = { strides: [stride, stride] as const, padding };
      type Shape = [number, number, number, number];
      const { outShape } = tf.backend_util.computeConv2DInfo(images as Shape, filter as Shape, stride, 1, padding);
      const finish = (relu: boolean) => ({ bias: relu ? tensor(filter.slice(-1), 4) : undefined, relu });
      await expectSame([
        (ops) => ops.conv2d(tensor(images, 1), tensor(filter, 2), geometry, finish(true)),
        (ops) => ops.conv2d(tensor(images, 1), tensor(filter, 2), geometry, finish(false)),
        (ops) => ops.conv2dFilterGradient(tensor(images, 1), filter, tensor(outShape, 3), geometry),
        (ops) => ops.conv2dImageGradient(images, tensor(filter, 2), tensor(outShape, 3), geometry),
      ]);
    },
  );

  test.each<[Plan]>([[plain(1)], [plain(3)], [inTiles(64, 64, 1)], [inTiles(128, 32, 2)]])(
    'a dense layer and its gradients, %j',
    async (how) => {
      jest.spyOn(planning, 'plan').mockReturnValue(how);
      const [rows, inner, columns] = [67, 130, 66];
      const bias = (): tf.Tensor => tensor([columns], 3);
      await expectSame([
        (ops) => ops.matMul(tensor([rows, inner], 1), tensor([inner, columns], 2), { bias: bias(), relu: true }),
        (ops) => ops.matMul(tensor([rows, inner], 1), tensor([inner, columns], 2), { bias: undefined, relu: false }),
        (ops) => ops.matMulFirstTransposed(tensor([inner, rows], 1), tensor([inner, columns], 2)),
        (ops) => ops.matMulSecondTransposed(tensor([rows, inner], 1), tensor([columns, inner], 2)),
      ]);
    },
  );

  test('what is no number stays none behind a ReLU', async () => {
    await useWebgpu();
    const finish = { bias: undefined, relu: true };
    const y = await read(() => WEBGPU_OPS.matMul(tf.tensor2d([[NaN], [-1], [2]]), tf.tensor2d([[1]]), finish));
    expect([...y]).toEqual([NaN, 0, 2]);
  });

  test('what only tfjs knows is still computed', async () => {
    await useWebgpu();
    const [x, filter] = [tensor([2, 9, 9, 4], 1) as tf.Tensor4D, tensor([3, 3, 4, 4], 2) as tf.Tensor4D];
    const apart = await read(() => tf.elu(tf.conv2d(x, filter, 1, 'same')));
    expectClose(await read(() => tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', activation: 'elu' })), apart);
    expect(await read(() => tf.conv2d(x, filter, 1, 'valid', 'NHWC', 2))).toHaveLength(2 * 5 * 5 * 4);
    const [a, b] = [tensor([2, 4, 5], 1), tensor([2, 5, 6], 2)];
    const second = read(() => tf.matMul(tf.gather(a, 1), tf.gather(b, 1)));
    expectClose((await read(() => tf.matMul(a, b))).subarray(4 * 6), await second);
    const row = tf.tidy(() =>
      tf.matMul(tf.reshape(tf.gather(a, 1), [1, 4, 5]), tf.reshape(tf.gather(b, 1), [1, 5, 6])),
    );
    expect(row.shape).toEqual([1, 4, 6]);
    expectClose((await row.data()) as Float32Array, await second);
    tf.dispose([x, filter, a, b, row]);
  });

  test('a large card has enough to do, and a small product is one simple program', () => {
    // The article's second convolution and its filter's gradient, its large dense layer and the gradient of its weights.
    expect(chosen(128 * 28 * 28, 128, 9 * 128, false)).toEqual(inTiles(64, 64, 1));
    expect(chosen(9 * 128, 128, 128 * 28 * 28, false)).toEqual(inTiles(64, 64, 14));
    expect(chosen(128, 1024, 86528, false)).toEqual(inTiles(64, 64, 16));
    expect(chosen(86528, 1024, 128, false)).toEqual(inTiles(64, 64, 1));
    // Where the card is a program, a narrow product is one, too.
    expect(chosen(128 * 28 * 28, 8, 72, true)).toEqual(plain(1));
    expect(chosen(128 * 28 * 28, 8, 72, false)).toEqual(inTiles(128, 32, 1));
    // Few filters, and the gradient of a filter on three colours.
    expect(chosen(64 * 30 * 30, 32, 27, false)).toEqual(inTiles(128, 32, 1));
    expect(chosen(27, 128, 128 * 30 * 30, false)).toEqual(inTiles(32, 128, 450));
    expect(chosen(32, 10, 1024, false)).toEqual(plain(4));
  });
});
