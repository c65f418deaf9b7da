import type { Tile } from './plan';
import type { Reader } from './product';

/** Rows and columns of the factors that a workgroup has in its own memory at a time. */
export const DEPTH = 16;

/** Whole numbers from 0. */
const times = (count: number, text: (i: number) => string, separator = '\n'): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(separator);

/**
 * Loads a part of a factor, four neighbours into each vector. Threads side by side load what lies side by side.
 *
 * @param across its rows or columns in the tile.
 */
function loading(factor: 'A' | 'B', across: number, alongInner: boolean, first: string) {
  const quads = across / 4;
  const vectors = DEPTH * quads;
  const loads = Math.ceil(vectors / 256);
  const place = (i: number): string =>
    alongInner
      ? `vec2<i32>((lane + ${256 * i}) % ${DEPTH}, (lane + ${256 * i}) / ${DEPTH})`
      : `vec2<i32>((lane + ${256 * i}) / ${quads}, (lane + ${256 * i}) % ${quads})`;
  const element = (i: number, j: number): string =>
    factor === 'A' ? `elementA(rowsA${i} + ${j}, rowA${i}${j}, inner)` : `elementB(inner, rowsB${i} + ${j})`;
  return {
    // A row more than needed, against threads that wait for the same part of the memory.
    memory: `var<workgroup> tile${factor}: array<vec4<f32>, ${DEPTH * (quads + 1)}>;`,
    places: times(
      loads,
      (i) => `
  let place${factor}${i} = ${place(i)};
  let rows${factor}${i} = ${first} + 4 * place${factor}${i}.y;
  ${factor === 'A' ? times(4, (j) => `let rowA${i}${j} = rowOf(rowsA${i} + ${j});`) : ''}`,
    ),
    load: times(
      loads,
      (i) => `
    ${vectors < 256 ? `if (lane < ${vectors})` : ''} {
      var four = vec4<f32>();
      if (k + place${factor}${i}.x < end) {
        let inner = innerOf(k + place${factor}${i}.x);
        four = vec4<f32>(${times(4, (j) => element(i, j), ', ')});
      }
      tile${factor}[place${factor}${i}.x * ${quads + 1} + place${factor}${i}.y] = four;
    }`,
    ),
  };
}

/**
 * The code of a product in tiles. Plane `group.z` of the result has the sums from `group.z · u.part` on, `u.part` long.
 *
 * @param finished what becomes of a sum `x` in column `n`.
 */
export function tiled(
  { aAlong, bAlong, sizes, code }: Reader,
  values: readonly number[],
  [rows, columns]: Tile,
  finished: (x: string, n: string) => string,
): string {
  const a = loading('A', rows, aAlong === 'inner', `i32(group.y) * ${rows}`);
  const b = loading('B', columns, bAlong === 'inner', `i32(group.x) * ${columns}`);
  const wide = columns / 4;
  return `
${sizes.map((size, i) => `const ${size} = ${values[i]};`).join('\n')}
${code}
${a.memory}
${b.memory}

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
    if (n + j < u.columns) { result[(plane * u.rows + m) * u.columns + n + j] = ${finished('values[j]', 'n + j')}; }
  }
}

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let lane = i32(local);
  let plane = i32(group.z);
  let end = min((plane + 1) * u.part, u.inner);
  ${a.places}
  ${b.places}
  ${times(4, (i) => `var sum${i} = vec4<f32>();`)}
  for (var k = plane * u.part; k < end; k += ${DEPTH}) {
    ${a.load}
    ${b.load}
    workgroupBarrier();
    for (var i = 0; i < ${DEPTH}; i++) {
      let left = tileA[i * ${rows / 4 + 1} + lane / ${wide}];
      let right = tileB[i * ${wide + 1} + lane % ${wide}];
      ${times(4, (i) => `sum${i} = fma(vec4<f32>(left[${i}]), right, sum${i});`)}
    }
    workgroupBarrier();
  }
  let firstRow = i32(group.y) * ${rows} + 4 * (lane / ${wide});
  let firstColumn = i32(group.x) * ${columns} + 4 * (lane % ${wide});
  ${times(4, (i) => `write(plane, firstRow + ${i}, firstColumn, sum${i});`)}
}`;
}
