import * as tf from '@tensorflow/tfjs';
import type { Ops } from '../ops';
import { writable } from './inPlace';
import { eachItem, forEach, kernel, run, THREADS } from './shader';
import type { Shader } from './shader';

// Sums over many numbers, in two stages: each workgroup adds up its part, then one adds up the parts. The order is always
// the same, and so are the numbers.

/** Workgroups of the first stage: at most so many, each with at least 16 numbers for a thread. */
const MOST_PARTS = 1024;
const PART = 16 * THREADS;

/** Adds up the `sum` of all threads, in two steps. All threads must come here. */
const ADD_UP = `
  sums[local] = sum;
  workgroupBarrier();
  if (local < 16u) {
    for (var i = local + 16u; i < ${THREADS}u; i += 16u) { sum += sums[i]; }
    sums[local] = sum;
  }
  workgroupBarrier();
  for (var i = 1u; i < 16u; i++) { sum += sums[i]; }`;

const sumOfEach = (name: string, value: string): Shader => ({
  name,
  buffers: [
    { name: 'parts', type: 'f32', writes: true },
    { name: 'x', type: 'f32' },
  ],
  scalars: { factor: 'f32' },
  code: `
var<workgroup> sums: array<f32, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  var sum = 0.0;
  for (var i = group.x * ${THREADS}u + local; i < arrayLength(&x); i += groups.x * ${THREADS}u) { sum += ${value}; }
  ${ADD_UP}
  if (local == 0u) { parts[group.x] = u.factor * sum; }
}`,
});

const SQUARES = sumOfEach('HalfSumOfSquares', 'x[i] * x[i]');
const SUM = sumOfEach('Sum', 'x[i]');

const halfSumKernel = kernel<object>('HalfSumOfSquares', (backend, { x }) => {
  const result = backend.makeTensorInfo([], 'float32');
  const count = Math.min(MOST_PARTS, Math.ceil(tf.util.sizeFromShape(x!.shape) / PART));
  if (count === 1) {
    run(backend, SQUARES, [result, x!], [0.5], [1, 1, 1]);
    return [result];
  }
  const parts = backend.makeTensorInfo([count], 'float32');
  run(backend, SQUARES, [parts, x!], [1], [count, 1, 1]);
  run(backend, SUM, [result, parts], [0.5], [1, 1, 1]);
  backend.disposeData(parts.dataId);
  return [result];
});

/** ½ Σ x², as in `Ops`. */
export const halfSumOfSquares: Ops['halfSumOfSquares'] = (x) => halfSumKernel({ x }, {})[0]!;

const RELU_GRADIENT: Shader = {
  name: 'ReluGradient',
  buffers: [
    { name: 'dz', type: 'f32', writes: true },
    { name: 'dy', type: 'f32' },
    { name: 'y', type: 'f32' },
  ],
  scalars: {},
  code: eachItem('arrayLength(&dz)', 'dz[i] = select(0.0, dy[i], y[i] > 0.0);'),
};

const reluGradientKernel = kernel<object>('ReluGradient', (backend, { dy, y }) => {
  const dz = backend.makeTensorInfo(dy!.shape, 'float32');
  run(backend, RELU_GRADIENT, [dz, dy!, y!], [], forEach(tf.util.sizeFromShape(dy!.shape)));
  return [dz];
});

/** `dy` where `y` is above 0, as in `Ops`. */
export const reluGradient: Ops['reluGradient'] = (dy, y) => reluGradientKernel({ dy, y }, {})[0]!;

/**
 * Sums of each column. A workgroup has up to 256 columns side by side, as many rows of them at once as fit, and a share of
 * the rows.
 */
const columnSums = (name: string, buffers: Shader['buffers'], value: string): Shader => ({
  name,
  buffers: [{ name: 'parts', type: 'f32', writes: true }, ...buffers],
  scalars: { rows: 'u32', columns: 'u32', rowsOfGroup: 'u32' },
  code: `
var<workgroup> sums: array<f32, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let width = min(u.columns, ${THREADS}u);
  let atOnce = ${THREADS}u / width;
  let column = group.y * width + local % width;
  let end = min((group.x + 1u) * u.rowsOfGroup, u.rows);
  var sum = 0.0;
  if (column < u.columns && local < atOnce * width) {
    for (var row = group.x * u.rowsOfGroup + local / width; row < end; row += atOnce) {
      let i = row * u.columns + column;
      ${value}
    }
  }
  sums[local] = sum;
  workgroupBarrier();
  if (local < width && column < u.columns) {
    for (var other = 1u; other < atOnce; other++) { sum += sums[local + other * width]; }
    parts[group.x * u.columns + column] = sum;
  }
}`,
});

const COLUMN_SUMS = columnSums('ColumnSums', [{ name: 'x', type: 'f32' }], 'sum += x[i];');

/** In place, and each number is read once: what goes on to the layer before is also added up for the bias. */
const FINISH_GRADIENT = columnSums(
  'FinishGradient',
  [
    { name: 'dz', type: 'f32', writes: true },
    { name: 'y', type: 'f32' },
  ],
  'let value = select(0.0, dz[i], y[i] > 0.0); dz[i] = value; sum += value;',
);

/** Rows that one thread adds up, so that even small layers have many workgroups; and how many of these there are at most. */
const ROWS_OF_THREAD = 16;
const MOST_GROUPS = 512;

const finishKernel = kernel<object>('FinishGradient', (backend, { dz, y }) => {
  const columns = dz!.shape.at(-1)!;
  const rows = tf.util.sizeFromShape(dz!.shape) / columns;
  const width = Math.min(columns, THREADS);
  const atOnce = Math.floor(THREADS / width);
  const rowsOfGroup = atOnce * Math.max(ROWS_OF_THREAD, Math.ceil(rows / (atOnce * MOST_GROUPS)));
  const parts = Math.ceil(rows / rowsOfGroup);
  const blocks = Math.ceil(columns / width);
  const sums = backend.makeTensorInfo([parts, columns], 'float32');
  const [shader, tensors] = y ? [FINISH_GRADIENT, [dz!, y]] : [COLUMN_SUMS, [dz!]];
  run(backend, shader, [sums, ...tensors], [rows, columns, rowsOfGroup], [parts, blocks, 1]);
  if (parts === 1) return [{ ...sums, shape: [columns] }];
  const result = backend.makeTensorInfo([columns], 'float32');
  run(backend, COLUMN_SUMS, [result, sums], [parts, columns, parts], [1, blocks, 1]);
  backend.disposeData(sums.dataId);
  return [result];
});

/** Gradient before ReLU and bias, as in `Ops`. */
export const finishGradient: Ops['finishGradient'] = (dy, y, biasWanted) => {
  if (!y) return { dz: dy, biasGradient: biasWanted ? finishKernel({ dz: dy }, {})[0]! : undefined };
  if (biasWanted) {
    const dz = writable(dy);
    const biasGradient = finishKernel({ dz, y }, {})[0]!;
    y.dispose();
    return { dz, biasGradient };
  }
  const dz = reluGradient(dy, y);
  tf.dispose([dy, y]);
  return { dz, biasGradient: undefined };
};
