import type { History } from '../training/history';
import { CheckResult, mistake, right } from './CheckResult';

/** A network of the student's, by its λ. */
export interface LambdaRun {
  /** The article's, with the ½. */
  readonly lambda: number;
  readonly history: History;
}

/**
 * Checks that a choice of λ fits the runs that it was made from: all of them finished, and the lowest validation data loss
 * after the last epoch.
 *
 * @param chosen the λ of one of the runs.
 * @param runs with the histories that `fit` gave; undefined for those that are not trained yet.
 * @example
 * (await checkChosenLambda(0.2, [undefined])).state; // => 'missing'
 */
export async function checkChosenLambda(
  chosen: number | undefined,
  runs: readonly (LambdaRun | undefined)[],
): Promise<CheckResult> {
  if (chosen === undefined || runs.length === 0 || runs.some((run) => !run?.history?.settings)) {
    return new CheckResult('missing', 'Not done yet: train all networks and choose, then run this cell again.');
  }
  const trained = runs as readonly LambdaRun[];
  const open = trained.find(({ history }) => history.stopped || history.epochs.length === 0);
  if (open) {
    return mistake({
      misconception: 'a run that was stopped',
      say: `The network with λ = ${open.lambda} was stopped. Train it to its end.`,
    });
  }
  const settings = trained.map(({ history }) => history.settings);
  const unlike = settings.find(
    ({ epochs, trainData, validationData }) =>
      epochs !== settings[0]!.epochs ||
      trainData !== settings[0]!.trainData ||
      validationData !== settings[0]!.validationData,
  );
  if (unlike) {
    return mistake({
      misconception: 'unlike runs',
      say: 'These networks were not all trained on the same images for the same number of epochs.',
    });
  }
  const penalties = new Set(settings.map((setting) => String(setting.penalties)));
  if (penalties.size < trained.length) {
    return mistake({
      misconception: 'one λ for several runs',
      say: 'Two of these networks have the same penalty. Is each trained with its own λ?',
    });
  }
  if (!trained.some(({ lambda }) => lambda === chosen)) {
    return mistake({
      misconception: 'a λ that was not tried',
      say: `None of your networks has λ = ${chosen}. The choice is one of them.`,
    });
  }
  const by = (of: (history: History) => number): number =>
    trained.reduce((a, b) => (of(b.history) < of(a.history) ? b : a)).lambda;
  if (by(({ epochs }) => epochs.at(-1)!.validation!.dataLoss) === chosen) {
    return right(`Of your ${trained.length} networks, the one with λ = ${chosen} has the lowest validation data loss.`);
  }
  return mistake({
    misconception: 'not the lowest validation loss',
    say: `The choice is λ = ${chosen}, and another of your networks has a lower data loss on the validation images.`,
  });
}
