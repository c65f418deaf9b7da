/** How a product is computed: plainly, or in tiles of so many rows and columns, with its sums in so many parts. */
export type Plan = 'plain' | { readonly tile: Tile; readonly parts: number };

/** Rows and columns of a tile. A workgroup's 256 threads compute 4 × 4 numbers each: 4,096 together. */
export type Tile = readonly [rows: number, columns: number];

/** Up to so many multiplications, with sums that are not too long, the plain way is as good. */
const FEW = 2 ** 20;
const SHORT = 2048;

/** So many workgroups keep a large card busy; and a part of a sum is at least so long. */
const BUSY = 512;
const PART = 256;

/** Chooses by the sizes of a product: rows and columns of the result, and the length of the sums. */
export function plan(rows: number, columns: number, inner: number): Plan {
  if (rows * columns * inner <= FEW && inner <= SHORT) return 'plain';
  const tile: Tile = columns <= 32 ? [128, 32] : rows <= 32 ? [32, 128] : [64, 64];
  const tiles = Math.ceil(rows / tile[0]) * Math.ceil(columns / tile[1]);
  return { tile, parts: Math.max(1, Math.min(Math.floor(BUSY / tiles), Math.floor(inner / PART))) };
}
