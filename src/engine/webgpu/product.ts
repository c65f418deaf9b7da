import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { eachItem, forEach, run } from './shader';
import type { Data, Shader } from './shader';

// Convolutions, dense layers and their gradients are all one thing: a product of two matrices, the elements of which are
// read from where they lie (a convolution's first matrix is never made). Small ones are computed plainly, one thread for
// each number. Large ones in tiles of 64 × 64: a workgroup loads 16 rows and columns of the factors into its own memory,
// and each thread computes 4 × 4 numbers from them. Where there are few tiles and long sums (gradients of filters), several
// workgroups share the sums of a tile, and a second pass adds up their parts: always in the same order.

/** How the elements of both matrices are read. The same object each time: its shaders are compiled once. */
export interface Reader {
  readonly name: string;
  /** Which way neighbours lie side by side in memory: threads that load together read together. */
  readonly aAlong: 'row' | 'inner';
  readonly bAlong: 'column' | 'inner';
  /** Whole numbers that the code names in capitals. They are compiled in, or given with each run of a plain product. */
  readonly sizes: readonly string[];
  /**
   * Functions of the buffers `a` and `b`, with `u.rows`, `u.columns` and `u.inner` for the sizes of the product:
   *
   *     rowOf(m: i32) -> vec4<i32>      what `readA` needs to know of a row
   *     innerOf(k: i32) -> vec4<i32>    what both need to know of the place in the sum
   *     readA(row: vec4<i32>, inner: vec4<i32>) -> f32
   *     readB(inner: vec4<i32>, n: i32) -> f32
   */
  readonly code: string;
}

/** One product; bias and ReLU come last. */
export interface Product {
  readonly a: Data;
  readonly b: Data;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly sizes: readonly number[];
  readonly bias?: Data | undefined;
  readonly relu?: boolean;
  readonly shape: readonly number[];
}

const TILE = 64;
const DEPTH = 16;

/** Up to so many multiplications, with sums that are not too long, the plain way is as good. */
const FEW = 2 ** 22;
const SHORT = 2048;

/** So many workgroups keep a large card busy; and a part of a sum is at least so long. */
const BUSY = 512;
const PART = 256;

/** How a product is computed: plainly, or with its sums in so many parts. */
export function plan({ rows, columns, inner }: Pick<Product, 'rows' | 'columns' | 'inner'>): 'plain' | number {
  if (rows * columns * inner <= FEW && inner <= SHORT) return 'plain';
  const tiles = Math.ceil(rows / TILE) * Math.ceil(columns / TILE);
  return Math.max(1, Math.min(Math.floor(BUSY / tiles), Math.floor(inner / PART)));
}

/** Computes it. @returns the new tensor. */
export function multiply(backend: WebGPUBackend, reader: Reader, product: Product, how = plan(product)): Data {
  const { a, b, bias, relu = false, rows, columns, inner, sizes, shape } = product;
  const result = backend.makeTensorInfo([...shape], 'float32');
  const finish = { bias: bias !== undefined, relu };
  const tensors = [result, a, b, ...(bias ? [bias] : [])];
  if (how === 'plain') {
    const shader = cached(reader, `plain ${finish.bias} ${relu}`, () => plain(reader, finish));
    run(backend, shader, tensors, [rows, columns, inner, ...sizes], forEach(rows * columns));
    return result;
  }
  const part = DEPTH * Math.ceil(inner / (how * DEPTH));
  const parts = Math.ceil(inner / part);
  const tiles = [Math.ceil(columns / TILE), Math.ceil(rows / TILE)] as const;
  if (parts === 1) {
    const shader = cached(reader, `tiled ${sizes} ${finish.bias} ${relu}`, () => tiled(reader, sizes, finish));
    run(backend, shader, tensors, [rows, columns, inner, part], [...tiles, 1]);
    return result;
  }
  const partial = backend.makeTensorInfo([parts, rows, columns], 'float32');
  const shader = cached(reader, `tiled ${sizes}`, () => tiled(reader, sizes, undefined));
  run(backend, shader, [partial, a, b], [rows, columns, inner, part], [...tiles, parts]);
  const adder = cached(ADDER, `${finish.bias} ${relu}`, () => addParts(finish));
  run(backend, adder, [result, partial, ...(bias ? [bias] : [])], [columns, parts], forEach(rows * columns));
  backend.disposeData(partial.dataId);
  return result;
}

const shaders = new WeakMap<object, Map<string, Shader>>();

function cached(owner: object, key: string, make: () => Shader): Shader {
  let ofOwner = shaders.get(owner);
  if (ofOwner === undefined) shaders.set(owner, (ofOwner = new Map()));
  let shader = ofOwner.get(key);
  if (shader === undefined) ofOwner.set(key, (shader = make()));
  return shader;
}

interface Finished {
  readonly bias: boolean;
  readonly relu: boolean;
}

const buffers = (finish: Finished | undefined, ...read: string[]): Shader['buffers'] => [
  { name: 'result', type: 'f32', writes: true },
  ...[...read, ...(finish?.bias ? ['bias'] : [])].map((name) => ({ name, type: 'f32' as const })),
];

/** Of the number `x` in column `n`. */
const finished = ({ bias, relu }: Finished, x: string, n: string): string => {
  const sum = bias ? `${x} + bias[${n}]` : x;
  return relu ? `max(${sum}, 0.0)` : sum;
};

const SIZES = { rows: 'i32', columns: 'i32', inner: 'i32' } as const;

function plain({ name, sizes, code }: Reader, finish: Finished): Shader {
  return {
    name,
    buffers: buffers(finish, 'a', 'b'),
    scalars: { ...SIZES, ...Object.fromEntries(sizes.map((size) => [size, 'i32' as const])) },
    code: `
${sizes.reduce((text, size) => text.replace(new RegExp(`\\b${size}\\b`, 'g'), `u.${size}`), code)}
${eachItem(
  'arrayLength(&result)',
  `
  let m = i32(i) / u.columns;
  let n = i32(i) % u.columns;
  let row = rowOf(m);
  var sum = 0.0;
  for (var k = 0; k < u.inner; k++) {
    let inner = innerOf(k);
    sum = fma(readA(row, inner), readB(inner, n), sum);
  }
  result[i] = ${finished(finish, 'sum', 'n')};`,
)}`,
  };
}

/** Each thread loads four neighbours of each tile into one vector; a row of vectors more than needed, against conflicts. */
const STRIDE = TILE / 4 + 1;

function tiled(
  { name, aAlong, bAlong, sizes, code }: Reader,
  values: readonly number[],
  finish: Finished | undefined,
): Shader {
  const place = (along: boolean) => (along ? 'vec2<i32>(lane % 16, lane / 16)' : 'vec2<i32>(lane / 16, lane % 16)');
  const each = (text: (i: number) => string): string => [0, 1, 2, 3].map(text).join('\n');
  return {
    name,
    buffers: buffers(finish, 'a', 'b'),
    scalars: { ...SIZES, part: 'i32' },
    code: `
${sizes.map((size, i) => `const ${size} = ${values[i]};`).join('\n')}
${code}
var<workgroup> tileA: array<vec4<f32>, ${DEPTH * STRIDE}>;
var<workgroup> tileB: array<vec4<f32>, ${DEPTH * STRIDE}>;

fn elementA(m: i32, row: vec4<i32>, inner: vec4<i32>) -> f32 {
  if (m < u.rows) { return readA(row, inner); }
  return 0.0;
}
fn elementB(inner: vec4<i32>, n: i32) -> f32 {
  if (n < u.columns) { return readB(inner, n); }
  return 0.0;
}
fn write(plane: i32, m: i32, n: i32, values: vec4<f32>) {
  if (m >= u.rows) { return; }
  for (var j = 0; j < 4; j++) {
    if (n + j < u.columns) {
      result[(plane * u.rows + m) * u.columns + n + j] = ${finish ? finished(finish, 'values[j]', 'n + j') : 'values[j]'};
    }
  }
}

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let lane = i32(local);
  let plane = i32(group.z);
  let end = min((plane + 1) * u.part, u.inner);
  let placeA = ${place(aAlong === 'inner')};
  let placeB = ${place(bAlong === 'inner')};
  let m = i32(group.y) * ${TILE} + 4 * placeA.y;
  let n = i32(group.x) * ${TILE} + 4 * placeB.y;
  ${each((i) => `let row${i} = rowOf(m + ${i});`)}
  ${each((i) => `var sum${i} = vec4<f32>();`)}
  for (var k = plane * u.part; k < end; k += ${DEPTH}) {
    var loadedA = vec4<f32>();
    var loadedB = vec4<f32>();
    if (k + placeA.x < end) {
      let inner = innerOf(k + placeA.x);
      loadedA = vec4<f32>(${[0, 1, 2, 3].map((i) => `elementA(m + ${i}, row${i}, inner)`).join(', ')});
    }
    if (k + placeB.x < end) {
      let inner = innerOf(k + placeB.x);
      loadedB = vec4<f32>(${[0, 1, 2, 3].map((i) => `elementB(inner, n + ${i})`).join(', ')});
    }
    tileA[placeA.x * ${STRIDE} + placeA.y] = loadedA;
    tileB[placeB.x * ${STRIDE} + placeB.y] = loadedB;
    workgroupBarrier();
    for (var step = 0; step < ${DEPTH}; step++) {
      let four = tileA[step * ${STRIDE} + lane / 16];
      let others = tileB[step * ${STRIDE} + lane % 16];
      ${each((i) => `sum${i} = fma(vec4<f32>(four[${i}]), others, sum${i});`)}
    }
    workgroupBarrier();
  }
  let firstRow = i32(group.y) * ${TILE} + 4 * (lane / 16);
  let firstColumn = i32(group.x) * ${TILE} + 4 * (lane % 16);
  ${each((i) => `write(plane, firstRow + ${i}, firstColumn, sum${i});`)}
}`,
  };
}

const ADDER = {};

function addParts(finish: Finished): Shader {
  return {
    name: 'AddParts',
    buffers: buffers(finish, 'parts'),
    scalars: { columns: 'u32', count: 'u32' },
    code: eachItem(
      'arrayLength(&result)',
      `
  var sum = 0.0;
  for (var part = 0u; part < u.count; part++) { sum += parts[part * arrayLength(&result) + i]; }
  result[i] = ${finished(finish, 'sum', 'i % u.columns')};`,
    ),
  };
}

/** Elements of a tensor of this shape. */
export const sizeOf = (shape: readonly number[]): number => tf.util.sizeFromShape([...shape]);
