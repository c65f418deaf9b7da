/** The sizes of one experiment. Profiles never differ in the shape of the network. */
export interface Profile {
  readonly name: ProfileName;
  /** Training images to use; `all` takes every one there is. */
  readonly trainImages: number | 'all';
  /** Test images to use. */
  readonly testImages: number | 'all';
  /** Filters of each of the three convolutions. */
  readonly filters: number;
  /** Units of the hidden dense layer, the one that L2 acts on. */
  readonly denseUnits: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Adam's step size before decay. */
  readonly learningRate: number;
  /** Keras's old `decay`: the learning rate of update t is learningRate / (1 + decay·t). It is no weight decay. */
  readonly decay: number;
  /** Keras's coefficient: the penalty is l2·Σw², the article's ½λΣw² with λ = 2·l2. */
  readonly l2: number;
  readonly description: string;
}

/** The names of the profiles. */
export type ProfileName = 'article' | 'quick' | 'small' | 'tiny';

/** What the article fixes. */
const ARTICLE_CHOICES = { batchSize: 128, learningRate: 1e-4, decay: 1e-6, l2: 0.01 } as const;

/**
 * The four sizes in which the article's experiment can be run. `small` also takes larger steps, and more of them in an epoch:
 * with the article's learning rate, its few steps would end before the network overfits.
 *
 * @example
 * Object.keys(profiles); // => [ 'article', 'quick', 'small', 'tiny' ]
 */
export const profiles: Readonly<Record<ProfileName, Profile>> = {
  article: {
    name: 'article',
    trainImages: 'all',
    testImages: 'all',
    filters: 128,
    denseUnits: 1024,
    epochs: 10,
    ...ARTICLE_CHOICES,
    description: "the article's network and all images: hours without a GPU",
  },
  quick: {
    name: 'quick',
    trainImages: 2000,
    testImages: 1000,
    filters: 32,
    denseUnits: 256,
    epochs: 50,
    ...ARTICLE_CHOICES,
    description: 'both networks in about five minutes on a laptop without a GPU',
  },
  small: {
    name: 'small',
    trainImages: 1000,
    testImages: 1000,
    filters: 16,
    denseUnits: 64,
    epochs: 15,
    ...ARTICLE_CHOICES,
    batchSize: 64,
    learningRate: 1e-3,
    description: 'one network in about eight seconds: for experiments that train dozens of them',
  },
  tiny: {
    name: 'tiny',
    trainImages: 256,
    testImages: 128,
    filters: 8,
    denseUnits: 32,
    epochs: 2,
    ...ARTICLE_CHOICES,
    description: 'seconds; shows that everything runs, and nothing about regularization',
  },
};

/**
 * Looks a profile up by name.
 *
 * @param name `article`, `quick`, `small` or `tiny`; by default the environment variable L2LAB_PROFILE, else `quick`.
 * @throws if there is no such profile.
 * @example
 * getProfile('article').denseUnits; // => 1024
 */
export function getProfile(name: string = process.env.L2LAB_PROFILE || 'quick'): Profile {
  const profile = Object.values(profiles).find((candidate) => candidate.name === name);
  if (!profile) {
    throw new Error(
      `getProfile requires one of ${Object.keys(profiles).join(', ')}, got "${name}"; ` +
        'correct the name (it can also come from the environment variable L2LAB_PROFILE).',
    );
  }
  return profile;
}
