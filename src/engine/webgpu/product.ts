import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { DawnBackend } from './DawnBackend';
import { plan } from './plan';
import type { Tile } from './plan';
import { eachItem, forEach, run } from './shader';
import type { Data, Groups, Shader } from './shader';
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
export function multiply(backend: WebGPUBackend, reader: Reader, product: Product): Data {
  const { a, b, bias, relu = false, rows, columns, inner, sizes, shape } = product;
  const result = backend.makeTensorInfo([...shape], 'float32');
  const finish = { bias: bias !== undefined, relu };
  const lastInputs = bias ? [bias] : [];
  const { tile, parts: wanted } = plan(rows, columns, inner, (backend as DawnBackend).adapter.software);
  const part = DEPTH * Math.ceil(inner / (wanted * DEPTH));
  const parts = Math.ceil(inner / part);
  const into = (sums: Data, ending: Finish, inputs: readonly Data[]): void => {
    const key = `${tile} ${tile === 'plain' ? '' : sizes} ${ending.bias} ${ending.relu}`;
    const shader = cached(reader, key, () => shaderOf(reader, tile, sizes, ending));
    const scalars = [rows, columns, inner, part, ...(tile === 'plain' ? sizes : [])];
    const groups: Groups =
      tile === 'plain'
        ? forEach(rows * columns * parts)
        : [Math.ceil(columns / tile[1]), Math.ceil(rows / tile[0]), parts];
    run(backend, shader, [sums, ...inputs], scalars, groups);
  };
  if (parts === 1) {
    into(result, finish, [a, b, ...lastInputs]);
    return result;
  }
  const partial = backend.makeTensorInfo([parts, rows, columns], 'float32');
  into(partial, AS_IT_IS, [a, b]);
  const adder = cached(ADDER, `${finish.bias} ${relu}`, () => addParts(finish));
  run(backend, adder, [result, partial, ...lastInputs], [columns, parts], forEach(rows * columns));
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
  // Not `max`, which may make a number of what is none: a run that diverges shall be seen.
  return relu ? `select(${sum}, 0.0, ${sum} < 0.0)` : sum;
};

const SIZES = { rows: 'i32', columns: 'i32', inner: 'i32', part: 'i32' } as const;

function shaderOf(reader: Reader, tile: Tile | 'plain', sizes: readonly number[], finish: Finish): Shader {
  const given = tile === 'plain' ? reader.sizes : [];
  return {
    name: reader.name,
    buffers: buffers(finish, 'a', 'b'),
    scalars: { ...SIZES, ...Object.fromEntries(given.map((size) => [size, 'i32' as const])) },
    code: tile === 'plain' ? plain(reader, finish) : tiled(reader, sizes, tile, (x, n) => finished(finish, x, n)),
  };
}

const plain = ({ sizes, code }: Reader, finish: Finish): string => `
${sizes.reduce((text, size) => text.replace(new RegExp(`\\b${size}\\b`, 'g'), `u.${size}`), code)}
${eachItem(
  'arrayLength(&result)',
  `
  let item = i32(i);
  let plane = item / (u.rows * u.columns);
  let n = item % u.columns;
  let row = rowOf((item / u.columns) % u.rows);
  var sum = 0.0;
  for (var k = plane * u.part; k < min((plane + 1) * u.part, u.inner); k++) {
    let inner = innerOf(k);
    sum = fma(readA(row, inner), readB(inner, n), sum);
  }
  result[i] = ${finished(finish, 'sum', 'n')};`,
)}`;

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
