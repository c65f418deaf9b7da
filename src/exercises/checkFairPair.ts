import { kerasAdam } from '../model/KerasAdam';
import { evaluate } from '../training/evaluate';
import { describeImages } from '../training/history';
import type { RunSettings } from '../training/history';
import { CheckResult, mistake, right, wrong } from './CheckResult';
import { agree } from './numbers';
import type { TrainedNetwork, TrainingPlan } from './TrainedNetwork';
import { isFreed } from './withNetworks';

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
 * const { train, validation } = await loadSplit({ trainImages: 20, testImages: 10 });
 * const plan = { ...profiles.tiny, seed: 1, train, validation };
 * (await checkFairPair({ baseline: undefined, withL2: undefined }, plan)).state; // => 'missing'
 */
export async function checkFairPair({ baseline, withL2 }: TrainedPair, plan: TrainingPlan): Promise<CheckResult> {
  if (!baseline || !withL2) {
    return new CheckResult(
      'missing',
      'Not done yet: the trainings are not there. Is myTraining written, and does the cell that runs it show an error? ' +
        'Run all cells from there down to this one.',
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
    const problem = freed(name, run) ?? unfinished(name, run) ?? unlikePlan(name, run.history.settings, plan);
    if (problem) return problem;
  }
  if (baseline.network === withL2.network) {
    return mistake({
      misconception: 'one network trained twice',
      say: 'Both trainings are of the same network, so the second went on where the first had ended. Build a new one for each.',
    });
  }
  const problem =
    unlikeEachOther(baseline.history.settings, withL2.history.settings) ??
    otherWeights(baseline.history.settings, plan);
  if (problem) return problem;
  for (const [name, { network, history }] of runs) {
    const { dataLoss } = await evaluate(network, plan.validation);
    if (!agree([dataLoss], [history.epochs.at(-1)!.validation!.dataLoss], TOLERANCE)) {
      return mistake({
        misconception: 'another network than that of the history',
        say: `${name} is not the network that its history tells of: its validation loss is another one now.`,
      });
    }
  }
  return right(
    'The two are a fair pair: finished, as planned in all that is checked, and different in the penalty alone.',
  );
}

function freed(name: string, { network }: TrainedNetwork): CheckResult | undefined {
  if (!isFreed(network)) return undefined;
  return mistake({
    misconception: 'the network is freed',
    say: `${name}: the network itself was freed. Free its optimizer only, by network.optimizer.dispose().`,
  });
}

function unfinished(name: string, { history }: TrainedNetwork): CheckResult | undefined {
  if (!history.stopped && history.epochs.length > 0) return undefined;
  return mistake({
    misconception: 'a run that was stopped',
    say: `${name} was stopped before its last epoch. Run its cell again.`,
  });
}

/** What has to be as the plan has it; the first that is not is told. */
function unlikePlan(name: string, settings: RunSettings, plan: TrainingPlan): CheckResult | undefined {
  const adam = kerasAdam({ learningRate: plan.learningRate, decay: plan.decay });
  const optimizer = `${adam.getClassName()} ${JSON.stringify(adam.getConfig())}`;
  adam.dispose();
  const differences = [
    {
      isThere: settings.trainData !== describeImages(plan.train),
      misconception: 'other training images',
      say: 'was trained on other images.',
    },
    {
      isThere: settings.validationData === null,
      misconception: 'nothing held out',
      say: 'was measured on no images but those it was trained on.',
    },
    {
      isThere: settings.validationData !== describeImages(plan.validation),
      misconception: 'other images held out',
      say: 'was measured after each epoch on other images than those set aside for it. Which ones must stay closed?',
    },
    {
      isThere: settings.epochs !== plan.epochs,
      misconception: 'another number of epochs',
      say: 'was trained for another number of epochs.',
    },
    {
      isThere: settings.batchSize !== plan.batchSize,
      misconception: 'another batch size',
      say: 'was trained with batches of another size.',
    },
    {
      isThere: settings.optimizer !== optimizer,
      misconception: 'another optimizer',
      say: 'was compiled with another optimizer, or other options of it.',
    },
    {
      isThere: settings.seed !== plan.seed,
      misconception: 'another order of the images',
      say: 'saw its images in another order. What decides it?',
    },
    {
      isThere: settings.augment !== undefined,
      misconception: 'varied images',
      say: 'was trained on images that were varied by chance.',
    },
    {
      isThere: settings.earlyStopping !== undefined,
      misconception: 'early stopping',
      say: 'was to be stopped early.',
    },
  ];
  const found = differences.find(({ isThere }) => isThere);
  return found && mistake({ ...found, say: `${name} ${found.say} All choices are in \`choices\`.` });
}

/** Where the first weights were not drawn by the library, no seed is known. */
function otherWeights({ weightSeed }: RunSettings, { seed }: TrainingPlan): CheckResult | undefined {
  if (weightSeed === null || weightSeed === seed) return undefined;
  return mistake({
    misconception: 'other first weights than planned',
    say: 'Both started from the same first weights, but not from those of `choices.seed`: is it given to myNetwork, and used there?',
  });
}

function unlikeEachOther(baseline: RunSettings, withL2: RunSettings): CheckResult | undefined {
  if (String(baseline.layers) !== String(withL2.layers)) {
    return mistake({
      misconception: 'different layers',
      say: 'The two have different layers. Only the penalty may differ.',
    });
  }
  if (baseline.weightSeed !== withL2.weightSeed) {
    return mistake({
      misconception: 'different first weights',
      say: 'The two did not start from the same first weights: other seeds, or an initializer without one.',
    });
  }
  const [without, penalized] = [baseline, withL2].map(penaltiesOf) as [string[], string[]];
  if (without.length > 0 && penalized.length === 0) {
    return mistake({
      misconception: 'the two mixed up',
      say: 'The baseline has the penalty, and the other network has none.',
    });
  }
  if (without.length > 0)
    return mistake({ misconception: 'a penalty in both', say: 'The baseline has a penalty, too.' });
  return penalized.length === 0
    ? mistake({ misconception: 'a penalty in neither', say: 'Neither of the two has a penalty.' })
    : undefined;
}

/** Those that are not 0: λ = 0 may be written as a penalty of 0 or as none. */
const penaltiesOf = ({ penalties }: RunSettings): string[] =>
  penalties.filter((penalty) => /":[\d.e-]*[1-9]/.test(penalty));
