import { lambdaToL2 } from '../model/regularizers';
import type { Profile } from './profiles';
import type { SweepRun } from './sweepRun';

/** The network and its training, and what is tried; a profile gives all but the last two. */
export interface LambdaGridOptions
  extends
    Omit<SweepRun, 'label' | 'seed' | 'trainImages'>,
    Partial<Pick<Profile, 'name' | 'description' | 'testImages'>> {
  /** The article's λ of ½λΣw²; each run has l2 = λ / 2. */
  readonly lambdas: readonly number[];
  /** Each λ is trained with each of these, so that seeds can be compared in pairs. */
  readonly seeds: readonly number[];
  /** Training images of each run; a profile's `all` takes every one there is. */
  readonly trainImages?: number | 'all';
  /** Goes behind each label, e.g. `100 images`: several grids in one folder need names of their own. */
  readonly note?: string;
}

/**
 * The runs of a search for λ: every λ with every seed, as a list for `sweep`.
 *
 * @throws if a λ is negative or no number.
 * @example
 * const runs = lambdaGrid({ ...getProfile('tiny'), lambdas: [0, 0.02], seeds: [1, 2, 3] });
 * [runs.length, runs[3].label, runs[3].l2]; // => [ 6, 'λ = 0.02, seed 1', 0.01 ]
 */
export function lambdaGrid({
  lambdas,
  seeds,
  note,
  trainImages,
  // What describes a profile is no part of a run.
  name: _name,
  description: _description,
  testImages: _testImages,
  ...kept
}: LambdaGridOptions): SweepRun[] {
  for (const lambda of lambdas) {
    if (Number.isFinite(lambda) && lambda >= 0) continue;
    throw new Error(`lambdaGrid requires lambdas to be numbers of at least 0, got ${lambda}.`);
  }
  return lambdas.flatMap((lambda) =>
    seeds.map((seed) => ({
      label: [`λ = ${lambda}`, `seed ${seed}`, ...(note === undefined ? [] : [note])].join(', '),
      ...kept,
      ...(typeof trainImages === 'number' && { trainImages }),
      l2: lambdaToL2(lambda),
      seed,
    })),
  );
}
