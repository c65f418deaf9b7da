import type { WeightMagnitudes } from '../analysis/weightMagnitudes';
import { shortNumber } from './style';

/** Less than this is no pixel high. */
const VISIBLE_SHARE = 0.0005;

/** From the first bin that holds enough to be seen, in any network, to the largest weight. */
export function shownRange(networks: readonly WeightMagnitudes[]): [number, number] {
  const { binEdges } = networks[0]!;
  const first = Math.min(...networks.map((row) => shares(row).findIndex((share) => share >= VISIBLE_SHARE)));
  return [rounded(binEdges[Math.max(first, 0)]!), rounded(binEdges.at(-1)!)];
}

/** Each bin's share of the weights. */
export const shares = ({ counts, count }: WeightMagnitudes): number[] => counts.map((n) => n / count);

/** Names in the order of their first appearance. */
export const unique = (names: readonly string[]): string[] => [...new Set(names)];

/** Four digits are more than a screen shows, and keep notebooks small. */
export const rounded = (value: number): number => Number(value.toPrecision(4));

/** One layer of one network in words. */
export const sentence = ({ network, layer, median, max }: WeightMagnitudes): string =>
  `${layer} of ${network}: median ${shortNumber(median)}, largest ${shortNumber(max)}.`;

/** @throws if there is nothing to draw. */
export function requireSome(where: string, magnitudes: readonly WeightMagnitudes[]): void {
  if (magnitudes.length === 0) throw new Error(`${where} requires the rows of weightMagnitudes, got none.`);
}
