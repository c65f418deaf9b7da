// What learning curves show of a run: which epochs, and which one is the best.
import type { History, Metrics } from '../../training/history';
import { rounded } from '../style';

/** How each metric is called, with what it contains, and whether the best value is the lowest one. */
export const METRICS: Readonly<Record<keyof Metrics, { title: string; note: string; best: 'lowest' | 'highest' }>> = {
  dataLoss: { title: 'data loss', note: 'without penalty', best: 'lowest' },
  penalty: { title: 'penalty', note: 'of all layers', best: 'lowest' },
  totalLoss: { title: 'total loss', note: 'data loss + penalty', best: 'lowest' },
  accuracy: { title: 'accuracy', note: 'share of images', best: 'highest' },
};

/** Of one curve; more do not fit beside each other in its panel. */
const MOST_POINTS = 150;

/** Of all curves of a figure; more make the notebook large. */
const MOST_POINTS_OF_ALL = 1500;

/** Of a value; a tooltip shows fewer. */
const DIGITS = 5;

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
      ...{ network: history.label, epoch, train: rounded(train[metric], DIGITS) },
      heldOut: validation ? rounded(validation[metric], DIGITS) : null,
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
  const values = epochs.flatMap(({ epoch, validation }) =>
    validation && Number.isFinite(validation[metric]) ? [{ epoch, value: sign * validation[metric] }] : [],
  );
  return minBy(values, ({ value }) => value)?.epoch;
}

const minBy = <T>(items: readonly T[], key: (item: T) => number): T | undefined =>
  items.reduce<T | undefined>(
    (least, item) => (least === undefined || key(item) < key(least) ? item : least),
    undefined,
  );
