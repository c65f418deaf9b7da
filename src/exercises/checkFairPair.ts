import { kerasAdam } from '../model/KerasAdam';
import { evaluate } from '../training/evaluate';
import { describeImages } from '../training/history';
import type { RunSettings } from '../training/history';
import { CheckResult, right, wrong } from './CheckResult';
import { agree } from './numbers';
import type { TrainedNetwork, TrainingPlan } from './TrainedNetwork';

/** The two networks of an experiment; undefined as long as they are not trained. */
export interface TrainedPair {
  readonly baseline: TrainedNetwork | undefined;
  readonly withL2: TrainedNetwork | undefined;
}

/** A network's loss measured anew, relative to the one in its history. */
const TOLERANCE = 1e-3;

/**
 * Checks that two trainings are a fair pair: as planned, finished, and different in the penalty alone. How large the
 * penalty is does not matter here, nor what came out.
 *
 * @param pair what the student's function gave, without a penalty and with one.
 * @param plan the images and choices that both were to be trained with.
 * @example
 * String(await checkFairPair({ baseline: undefined, withL2: undefined }, plan)); // => '○ Not done yet: …'
 */
export async function checkFairPair({ baseline, withL2 }: TrainedPair, plan: TrainingPlan): Promise<CheckResult> {
  if (!baseline || !withL2) {
    return new CheckResult(
      'missing',
      'Not done yet: write myTraining, then run all cells from there down to this one.',
    );
  }
  const runs: [string, TrainedNetwork][] = [
    ['The baseline', baseline],
    ['The network with L2', withL2],
  ];
  for (const [name, run] of runs) {
    if (!run.network || !run.history?.settings) {
      return wrong('myTraining has to give both: { network, history }, with the history that fit gives.');
    }
    const problem = unfinished(name, run) ?? unlikePlan(name, run.history.settings, plan);
    if (problem) return problem;
  }
  if (baseline.network === withL2.network) {
    return wrong(
      'Both trainings are of the same network, so the second went on where the first had ended. Build a new one for each.',
      'one network trained twice',
    );
  }
  const problem = unlikeEachOther(baseline.history.settings, withL2.history.settings);
  if (problem) return problem;
  for (const [name, { network, history }] of runs) {
    const { dataLoss } = await evaluate(network, plan.validation);
    if (!agree([dataLoss], [history.epochs.at(-1)!.validation!.dataLoss], TOLERANCE)) {
      return wrong(
        `${name} is not the network that its history tells of: its validation loss is another one now.`,
        'another network than that of the history',
      );
    }
  }
  return right('The two are a fair pair: finished, as planned, and different in the penalty alone.');
}

function unfinished(name: string, { history }: TrainedNetwork): CheckResult | undefined {
  if (!history.stopped && history.epochs.length > 0) return undefined;
  return wrong(`${name} was stopped before its last epoch. Run its cell again.`, 'a run that was stopped');
}

/** What has to be as the plan has it; the first that is not is told. */
function unlikePlan(name: string, settings: RunSettings, plan: TrainingPlan): CheckResult | undefined {
  const adam = kerasAdam({ learningRate: plan.learningRate, decay: plan.decay });
  const optimizer = `${adam.getClassName()} ${JSON.stringify(adam.getConfig())}`;
  adam.dispose();
  const validation = describeImages(plan.validation);
  const differences: [boolean, string, string][] = [
    [settings.trainData !== describeImages(plan.train), 'other training images', 'was trained on other images.'],
    [settings.validationData === null, 'nothing held out', 'was measured on no images but those it was trained on.'],
    [
      settings.validationData !== validation,
      'other images held out',
      'was measured after each epoch on other images than those set aside for it. Which ones must stay closed?',
    ],
    [settings.epochs !== plan.epochs, 'another number of epochs', 'was trained for another number of epochs.'],
    [settings.batchSize !== plan.batchSize, 'another batch size', 'was trained with batches of another size.'],
    [
      settings.optimizer !== optimizer,
      'another optimizer',
      'was compiled with another optimizer, or other options of it.',
    ],
    [settings.seed !== plan.seed, 'another order of the images', 'saw its images in another order. What decides it?'],
    [settings.augment !== undefined, 'varied images', 'was trained on images that were varied by chance.'],
    [settings.earlyStopping !== undefined, 'early stopping', 'was to be stopped early.'],
  ];
  const found = differences.find(([isDifferent]) => isDifferent);
  return found && wrong(`${name} ${found[2]} All choices are in \`choices\`.`, found[1]);
}

function unlikeEachOther(baseline: RunSettings, withL2: RunSettings): CheckResult | undefined {
  if (String(baseline.layers) !== String(withL2.layers)) {
    return wrong('The two have different layers. Only the penalty may differ.', 'different layers');
  }
  if (baseline.weightSeed !== withL2.weightSeed) {
    return wrong(
      'The two did not start from the same first weights: other seeds, or an initializer without one.',
      'different first weights',
    );
  }
  const [without, penalized] = [baseline, withL2].map(penaltiesOf) as [string[], string[]];
  if (without.length > 0 && penalized.length === 0) {
    return wrong('The baseline has the penalty, and the other network has none.', 'the two mixed up');
  }
  if (without.length > 0) return wrong('The baseline has a penalty, too.', 'a penalty in both');
  return penalized.length === 0 ? wrong('Neither of the two has a penalty.', 'a penalty in neither') : undefined;
}

/** Those that are not 0: λ = 0 may be written as a penalty of 0 or as none. */
const penaltiesOf = ({ penalties }: RunSettings): string[] =>
  penalties.filter((penalty) => /":[\d.e-]*[1-9]/.test(penalty));
