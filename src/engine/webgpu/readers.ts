import type { Reader } from './product';

// How the matrices of a network's products lie in tensors.

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

/** a · b */
export const AS_THEY_ARE = matrices('MatMul', false, false);
/** aᵀ · b */
export const FIRST_TRANSPOSED = matrices('MatMulFirstTransposed', true, false);
/** a · bᵀ */
export const SECOND_TRANSPOSED = matrices('MatMulSecondTransposed', false, true);

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
export const CONVOLUTION: Reader = {
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
export const FILTER_GRADIENT: Reader = {
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
export const IMAGE_GRADIENT: Reader = {
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
