import * as fs from 'fs';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';

export interface Packed {
  readonly shape: number[];
  readonly base64: string;
}

export interface GoldenCase {
  readonly name: string;
  readonly l2: number;
  readonly learningRate: number;
  readonly decay: number;
  readonly output: Packed;
  readonly dataLoss: number;
  readonly penalty: number;
  readonly totalLoss: number;
  readonly gradients: Packed[];
  readonly evaluate: { totalLoss: number; accuracy: number };
  readonly weightsAfter: Packed[];
}

interface Golden {
  readonly network: {
    inputShape: [number, number, number];
    filters: number;
    denseUnits: number;
    classes: number;
  };
  readonly batch: number;
  readonly updates: number;
  readonly images: Packed;
  readonly labels: number[];
  readonly weights: Packed[];
  readonly cases: GoldenCase[];
}

/** Keras's numbers; make_golden.py says how they were made. */
export const golden = JSON.parse(fs.readFileSync(path.join(__dirname, 'keras.json'), 'utf8')) as Golden;

export function floats({ base64 }: Packed): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

export function unpack(packed: Packed): tf.Tensor {
  return tf.tensor(floats(packed), packed.shape, 'float32');
}

/** Images `from` to `to` as float32 in [0, 1], and their one-hot labels. */
export function goldenBatch(from: number, to: number): { images: tf.Tensor4D; labels: tf.Tensor2D } {
  const [, ...shape] = golden.images.shape as [number, number, number, number];
  const size = tf.util.sizeFromShape(shape);
  const bytes = Buffer.from(golden.images.base64, 'base64').subarray(from * size, to * size);
  const images = tf.tensor4d(
    Float32Array.from(bytes, (byte) => byte / 255),
    [to - from, ...shape] as [number, number, number, number],
  );
  const labels = tf.tidy(
    () =>
      tf.oneHot(tf.tensor1d(golden.labels.slice(from, to), 'int32'), golden.network.classes).toFloat() as tf.Tensor2D,
  );
  return { images, labels };
}

/** The largest deviation in a tensor as a share of the largest reference value: max|a − b| / max|b|. */
export async function relativeError(actual: tf.Tensor, reference: Packed): Promise<number> {
  expect(actual.shape).toEqual(reference.shape);
  const a = await actual.data();
  const b = floats(reference);
  let difference = 0;
  let largest = 0;
  b.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(a[i]! - value));
    largest = Math.max(largest, Math.abs(value));
  });
  return largest === 0 ? difference : difference / largest;
}
