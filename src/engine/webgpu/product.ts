import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { plan } from './plan';
import type { Plan } from './plan';
import { eachItem, forEach, run } from './shader';
import type { Data, Shader } from './shader';
import { DEPTH, tiled } from './tiles';

// Convolutions, dense layers and their gradients are all one thing: a product of two matrices, the elements of which are
// read from where they lie (a convolution's first matrix is never made). Small ones are computed plainly, one thread for
// each number. Large ones in tiles, e.g. of 64 × 64: a workgroup loads 16 columns of the first factor and 16 rows of the
// second into its own memory at a time, and each thread computes 4 × 4 numbers from them. Where there are few tiles and
// long sums (gradients of filters), several workgroups share the sums of a tile, and a second pass adds up their parts:
// always in the same order.

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

/** Computes it. @returns the new tensor. */
export function multiply(
  backend: WebGPUBackend,
  reader: Reader,
  product: Product,
  how: Plan = plan(product.rows, product.columns, product.inner),
): Data {
  const { a, b, bias, relu = false, rows, columns, inner, sizes, shape } = product;
  const { name } = reader;
  const result = backend.makeTensorInfo([...shape], 'float32');
  const finish = { bias: bias !== undefined, relu };
  const tensors = [result, a, b, ...(bias ? [bias] : [])];
  if (how === 'plain') {
    const shader = cached(reader, `plain ${finish.bias} ${relu}`, () => plain(reader, finish));
    run(backend, shader, tensors, [rows, columns, inner, ...sizes], forEach(rows * columns));
    return result;
  }
  const { tile } = how;
  const part = DEPTH * Math.ceil(inner / (how.parts * DEPTH));
  const parts = Math.ceil(inner / part);
  const groups = [Math.ceil(columns / tile[1]), Math.ceil(rows / tile[0]), parts] as const;
  const inTiles = (ending: Finish): Shader =>
    cached(reader, `${tile} ${sizes} ${ending.bias} ${ending.relu}`, () => ({
      name,
      buffers: buffers(ending, 'a', 'b'),
      scalars: { ...SIZES, part: 'i32' },
      code: tiled(reader, sizes, tile, (x, n) => finished(ending, x, n)),
    }));
  if (parts === 1) {
    run(backend, inTiles(finish), tensors, [rows, columns, inner, part], groups);
    return result;
  }
  const partial = backend.makeTensorInfo([parts, rows, columns], 'float32');
  run(backend, inTiles(AS_IT_IS), [partial, a, b], [rows, columns, inner, part], groups);
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

/** What follows the sums. */
interface Finish {
  readonly bias: boolean;
  readonly relu: boolean;
}

const AS_IT_IS: Finish = { bias: false, relu: false };

const buffers = (finish: Finish, ...read: string[]): Shader['buffers'] => [
  { name: 'result', type: 'f32', writes: true },
  ...[...read, ...(finish.bias ? ['bias'] : [])].map((name) => ({ name, type: 'f32' as const })),
];

/** Of the number `x` in column `n`. */
const finished = ({ bias, relu }: Finish, x: string, n: string): string => {
  const sum = bias ? `${x} + bias[${n}]` : x;
  return relu ? `max(${sum}, 0.0)` : sum;
};

const SIZES = { rows: 'i32', columns: 'i32', inner: 'i32' } as const;

function plain({ name, sizes, code }: Reader, finish: Finish): Shader {
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

const ADDER = {};

function addParts(finish: Finish): Shader {
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
