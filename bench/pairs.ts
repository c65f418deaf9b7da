import type { ContenderName } from './contenders';

/** An engine of l2lab, and whom it takes turns with; alone if there is nobody. */
export interface Pair {
  readonly first: Engine;
  readonly other?: ContenderName | undefined;
}

/** A contender that is this library by one of its engines. */
export type Engine = 'ours' | 'webgpu';

/** Each engine with each of the others, and no two of them twice. An engine without another is measured alone. */
export function pairUp(engines: readonly Engine[], others: readonly ContenderName[]): Pair[] {
  return engines.flatMap((first, i): Pair[] => {
    const earlier: readonly ContenderName[] = engines.slice(0, i);
    const against = others.filter((other) => other !== first && !earlier.includes(other));
    if (against.length > 0) return against.map((other) => ({ first, other }));
    return earlier.length > 0 && others.includes(first) ? [] : [{ first }];
  });
}
