import type { History } from '../../training/history';
import { unique } from '../style';

/** @throws if two histories have the same label: a figure could not tell them apart. */
export function requireOwnLabels(where: string, histories: readonly Pick<History, 'label'>[]): void {
  const labels = histories.map(({ label }) => label);
  if (unique(labels).length === labels.length) return;
  throw new Error(
    `${where} requires a label of its own for each history, got ${labels.join(', ')}; give fit another label.`,
  );
}
