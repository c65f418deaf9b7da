import { mean } from 'simple-statistics';
import { meanInterval } from './meanInterval';

/** What one run has reached on the validation images. */
export interface ValidationScore {
  /** λ, 0 or more. */
  readonly lambda: number;
  /** On validation images. */
  readonly validation: number;
}

/** How to choose. */
export interface ChooseLambdaOptions {
  /**
   * `lowest` takes the λ with the best mean. `one standard error` takes the largest λ, which is the simplest network,
   * whose mean lies within one standard error of the best one. Default `lowest`.
   */
  readonly rule?: 'lowest' | 'one standard error';
  /** What the scores are: of a data loss the lowest is the best, of an accuracy the highest. Default `dataLoss`. */
  readonly metric?: 'dataLoss' | 'accuracy';
}

/** The choice, and what it rests on. */
export interface LambdaChoice {
  /** The λ that was chosen. */
  readonly lambda: number;
  /** Mean of its scores over the seeds. */
  readonly mean: number;
  /** The λ with the best mean, whatever the rule. */
  readonly bestLambda: number;
  /** Its mean. */
  readonly bestMean: number;
  /** The worst mean that the rule accepts: the best mean, or one standard error from it. */
  readonly limit: number;
}

/** The scores of one λ. */
interface Group {
  readonly lambda: number;
  readonly scores: number[];
  readonly mean: number;
}

/**
 * Chooses λ by scores on validation images, several seeds each.
 *
 * The rule of one standard error is from Breiman, Friedman, Olshen and Stone, Classification and Regression Trees (1984);
 * Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2nd edition), section 7.10, use it with the
 * standard error over the folds of a cross-validation. Here it is over seeds: standard deviation / √n.
 *
 * @param scores one for each λ and seed; those of `sweepChart` will do.
 * @throws if there is none, one is not finite, or the rule of one standard error has fewer than two scores for the best λ.
 * @example
 * const scores = [[0, 2.2], [0, 2.4], [0.1, 1.8], [0.1, 2.0], [1, 1.9], [1, 2.0], [9, 2.3], [9, 2.3]];
 * const runs = scores.map(([lambda, validation]) => ({ lambda, validation }));
 * chooseLambda(runs).lambda; // => 0.1
 * chooseLambda(runs, { rule: 'one standard error' }).lambda; // => 1
 */
export function chooseLambda(
  scores: readonly ValidationScore[],
  { rule = 'lowest', metric = 'dataLoss' }: ChooseLambdaOptions = {},
): LambdaChoice {
  const groups = groupsOf(scores);
  const sign = metric === 'dataLoss' ? 1 : -1;
  // Of equals the largest λ: the groups come with λ falling.
  const best = groups.reduce((one, other) => (sign * other.mean < sign * one.mean ? other : one));
  const limit = best.mean + (rule === 'lowest' ? 0 : sign * standardErrorOf(best));
  const chosen = rule === 'lowest' ? best : groups.find((group) => sign * group.mean <= sign * limit)!;
  const { lambda, mean } = chosen;
  return { lambda, mean, bestLambda: best.lambda, bestMean: best.mean, limit };
}

/** The scores by λ, the largest first. */
function groupsOf(scores: readonly ValidationScore[]): Group[] {
  const wrong = scores.find(({ validation }) => !Number.isFinite(validation));
  if (scores.length === 0 || wrong) {
    const got = wrong ? `${wrong.validation} at λ = ${wrong.lambda}` : 'none';
    throw new Error(`chooseLambda requires finite scores, got ${got}; leave runs that diverged out.`);
  }
  const lambdas = [...new Set(scores.map(({ lambda }) => lambda))].sort((one, other) => other - one);
  return lambdas.map((lambda) => {
    const own = scores.filter((score) => score.lambda === lambda).map(({ validation }) => validation);
    return { lambda, scores: own, mean: mean(own) };
  });
}

function standardErrorOf({ lambda, scores }: Group): number {
  if (scores.length < 2) {
    throw new Error(
      `chooseLambda requires at least two seeds for the rule of one standard error, got one at λ = ${lambda}; ` +
        "train more seeds, or choose by { rule: 'lowest' }.",
    );
  }
  return meanInterval(scores).standardError;
}
