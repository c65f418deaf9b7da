/**
 * How a product is computed: plainly (one thread for each number of the result), or in tiles of so many rows and columns;
 * its sums in so many parts, which are added up afterwards.
 */
export interface Plan {
  readonly tile: Tile | 'plain';
  readonly parts: number;
}

/** Rows and columns of a tile. A workgroup's 256 threads compute 4 × 4 numbers each: 4,096 together. */
export type Tile = readonly [rows: number, columns: number];

/** Up to so many multiplications the plain way is as good. */
const FEW = 2 ** 22;

/** A software renderer waits long wherever the threads of a workgroup do, and gains little from narrow tiles. */
const FEW_IN_SOFTWARE = 2 ** 28;
const NARROW = 16;

/** So many workgroups keep a large card busy; and a part of a sum is at least so long. */
const BUSY = 512;
const PART = 256;

/**
 * Chooses by the sizes of a product: rows and columns of the result, and the length of the sums.
 *
 * @param software true for a program on the CPU that plays a graphics card.
 */
export function plan(rows: number, columns: number, inner: number, software: boolean): Plan {
  const isNarrow = Math.min(rows, columns) <= NARROW;
  const isFew = rows * columns * inner <= (software && isNarrow ? FEW_IN_SOFTWARE : FEW);
  const tile: Tile = columns <= 32 ? [128, 32] : rows <= 32 ? [32, 128] : [64, 64];
  const groups = isFew ? (rows * columns) / 256 : Math.ceil(rows / tile[0]) * Math.ceil(columns / tile[1]);
  const parts = Math.max(1, Math.min(Math.floor(BUSY / groups), Math.floor(inner / PART)));
  return { tile: isFew ? 'plain' : tile, parts };
}
