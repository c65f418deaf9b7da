import { captionLines } from './drawing/caption';
import { vegaLiteFigure } from './drawing/vegaLite';
import type { VegaLiteFigure } from './figure';
import { lambdaText } from './panels/lambdas';
import { METRICS } from './panels/metrics';
import { spreadOf, sweepPanel } from './panels/sweepPanel';
import type { Sweep } from './panels/sweepPanel';
import { counted, shortName, shortNumber, unique } from './style';

const MOST_NAMED = 4; // how many runs the caption names one by one

/** What one run of a sweep has reached. */
export interface SweepScore {
  /** λ, 0 or more. */
  readonly lambda: number;
  /** Seed of the run. */
  readonly seed: number;
  /** On the training images. */
  readonly train: number;
  /** On images that are held out. */
  readonly validation: number;
}

/** What `sweepChart` calls things, and what it marks. */
export interface SweepChartOptions {
  /** What the scores are. Default `dataLoss`. */
  readonly metric?: Sweep['metric'];
  /** The λ that was chosen: it gets a line with its label. Default none. */
  readonly chosen?: number;
  /** What the held-out images are called. Default `validation`. */
  readonly heldOut?: string;
}

/**
 * Scores by λ, on a logarithmic axis on which λ = 0 has a place of its own: each run a small point, the means over the
 * seeds as lines (training images solid, held-out images dashed), and bars of one standard deviation to each side (with
 * two seeds: from one to the other). Runs with a score that is not finite are left out and named.
 *
 * @param scores one for each λ and seed.
 * @throws if there is none, a λ is below 0, a run comes twice, or the chosen λ is not among them.
 * @example
 * const scores = [0, 0.01].flatMap((lambda) => [1, 2].map((seed) => ({ lambda, seed, train: 1, validation: 2 - lambda })));
 * sweepChart(scores, { chosen: 0.01 }).alt; // => 'data loss by λ, for train and validation, 4 runs. Lowest mean validation data loss: 1.99 at λ = 0.01. 2 values of λ, 2 seeds each; bars: from one seed to the other.'
 */
export function sweepChart(scores: readonly SweepScore[], options: SweepChartOptions = {}): VegaLiteFigure {
  const { metric = 'dataLoss', chosen } = options;
  requireScores(scores, chosen);
  const finished = scores.filter(({ train, validation }) => Number.isFinite(train) && Number.isFinite(validation));
  const lambdas = unique(scores.map(({ lambda }) => lambda)).sort((one, other) => one - other);
  const heldOut = shortName(options.heldOut ?? 'validation');
  const groups = lambdas.flatMap((lambda) => {
    const runs = finished.filter((score) => score.lambda === lambda);
    if (runs.length === 0) return [];
    return [
      { lambda, images: 'train', ...spreadOf(runs.map(({ train }) => train)) },
      { lambda, images: heldOut, ...spreadOf(runs.map(({ validation }) => validation)) },
    ];
  });
  const sweep = { metric, chosen, heldOut, finished, groups, lambdas };
  return vegaLiteFigure({
    panels: [sweepPanel(sweep)],
    what: `${METRICS[metric].title} by λ, for train and ${heldOut}, ${scores.length} runs.`,
    caption: captionOf(scores, sweep),
  });
}

/** The best mean, how many runs stand behind it, and which ones are left out. */
function captionOf(scores: readonly SweepScore[], { metric, heldOut, finished, groups, lambdas }: Sweep): string {
  const { title, best: wanted } = METRICS[metric];
  const sign = wanted === 'lowest' ? 1 : -1;
  const best = groups
    .filter(({ images }) => images === heldOut)
    .sort((one, other) => sign * (one.mean - other.mean))[0];
  const bar = best?.range && best.count > 2 ? shortNumber(Number((best.range[1] - best.mean).toPrecision(2))) : '';
  // As many decimals as the deviation has: 1.903 ± 0.024.
  const decimals = /^\d+\.(\d+)$/.exec(bar)?.[1]?.length;
  const middle = best && (decimals ? best.mean.toFixed(decimals) : shortNumber(best.mean));
  const deviation = bar && ` ± ${bar}`;
  // A λ whose runs have all diverged counts with 0.
  const countOf = (value: number) => groups.find(({ lambda }) => lambda === value)?.count ?? 0;
  const counts = unique(lambdas.map(countOf)).sort((one, other) => one - other);
  const seeds = counts.length > 1 ? `${counts[0]} to ${counted(counts.at(-1)!, 'seed')}` : counted(counts[0]!, 'seed');
  // What rests on fewer runs than others says so.
  const few = best && best.count < counts.at(-1)! ? ` (${counted(best.count, 'seed')})` : '';
  const isWide = counts.some((count) => count > 2);
  const bars = isWide ? '± one standard deviation' : counts.includes(2) ? 'from one seed to the other' : '';
  const pairs = isWide && counts.includes(2) ? ' (of two: both)' : '';
  const lost = scores.filter((score) => !finished.includes(score));
  const named = lost.slice(0, MOST_NAMED).map(({ lambda, seed }) => `${lambdaText(lambda)} seed ${seed}`);
  const more = lost.length > MOST_NAMED ? ` and ${lost.length - MOST_NAMED} more` : '';
  return captionLines(
    best
      ? `${sign > 0 ? 'Lowest' : 'Highest'} mean ${heldOut} ${title}: ${middle}${deviation} at ${lambdaText(best.lambda)}${few}.`
      : 'No run has a finite score.',
    `${counted(lambdas.length, 'value')} of λ, ${seeds} each${bars && `; bars: ${bars}${pairs}`}.`,
    lost.length > 0 && `Left out, score not finite: ${named.join(', ')}${more}.`,
  );
}

/** @throws if the scores are not those of a sweep. */
function requireScores(scores: readonly SweepScore[], chosen: number | undefined): void {
  if (scores.length === 0) throw new Error('sweepChart requires at least one score, got none; run a sweep first.');
  const wrong = scores.find(({ lambda }) => !(lambda >= 0 && Number.isFinite(lambda)));
  if (wrong) throw new Error(`sweepChart requires λ of 0 or more, got ${wrong.lambda}; leave that run out.`);
  const runs = scores.map(({ lambda, seed }) => `${lambdaText(lambda)} with seed ${seed}`);
  const twice = runs.find((run, i) => runs.indexOf(run) < i);
  if (twice) {
    throw new Error(
      `sweepChart requires one score for each λ and seed, got two for ${twice}; give each run its own seed.`,
    );
  }
  if (chosen !== undefined && !scores.some(({ lambda }) => lambda === chosen)) {
    const tried = unique(scores.map(({ lambda }) => lambda)).join(', ');
    throw new Error(`sweepChart requires a chosen λ that was tried, one of ${tried}, got ${chosen}.`);
  }
}
