import type { Configuration } from './protocol';

/** One configuration to measure, and how that differs from what the options say for all. */
export interface Planned extends Configuration {
  /** Seconds of each program in each round, at least. */
  readonly seconds?: number | undefined;
  /** Contenders that are not asked. */
  readonly without?: readonly string[];
}

/** The network of the article, in both its forms. */
export const ARTICLE: readonly Planned[] = (['baseline', 'L2'] as const).map((network) => ({
  ...{ network, batch: 128, filters: 128, denseUnits: 1024 },
}));

/**
 * Networks as lessons, tests and sweeps train them. There what counts is the work around the arithmetic. A step takes
 * milliseconds, so that less time gives as many of them; and nobody chooses stock tfjs-node for the sake of its speed.
 */
export const SMALL: readonly Planned[] = [
  { filters: 8, denseUnits: 32 },
  { filters: 32, denseUnits: 256 },
].flatMap((size) =>
  [32, 128].map((batch) => ({ network: 'L2' as const, batch, ...size, seconds: 0.4, without: ['stock'] })),
);
