// Counting |w| in two passes over weights that come in pieces. For floats above 0 the order of the numbers is the order
// of their bit patterns, and the upper 16 of the 32 bits say nearly everything: in which bin a number lies, and where
// the median is. So one look into a table replaces a logarithm, a search or a sort.

/** A float's bits without the sign. */
const UNSIGNED = 0x7fffffff;

const bitsOf = (values: Float32Array): Uint32Array => new Uint32Array(values.buffer, values.byteOffset, values.length);

/** First pass: sums, the largest, and how often each pattern of the upper 16 bits occurs. */
export class MagnitudeSums {
  count = 0;
  /** Σ|w| */
  magnitudes = 0;
  /** Σw²; NaN or infinite if a weight is. */
  squares = 0;
  max = 0;
  readonly highCounts = new Float64Array(1 << 15);

  add(values: Float32Array): void {
    const { highCounts } = this;
    const bits = bitsOf(values);
    let { magnitudes, squares, max } = this;
    for (let i = 0; i < values.length; i++) {
      const magnitude = Math.abs(values[i]!);
      magnitudes += magnitude;
      squares += magnitude * magnitude;
      if (magnitude > max) max = magnitude;
      highCounts[(bits[i]! & UNSIGNED) >>> 16]!++;
    }
    Object.assign(this, { count: this.count + values.length, magnitudes, squares, max });
  }
}

/** Second pass: the bins, and the median to the last bit. */
export class MagnitudeCounts {
  /** Weights in [edge, next edge). */
  readonly counts: Float64Array;
  /** Weights below the first edge. */
  below = 0;
  private readonly firstBins: Int32Array;
  /** The upper bits that the median has, and its rank among the weights that have them. */
  private readonly middle: { readonly bin: number; readonly rest: number };
  private readonly lowCounts = new Float64Array(1 << 16);

  /**
   * @param sums of the same weights.
   * @param edges rising, all above 0; the last one above the largest weight.
   * @throws if there are no weights.
   */
  constructor(
    sums: MagnitudeSums,
    private readonly edges: readonly number[],
  ) {
    if (sums.count === 0) throw new Error('MagnitudeCounts requires at least one weight.');
    this.counts = new Float64Array(edges.length - 1);
    this.firstBins = tableOfBins(edges);
    this.middle = findRank(sums.highCounts, Math.floor(sums.count / 2));
  }

  add(values: Float32Array): void {
    const { firstBins, lowCounts } = this;
    const edges = Float64Array.from(this.edges);
    const middle = this.middle.bin;
    const bits = bitsOf(values);
    // Below the first edge is bin 0 here, so that every weight has one.
    const counts = new Float64Array(edges.length);
    for (let i = 0; i < bits.length; i++) {
      const magnitude = bits[i]! & UNSIGNED;
      const high = magnitude >>> 16;
      if (high === middle) lowCounts[magnitude & 0xffff]!++;
      let bin = firstBins[high]!;
      while (Math.abs(values[i]!) >= edges[bin]!) bin++;
      counts[bin]!++;
    }
    this.below += counts[0]!;
    for (let bin = 1; bin < counts.length; bin++) this.counts[bin - 1]! += counts[bin]!;
  }

  /** With an even number of weights the upper one of the two in the middle. */
  get median(): number {
    const { bin, rest } = this.middle;
    const low = findRank(this.lowCounts, rest);
    return new Float32Array(Uint32Array.of((bin << 16) | low.bin).buffer)[0]!;
  }
}

/** For each value of a float's upper 16 bits (without the sign): how many edges the smallest float with them reaches. */
function tableOfBins(edges: readonly number[]): Int32Array {
  const table = new Int32Array(1 << 15);
  const smallest = new Float32Array(Uint32Array.from(table, (_, high) => high << 16).buffer);
  let reached = 0;
  for (let high = 0; high < table.length; high++) {
    while (reached < edges.length && smallest[high]! >= edges[reached]!) reached++;
    table[high] = reached;
  }
  return table;
}

/** The bin that holds the item of this rank (from 0), and its rank within the bin. */
function findRank(counts: Float64Array, rank: number): { bin: number; rest: number } {
  let [bin, rest] = [0, rank];
  while (rest >= counts[bin]!) rest -= counts[bin++]!;
  return { bin, rest };
}

/**
 * Edges on a fixed grid: the same start gives the same edges, as many as the largest weight needs. After each
 * `perDecade` edges the digits of the first one come again, so that 10⁻⁷ leads to exactly 10⁻⁶.
 *
 * @returns from `smallest` to the first edge above `largest`; at least one decade.
 */
export function decadeEdges(smallest: number, largest: number, perDecade: number): number[] {
  const [digits, exponent] = smallest.toExponential().split('e');
  const edges: number[] = [];
  while (edges.length <= perDecade || edges.at(-1)! <= largest) {
    const [decade, within] = [Math.floor(edges.length / perDecade), edges.length % perDecade];
    edges.push(Number(`${digits}e${Number(exponent) + decade}`) * 10 ** (within / perDecade));
  }
  return edges;
}
