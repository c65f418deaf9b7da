import * as tf from '@tensorflow/tfjs';
import type { Ops } from '../ops';
import { writable } from './inPlace';
import { eachItem, forEach, registerOp, run, THREADS } from './shader';
import type { Shader } from './shader';

// Sums over many numbers, in two stages: many threads add up their parts, then one workgroup adds up the parts. The order
// is always the same, and so are the numbers.

/** Threads of the first stage: at most so many. Of the largest layer each adds 1,352 numbers, so rounding is small. */
const MOST_PARTS = 65536;

/** So few numbers are added up in one stage. */
const FEW = 4096;

const [PARTS_AND_X, FACTOR] = [
  [
    { name: 'parts', type: 'f32', writes: true },
    { name: 'x', type: 'f32' },
  ],
  { factor: 'f32' },
] as const;

const SUMS_OF_SQUARES: Shader = {
  name: 'SumsOfSquares',
  buffers: PARTS_AND_X,
  scalars: {},
  code: eachItem(
    'arrayLength(&parts)',
    `
  var sum = 0.0;
  for (var j = i; j < arrayLength(&x); j += arrayLength(&parts)) { sum += x[j] * x[j]; }
  parts[i] = sum;`,
  ),
};

/** Adds up everything in one workgroup. */
const sumOf = (name: string, value: string): Shader => ({
  name,
  buffers: PARTS_AND_X,
  scalars: FACTOR,
  code: `
var<workgroup> sums: array<f32, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) local: u32) {
  var sum = 0.0;
  for (var i = local; i < arrayLength(&x); i += ${THREADS}u) { sum += ${value}; }
  sums[local] = sum;
  workgroupBarrier();
  if (local < 16u) {
    for (var i = local + 16u; i < ${THREADS}u; i += 16u) { sum += sums[i]; }
    sums[local] = sum;
  }
  workgroupBarrier();
  if (local == 0u) {
    for (var i = 1u; i < 16u; i++) { sum += sums[i]; }
    parts[0] = u.factor * sum;
  }
}`,
});

const [SUM, SUM_OF_SQUARES] = [sumOf('Sum', 'x[i]'), sumOf('SumOfSquares', 'x[i] * x[i]')];

const halfSumOp = registerOp<object>('HalfSumOfSquares', (backend, { x }) => {
  const size = tf.util.sizeFromShape(x!.shape);
  const result = backend.makeTensorInfo([], 'float32');
  if (size <= FEW) {
    run(backend, SUM_OF_SQUARES, [result, x!], [0.5], [1, 1, 1]);
    return [result];
  }
  const count = Math.min(MOST_PARTS, Math.ceil(size / 16));
  const parts = backend.makeTensorInfo([count], 'float32');
  run(backend, SUMS_OF_SQUARES, [parts, x!], [], forEach(count));
  run(backend, SUM, [result, parts], [0.5], [1, 1, 1]);
  backend.disposeData(parts.dataId);
  return [result];
});

/** ½ Σ x², as in `Ops`. */
export const halfSumOfSquares: Ops['halfSumOfSquares'] = (x) => halfSumOp({ x }, {})[0]!;

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

const reluGradientOp = registerOp<object>('ReluGradient', (backend, { dy, y }) => {
  const dz = backend.makeTensorInfo(dy!.shape, 'float32');
  run(backend, RELU_GRADIENT, [dz, dy!, y!], [], forEach(tf.util.sizeFromShape(dy!.shape)));
  return [dz];
});

/** `dy` where `y` is above 0, as in `Ops`. */
export const reluGradient: Ops['reluGradient'] = (dy, y) => reluGradientOp({ dy, y }, {})[0]!;

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

const finishOp = registerOp<object>('FinishGradient', (backend, { dz, y }) => {
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
  if (!y) return { dz: dy, biasGradient: biasWanted ? finishOp({ dz: dy }, {})[0]! : undefined };
  if (biasWanted) {
    const dz = writable(dy);
    const biasGradient = finishOp({ dz, y }, {})[0]!;
    y.dispose();
    return { dz, biasGradient };
  }
  const dz = reluGradient(dy, y);
  tf.dispose([dy, y]);
  return { dz, biasGradient: undefined };
};
