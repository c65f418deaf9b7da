import * as tf from '@tensorflow/tfjs';
import type { Finish, Geometry, Ops } from '../ops';
import { multiply } from './product';
import type { Reader } from './product';
import { kernel } from './shader';

// The products of a network: how their matrices lie in tensors.

const readB = (transposed: boolean): string => `
fn readB(inner: vec4<i32>, n: i32) -> f32 { return b[${transposed ? 'n * u.inner + inner.x' : 'inner.x * u.columns + n'}]; }`;

function matrices(name: string, transposeA: boolean, transposeB: boolean): Reader {
  return {
    name,
    aAlong: transposeA ? 'row' : 'inner',
    bAlong: transposeB ? 'inner' : 'column',
    sizes: [],
    code: `
fn rowOf(m: i32) -> vec4<i32> { return vec4<i32>(m, 0, 0, 0); }
fn innerOf(k: i32) -> vec4<i32> { return vec4<i32>(k, 0, 0, 0); }
fn readA(row: vec4<i32>, inner: vec4<i32>) -> f32 {
  return a[${transposeA ? 'inner.x * u.rows + row.x' : 'row.x * u.inner + inner.x'}];
}
${readB(transposeB)}`,
  };
}

const AS_THEY_ARE = matrices('MatMul', false, false);
const FIRST_TRANSPOSED = matrices('MatMulFirstTransposed', true, false);
const SECOND_TRANSPOSED = matrices('MatMulSecondTransposed', false, true);

interface MatMul {
  readonly reader: Reader;
  readonly relu: boolean;
}

const matMulKernel = kernel<MatMul>('MatMul', (backend, { a, b, bias }, { reader, relu }) => {
  const [rows, inner] = reader === FIRST_TRANSPOSED ? [...a!.shape].reverse() : a!.shape;
  const columns = b!.shape[reader === SECOND_TRANSPOSED ? 0 : 1]!;
  const sizes = { rows: rows!, inner: inner!, columns };
  return [multiply(backend, reader, { a: a!, b: b!, bias, relu, ...sizes, sizes: [], shape: [rows!, columns] })];
});

const NO_FINISH: Finish = { bias: undefined, relu: false };

const product = (reader: Reader, a: tf.Tensor, b: tf.Tensor, { bias, relu }: Finish = NO_FINISH): tf.Tensor =>
  matMulKernel({ a, b, ...(bias && { bias }) }, { reader, relu })[0]!;

export const matMul: Ops['matMul'] = (a, b, finish) => product(AS_THEY_ARE, a, b, finish);
export const matMulFirstTransposed: Ops['matMulFirstTransposed'] = (a, b) => product(FIRST_TRANSPOSED, a, b);
export const matMulSecondTransposed: Ops['matMulSecondTransposed'] = (a, b) => product(SECOND_TRANSPOSED, a, b);

/** Of a convolution; TOP and LEFT are the zeros before an image's first row and column. */
const SIZES = [
  'IN_H', 'IN_W', 'IN_C', 'OUT_H', 'OUT_W', 'OUT_C', 'FILTER_W', 'STRIDE_H', 'STRIDE_W', 'TOP', 'LEFT',
] as const; // prettier-ignore

/** Number of a position of the output → where its image begins in `a`, and its first row and column there. */
const outputPosition = `
  let x = position % OUT_W;
  let y = (position / OUT_W) % OUT_H;
  let image = position / (OUT_W * OUT_H);`;

/** Rows are positions of the output, the sum goes over the filter's window and the input's channels. */
const CONVOLUTION: Reader = {
  name: 'Convolution',
  aAlong: 'inner',
  bAlong: 'column',
  sizes: SIZES,
  code: `
fn rowOf(position: i32) -> vec4<i32> {
  ${outputPosition}
  return vec4<i32>(image * IN_H * IN_W * IN_C, y * STRIDE_H - TOP, x * STRIDE_W - LEFT, 0);
}
fn innerOf(k: i32) -> vec4<i32> {
  let place = k / IN_C;
  return vec4<i32>(k, place / FILTER_W, place % FILTER_W, k % IN_C);
}
fn readA(row: vec4<i32>, inner: vec4<i32>) -> f32 {
  let y = row.y + inner.y;
  let x = row.z + inner.z;
  if (y < 0 || y >= IN_H || x < 0 || x >= IN_W) { return 0.0; }
  return a[row.x + (y * IN_W + x) * IN_C + inner.w];
}
${readB(false)}`,
};

/** Rows are the weights of one output channel, the sum goes over all positions of the output. */
const FILTER_GRADIENT: Reader = {
  name: 'FilterGradient',
  aAlong: 'row',
  bAlong: 'column',
  sizes: SIZES,
  code: `
fn rowOf(m: i32) -> vec4<i32> {
  let place = m / IN_C;
  return vec4<i32>(place / FILTER_W - TOP, place % FILTER_W - LEFT, m % IN_C, 0);
}
fn innerOf(position: i32) -> vec4<i32> {
  ${outputPosition}
  return vec4<i32>(position, image * IN_H * IN_W * IN_C, y * STRIDE_H, x * STRIDE_W);
}
fn readA(row: vec4<i32>, inner: vec4<i32>) -> f32 {
  let y = row.x + inner.z;
  let x = row.y + inner.w;
  if (y < 0 || y >= IN_H || x < 0 || x >= IN_W) { return 0.0; }
  return a[inner.y + (y * IN_W + x) * IN_C + row.z];
}
${readB(false)}`,
};

/** Rows are positions of the input, the sum goes over the filter's window and the output's channels. */
const IMAGE_GRADIENT: Reader = {
  name: 'ImageGradient',
  aAlong: 'inner',
  bAlong: 'inner',
  sizes: SIZES,
  code: `
fn rowOf(position: i32) -> vec4<i32> {
  let x = position % IN_W;
  let y = (position / IN_W) % IN_H;
  let image = position / (IN_W * IN_H);
  return vec4<i32>(image * OUT_H * OUT_W * OUT_C, y + TOP, x + LEFT, 0);
}
fn innerOf(k: i32) -> vec4<i32> {
  let place = k / OUT_C;
  let channel = k % OUT_C;
  return vec4<i32>(place * IN_C * OUT_C + channel, place / FILTER_W, place % FILTER_W, channel);
}
fn readA(row: vec4<i32>, inner: vec4<i32>) -> f32 {
  let y = row.y - inner.y;
  let x = row.z - inner.z;
  // With a stride, most positions of the input lie between those that the filter stood on.
  if (y < 0 || x < 0 || y % STRIDE_H != 0 || x % STRIDE_W != 0) { return 0.0; }
  if (y / STRIDE_H >= OUT_H || x / STRIDE_W >= OUT_W) { return 0.0; }
  return a[row.x + ((y / STRIDE_H) * OUT_W + x / STRIDE_W) * OUT_C + inner.w];
}
fn readB(inner: vec4<i32>, n: i32) -> f32 { return b[inner.x + n * OUT_C]; }`,
};

type Shape4 = [number, number, number, number];

interface Convolution extends Geometry {
  readonly imagesShape: readonly number[];
  readonly filterShape: readonly number[];
  readonly relu?: boolean;
}

function sizesOf({ imagesShape, filterShape, strides, padding }: Convolution) {
  const info = tf.backend_util.computeConv2DInfo(
    [...imagesShape] as Shape4, [...filterShape] as Shape4, [...strides], 1, padding,
  ); // prettier-ignore
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterWidth, filterHeight, padInfo } = info;
  return {
    outShape: info.outShape,
    inputs: info.batchSize * inHeight * inWidth,
    outputs: info.batchSize * outHeight * outWidth,
    window: filterHeight * filterWidth,
    inChannels,
    outChannels,
    sizes: [
      ...[inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterWidth],
      ...[...strides, padInfo.top, padInfo.left],
    ],
  };
}

const convolutionKernel = kernel<Convolution>('Convolution', (backend, { images, filter, bias }, convolution) => {
  const { outputs, window, inChannels, outChannels, sizes, outShape } = sizesOf(convolution);
  const { relu } = convolution;
  const matrix = { rows: outputs, columns: outChannels, inner: window * inChannels, sizes, shape: outShape };
  return [multiply(backend, CONVOLUTION, { a: images!, b: filter!, bias, relu, ...matrix })];
});

const filterGradientKernel = kernel<Convolution>('FilterGradient', (backend, { images, dy }, convolution) => {
  const { outputs, window, inChannels, outChannels, sizes } = sizesOf(convolution);
  const matrix = { rows: window * inChannels, columns: outChannels, inner: outputs, sizes };
  return [multiply(backend, FILTER_GRADIENT, { a: images!, b: dy!, ...matrix, shape: convolution.filterShape })];
});

const imageGradientKernel = kernel<Convolution>('ImageGradient', (backend, { dy, filter }, convolution) => {
  const { inputs, window, inChannels, outChannels, sizes } = sizesOf(convolution);
  const matrix = { rows: inputs, columns: inChannels, inner: window * outChannels, sizes };
  return [multiply(backend, IMAGE_GRADIENT, { a: dy!, b: filter!, ...matrix, shape: convolution.imagesShape })];
});

export const conv2d: Ops['conv2d'] = (images, filter, geometry, { bias, relu }) =>
  convolutionKernel(
    { images, filter, ...(bias && { bias }) },
    { ...geometry, imagesShape: images.shape, filterShape: filter.shape, relu },
  )[0]!;

export const conv2dFilterGradient: Ops['conv2dFilterGradient'] = (images, filterShape, dy, geometry) =>
  filterGradientKernel({ images, dy }, { ...geometry, imagesShape: images.shape, filterShape })[0]!;

export const conv2dImageGradient: Ops['conv2dImageGradient'] = (imagesShape, filter, dy, geometry) =>
  imageGradientKernel({ dy, filter }, { ...geometry, imagesShape, filterShape: filter.shape })[0]!;
