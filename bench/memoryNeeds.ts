import type { ContenderName } from './contenders';
import { activationBytes, weightBytes } from './network';
import type { Configuration } from './network';

// Peak memory of the contenders as base + weights · a + activations · b: for batch 32 to 512 and 32 to 128 filters the
// peaks lay between a fifth below and 2 % above this. Those of stock-our-malloc and pytorch-our-malloc were measured for
// batch 128 and 128 filters only.
const FITS: Readonly<Record<ContenderName, readonly [base: number, weights: number, activations: number]>> = {
  ours: [0.31e9, 5.5, 1.8],
  'ours-plain-malloc': [0.31e9, 5.5, 1.8],
  keras: [0.68e9, 6.3, 1.7],
  'keras-our-malloc': [0.7e9, 7.5, 3],
  pytorch: [0.35e9, 4.2, 2],
  'pytorch-our-malloc': [0.4e9, 5.5, 2.8],
  stock: [0.4e9, 18.2, 5.5],
  'stock-our-malloc': [0.4e9, 19.7, 6],
};

/** Bytes that a contender will take at its peak, so that those that work in turns fit into memory together. */
export function expectedBytes(name: ContenderName, configuration: Configuration): number {
  const [base, weights, activations] = FITS[name];
  return base + weights * weightBytes(configuration) + activations * activationBytes(configuration);
}

/**
 * Pairs each contender with `ours`. In pairs, because programs that return their memory after each step (PyTorch and
 * stock tfjs-node do) were slower, and unsteady, the more others had run in between.
 *
 * @returns each pair without `ours` (a single empty one if it is alone), and those that do not fit into memory beside it.
 */
export function pairWithOurs(
  names: readonly ContenderName[],
  configuration: Configuration,
  available: number,
): { pairs: ContenderName[][]; tooLarge: ContenderName[] } {
  const room = available - expectedBytes('ours', configuration);
  const fits = (name: ContenderName) => expectedBytes(name, configuration) <= room;
  const pairs = names.filter(fits).map((name) => [name]);
  return { pairs: pairs.length > 0 ? pairs : [[]], tooLarge: names.filter((name) => !fits(name)) };
}
