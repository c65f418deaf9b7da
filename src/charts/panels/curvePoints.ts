// What learning curves show of a run: which epochs, and which one is the best.
import type { EpochRecord, History, Metrics } from '../../training/history';
import { rounded } from '../style';
import { METRICS } from './metrics';

const MOST_POINTS = 150; // of one curve; more do not fit beside each other in its panel
const MOST_POINTS_OF_ALL = 1500; // of all curves of a figure; more make the notebook large

/** One epoch of one run. */
export type CurvePoint = {
  readonly network: string;
  readonly epoch: number;
  /** null where it is not finite: the line has a gap there. */
  readonly train: number | null;
  /** null, too, where it was not measured. */
  readonly heldOut: number | null;
};

/** What is drawn of a run: every so many epochs, the last one and the best one. */
export function pointsOf(history: History, metric: keyof Metrics, every: number): CurvePoint[] {
  const best = bestEpoch(history, metric);
  return history.epochs
    .filter(({ epoch }, i) => i % every === 0 || i === history.epochs.length - 1 || epoch === best)
    .map(({ epoch, train, validation }) => ({
      ...{ network: history.label, epoch, train: rounded(train[metric]) },
      heldOut: validation ? rounded(validation[metric]) : null,
    }));
}

/** How many epochs there are for each one that is drawn. */
export function thinning(histories: readonly History[], metrics: readonly unknown[]): number {
  const most = Math.min(MOST_POINTS, Math.floor(MOST_POINTS_OF_ALL / (2 * histories.length * metrics.length)));
  return Math.ceil(Math.max(...histories.map(({ epochs }) => epochs.length)) / most) || 1;
}

/** The first epoch at which the held-out images have the best value; undefined without any finite one. */
export function bestEpoch({ epochs }: History, metric: keyof Metrics): number | undefined {
  // A penalty has no best value: it does not depend on the images.
  if (metric === 'penalty') return undefined;
  const sign = METRICS[metric].best === 'lowest' ? 1 : -1;
  const measured = epochs.filter(({ validation }) => Number.isFinite(validation?.[metric]));
  const valueOf = ({ validation }: EpochRecord) => sign * validation![metric];
  return measured.length > 0 ? measured.reduce((a, b) => (valueOf(b) < valueOf(a) ? b : a)).epoch : undefined;
}
