import seedrandom from 'seedrandom';
import { requireWhole } from './requireWhole';

/** A seeded stream of random numbers: the same seed gives the same numbers on every machine. */
export interface Random {
  /** A number in [0, 1), in steps of 2⁻³². */
  next(): number;
  /** A whole number from 0 to n − 1. @throws unless n is a whole number from 1 to 2³². */
  integer(n: number): number;
  /** A standard normal number: mean 0, variance 1 (Marsaglia's polar method, as tfjs draws its own). */
  normal(): number;
  /** Puts the items in random order, in place (Fisher and Yates), and returns the same array. */
  shuffle(items: Uint32Array): Uint32Array;
}

/**
 * Starts a seeded stream of random numbers.
 *
 * The generator is Alea (Johannes Baagøe, 2010) as the library seedrandom has it. tfjs draws its seeded
 * initializers with the same library, so it is one that this project relies on anyway.
 *
 * @param seed decides the numbers; a whole number from 0 to 2⁵³ − 1. Default 1.
 * @throws if the seed is anything else.
 * @example
 * const random = createRandom(1);
 * [random.next(), random.integer(10)]; // => [ 0.526047095656395, 1 ]
 */
export function createRandom(seed = 1): Random {
  requireWhole('createRandom', 'seed', seed, 0);
  const next = seedrandom.alea(String(seed)) as unknown as () => number;
  const integer = (n: number): number => {
    requireWhole('createRandom(…).integer', 'n', n, 1, 2 ** 32);
    return Math.floor(next() * n);
  };
  return {
    next: () => next(),
    integer,
    normal: () => {
      for (;;) {
        const [u, v] = [2 * next() - 1, 2 * next() - 1];
        const s = u * u + v * v;
        if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
      }
    },
    shuffle: (items) => {
      for (let i = items.length - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1));
        const item = items[i]!;
        items[i] = items[j]!;
        items[j] = item;
      }
      return items;
    },
  };
}

/**
 * The seed of an independent stream of its own, for one purpose: what is drawn for one does not shift another.
 *
 * @param name what the stream is for, e.g. `order of epoch 3`.
 * @returns a whole number from 0 to 2³² − 1.
 * @throws unless the seed is a whole number of at least 0.
 */
export function deriveSeed(seed: number, name: string): number {
  requireWhole('deriveSeed', 'seed', seed, 0);
  // The generator's own seeding is a hash of text, so the name goes in beside the seed.
  return seedrandom.alea(`${seed}/${name}`).int32() >>> 0;
}
