import type { History } from './history';

/** What must be the same for two runs to be compared, and how it is called. */
const SHARED = {
  epochs: 'number of epochs',
  batchSize: 'batchSize',
  trainData: 'training images',
  validationData: 'validation images',
} as const;

/** A history together with what else belongs to the run, e.g. its network. */
export interface TrainedRun {
  readonly history: History;
}

/**
 * Refuses runs that cannot be compared fairly: one that was stopped before its last epoch (other than by early stopping),
 * or runs with different numbers of epochs, batch sizes or images.
 *
 * @param runs histories of `fit`, or objects that hold one as `history`.
 * @throws if a run is missing or unfinished, or two differ in more than the network and its penalty.
 * @example
 * const { train } = syntheticShapes({ trainImages: 10, testImages: 1 });
 * const model = convNet({ filters: 1, denseUnits: 2, seed: 1 });
 * model.compile({ optimizer: kerasAdam({ learningRate: 0.001 }), loss: 'categoricalCrossentropy' });
 * requireFinished([await fit(model, train, { epochs: 1 })]); // => undefined
 */
export function requireFinished(runs: readonly (History | TrainedRun | undefined)[]): void {
  const histories = runs.map((run, i) => historyOf(run, i));
  for (const { label, epochs, settings, bestEpoch } of histories) {
    // A run that early stopping has ended is a whole one.
    if (epochs.length >= settings.epochs || bestEpoch !== undefined) continue;
    throw new Error(
      `A fair comparison requires finished runs, and ${label} was stopped after ${epochs.length} of ` +
        `${settings.epochs} epochs; run its cell again, and then this one.`,
    );
  }
  for (const [key, name] of Object.entries(SHARED)) {
    const different = histories.find(
      ({ settings }) => settings[key as keyof typeof SHARED] !== histories[0]!.settings[key as keyof typeof SHARED],
    );
    if (!different) continue;
    throw new Error(
      `A fair comparison requires the same ${name}, and ${histories[0]!.label} and ${different.label} have different ones; ` +
        'train both with the same choices, from the first cell on.',
    );
  }
}

function historyOf(run: History | TrainedRun | undefined, place: number): History {
  if (run !== undefined) return 'history' in run ? run.history : run;
  throw new Error(
    `A fair comparison requires finished runs, and number ${place + 1} of them is missing: it was stopped or never ` +
      'started; run the cell that trains it, and then this one.',
  );
}
