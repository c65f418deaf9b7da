import type { ContenderName } from './contenders';
import { activationBytes, weightBytes } from './network';
import type { Configuration } from './network';

// Peak memory of the contenders as base + weights · a + activations · b: for batch 32 to 512 and 32 to 128 filters the
// peaks lay between a fifth below and 2 % above this.
type Fit = readonly [base: number, weights: number, activations: number];
const PYTORCH: Fit = [0.35e9, 4.2, 2];
const STOCK: Fit = [0.4e9, 18.2, 5.5];
const FITS: Readonly<Record<ContenderName, Fit>> = {
  ours: [0.31e9, 5.5, 1.8],
  'ours-plain-malloc': [0.31e9, 5.5, 1.8],
  keras: [0.68e9, 6.3, 1.7],
  'keras-our-malloc': [0.7e9, 7.5, 3],
  pytorch: PYTORCH,
  'pytorch-our-malloc': PYTORCH,
  stock: STOCK,
  'stock-our-malloc': STOCK,
};

/** Bytes that a contender will take at its peak, so that those that work in turns fit into memory together. */
export function expectedBytes(name: ContenderName, configuration: Configuration): number {
  const [base, weights, activations] = FITS[name];
  return base + weights * weightBytes(configuration) + activations * activationBytes(configuration);
}

/** Whether l2lab and another contender, which take turns, fit into memory together. */
export function fitsBesideOurs(
  name: ContenderName,
  configuration: Configuration,
  available: number,
): boolean {
  return expectedBytes('ours', configuration) + expectedBytes(name, configuration) <= available;
}
