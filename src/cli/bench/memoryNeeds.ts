import type { ContenderName } from './contenders';
import { activationBytes, weightBytes } from './network';
import type { Configuration } from './network';

// Peak memory of the contenders as base + weights · a + activations · b: for batch 32 to 512 and 32 to
// and 128 filters the peaks lay between a fifth below and 2 % above this.
const FITS: Readonly<Record<ContenderName, readonly [base: number, weights: number, activations: number]>> = {
  ours: [0.31e9, 5.5, 1.8],
  'ours-plain-malloc': [0.31e9, 5.5, 1.8],
  keras: [0.68e9, 6.3, 1.7],
  'keras-our-malloc': [0.7e9, 7.5, 3],
  pytorch: [0.35e9, 4.2, 2],
  stock: [0.4e9, 18.2, 5.5],
};

/** Bytes that a contender will take at its peak, so that those that work in turns fit into memory together. */
export function expectedBytes(name: ContenderName, configuration: Configuration): number {
  const [base, weights, activations] = FITS[name];
  return base + weights * weightBytes(configuration) + activations * activationBytes(configuration);
}

/**
 * Divides contenders into groups that fit into memory together, each with `ours`, so that each comparison is made in the
 * same rounds.
 *
 * @returns the groups without `ours`, and those that do not fit even alone with it.
 */
export function groupByMemory(
  names: readonly ContenderName[],
  configuration: Configuration,
  available: number,
): { groups: ContenderName[][]; tooLarge: ContenderName[] } {
  const room = available - expectedBytes('ours', configuration);
  const need = (name: ContenderName) => expectedBytes(name, configuration);
  const tooLarge = names.filter((name) => need(name) > room);
  const groups: ContenderName[][] = [];
  for (const name of names.filter((candidate) => !tooLarge.includes(candidate))) {
    const group = groups.find((members) => [...members, name].reduce((sum, m) => sum + need(m), 0) <= room);
    if (group) group.push(name);
    else groups.push([name]);
  }
  return { groups: groups.length > 0 ? groups : [[]], tooLarge };
}
