import type { Metrics } from '../../training/history';

/** How each metric is called, with what it contains, and whether the best value is the lowest one. */
export const METRICS: Readonly<Record<keyof Metrics, { title: string; note: string; best: 'lowest' | 'highest' }>> = {
  dataLoss: { title: 'data loss', note: 'without penalty', best: 'lowest' },
  penalty: { title: 'penalty', note: 'of all layers', best: 'lowest' },
  totalLoss: { title: 'total loss', note: 'data loss + penalty', best: 'lowest' },
  accuracy: { title: 'accuracy', note: 'share of images', best: 'highest' },
};
