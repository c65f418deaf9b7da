// What all figures of weight magnitudes share: a logarithmic axis of |w|, the same in every panel.
import type { WeightMagnitudes } from '../../model/weightMagnitudes';
import { measureText } from '../drawing/font';
import { powerOfTen, rounded, shortName, shortNumber } from '../style';

const VISIBLE_SHARE = 0.0005; // less than this is no pixel high
const TICK_LABEL = 44; // pixels from one number on the axis to the next

/** A logarithmic axis of |w|, in powers of ten: −2 stands for 0.01. */
export interface MagnitudeAxis {
  readonly from: number;
  readonly to: number;
  /** Where the weights stand that are too small for the bins, 0 among them; null where there are hardly any. */
  readonly below: { readonly from: number; readonly to: number } | null;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/**
 * One axis for all rows: from the first bin that holds enough to be seen, in any of them, to the largest weight.
 *
 * @param width in pixels; decides how many numbers fit.
 */
export function magnitudeAxis(rows: readonly WeightMagnitudes[], width: number): MagnitudeAxis {
  const start = exponent(rows[0]!.binEdges[0]!);
  const below = rows.some((row) => row.below / row.count >= VISIBLE_SHARE);
  const firsts = rows.map((row) => row.counts.findIndex((n) => n / row.count >= VISIBLE_SHARE));
  const first = Math.min(...firsts.map((bin, i) => (bin < 0 ? rows[i]!.counts.length - 1 : bin)));
  const to = Math.max(...rows.map((row) => exponent(row.binEdges.at(-1)!)));
  const from = below ? start - 1.1 : exponent(rows[0]!.binEdges[first]!);
  const stride = [1, 2, 3, 4, 6, 8].find((n) => (width * n) / (to - from) >= TICK_LABEL) ?? 10;
  const belowText = `<${smallestText(rows[0]!)}`;
  const belowRoom = Math.max(TICK_LABEL, measureText(belowText) / 2 + 24);
  const decades = Array.from({ length: Math.floor(to) - Math.ceil(from) + 1 }, (_, i) => Math.ceil(from) + i)
    .filter((at) => at % stride === 0 && (!below || ((at - start + 0.65) * width) / (to - from) >= belowRoom))
    .map((at) => ({ at, text: at === 0 ? '1' : powerOfTen(at) }));
  return {
    ...{ from, to },
    below: below ? { from: start - 0.95, to: start - 0.35 } : null,
    ticks: [...(below ? [{ at: start - 0.65, text: belowText }] : []), ...decades],
  };
}

/** One bar of a histogram. */
export type MagnitudeBar = {
  readonly from: number;
  readonly to: number;
  /** Share of the layer's weights, 0 to 1. */
  readonly share: number;
  /** Where it begins, in words: all bars are equally wide on the axis. */
  readonly holds: string;
};

/** The bars of one row on the axis; those that are too low to be seen are left out. */
export function barsOf(row: WeightMagnitudes, axis: MagnitudeAxis): MagnitudeBar[] {
  const edges = row.binEdges.map(exponent);
  const bars = row.counts.map((n, i) => ({
    ...{ from: edges[i]!, to: edges[i + 1]!, share: share(n, row) },
    holds: `from ${shortNumber(row.binEdges[i]!)}`,
  }));
  const holds = `below ${smallestText(row)}, 0 included`;
  const small = axis.below ? [{ ...axis.below, share: share(row.below, row), holds }] : [];
  return [...small, ...bars].filter((bar) => bar.share >= VISIBLE_SHARE && bar.from >= axis.from);
}

/** The largest share of one bar. */
export const highestShare = (rows: readonly WeightMagnitudes[], axis: MagnitudeAxis): number =>
  Math.max(0.01, ...rows.flatMap((row) => barsOf(row, axis).map((bar) => bar.share)));

/** Where the median stands on the axis. */
export const medianOn = ({ median, binEdges }: WeightMagnitudes, axis: MagnitudeAxis): number => {
  const { below } = axis;
  if (median >= binEdges[0]!) return Math.max(exponent(median), axis.from);
  return below ? (below.from + below.to) / 2 : axis.from;
};

/** Where the bins begin, e.g. `10⁻⁷` or `5 × 10⁻⁸`. */
export function smallestText({ binEdges }: WeightMagnitudes): string {
  const power = exponent(binEdges[0]!);
  return Number.isInteger(power) ? powerOfTen(power) : shortNumber(binEdges[0]!);
}

/** One layer of one network in words. */
export const inWords = ({ network, layer, median, max }: WeightMagnitudes): string =>
  `${layer} of ${shortName(network)}: median ${shortNumber(median)}, largest ${shortNumber(max)}.`;

/** @throws if there is nothing to draw. */
export function requireMagnitudes(where: string, rows: readonly WeightMagnitudes[]): void {
  if (rows.length === 0) throw new Error(`${where} requires the rows of weightMagnitudes, got none.`);
}

const share = (n: number, row: WeightMagnitudes): number => rounded(n / row.count, 3) ?? 0;

const exponent = (magnitude: number): number => rounded(Math.log10(magnitude), 4) ?? 0;
