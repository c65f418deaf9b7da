import type * as tf from '@tensorflow/tfjs';
import type { Finish, Geometry } from '../ops';
import { runOp } from './runOp';
import type { Attributes } from './runOp';

// Convolutions with few channels by native/convolution.cc, which says why.

/** Beyond that TensorFlow's own are as fast. */
const FEW = 16;

/** Whether a convolution is one of those. */
export function hasFewChannels({ strides }: Geometry, [, , channels, filters]: readonly number[]): boolean {
  return strides.every((stride) => stride === 1) && channels! <= FEW && filters! <= FEW;
}

/** A step asks for the same few sizes again and again, and encodes their attributes once. */
const known = new Map<string, Attributes>();

function attributesOf(integers: Record<string, number>, booleans: Record<string, boolean> = {}): Attributes {
  const key = JSON.stringify([integers, booleans]);
  let attributes = known.get(key);
  if (attributes === undefined) known.set(key, (attributes = { integers, booleans }));
  return attributes;
}

/** Zeros above and on the left of the images: with `same`, the smaller half comes first, as in TensorFlow. */
const zerosBefore = (padding: Geometry['padding'], length: number): number =>
  padding === 'same' ? Math.floor((length - 1) / 2) : 0;

export function convolve(images: tf.Tensor, filter: tf.Tensor, { padding }: Geometry, finish: Finish): tf.Tensor {
  const [, height, width] = images.shape;
  const [rows, columns] = filter.shape;
  const lost = (length: number): number => (padding === 'valid' ? length - 1 : 0);
  const integers = {
    top: zerosBefore(padding, rows!),
    left: zerosBefore(padding, columns!),
    out_height: height! - lost(rows!),
    out_width: width! - lost(columns!),
  };
  const attributes = attributesOf(integers, { biased: finish.bias !== undefined, relu: finish.relu, mirrored: false });
  return runOp('L2labConv2D', attributes, [images, filter, finish.bias ?? filter]);
}

export function imageGradient(
  [, height, width]: readonly number[],
  filter: tf.Tensor,
  dy: tf.Tensor,
  { padding }: Geometry,
): tf.Tensor {
  const [rows, columns] = filter.shape;
  const integers = {
    top: rows! - 1 - zerosBefore(padding, rows!),
    left: columns! - 1 - zerosBefore(padding, columns!),
    out_height: height!,
    out_width: width!,
  };
  const attributes = attributesOf(integers, { biased: false, relu: false, mirrored: true });
  return runOp('L2labConv2D', attributes, [dy, filter, filter]);
}

export function filterGradient(
  images: tf.Tensor,
  [rows, columns]: readonly number[],
  dy: tf.Tensor,
  { padding }: Geometry,
): tf.Tensor {
  const [top, left] = [rows!, columns!].map((length) => zerosBefore(padding, length));
  const integers = { top: top!, left: left!, rows: rows!, columns: columns! };
  return runOp('L2labConv2DFilterGradient', attributesOf(integers), [images, dy]);
}
