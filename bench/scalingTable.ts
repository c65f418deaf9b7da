import { table } from './markdown';
import type { ConfigurationResult } from './results';
import { quantile } from './statistics';

/**
 * How l2lab's step grows with batch and filters, and how it compares at each size: one row for each configuration.
 * False if only one size was measured, which the table of steps shows better.
 */
export function scalingTable(configurations: readonly ConfigurationResult[]): string | false {
  const sizes = new Set(configurations.map(({ batch, filters }) => `${batch}/${filters}`));
  if (sizes.size < 2) return false;
  const peers = new Map(
    configurations
      .flatMap(({ groups }) => groups.flat())
      .filter(({ oursByThis }) => oursByThis !== undefined)
      .map(({ name, title }) => [name, title]),
  );
  const sorted = [...configurations].sort(
    (a, b) => a.network.localeCompare(b.network) || a.filters - b.filters || a.batch - b.batch,
  );
  const titles = [...peers.values()];
  return table(
    [
      ...['network', 'filters', 'batch', 'GFLOP', 'step, s', 'images/s', 'of peak', 'peak memory'],
      ...titles.map((title) => `step / ${title}`),
      ...titles.map((title) => `memory / ${title}`),
    ],
    sorted.map((configuration) => row(configuration, [...peers.keys()])),
  );
}

function row(
  { network, filters, batch, stepFlops, groups }: ConfigurationResult,
  peers: readonly string[],
): string[] {
  const results = groups.flat();
  // Ours takes part in every pair.
  const ours = results.filter(({ name }) => name === 'ours');
  const seconds = ours.flatMap(({ rounds }) => rounds.flat());
  const step = seconds.length > 0 ? quantile(seconds, 0.5) : undefined;
  const share = ours.flatMap(({ shareOfPeak }) => shareOfPeak ?? []);
  const peakBytes = Math.max(0, ...ours.flatMap((one) => one.peakBytes ?? []));
  const ratios = (of: 'step' | 'memory') =>
    peers.map((peer) => {
      const result = results.find(({ name }) => name === peer);
      return (of === 'step' ? result?.oursByThis?.ratio : result?.memoryOursByThis)?.toFixed(2) ?? '–';
    });
  return [
    ...[network, String(filters), String(batch), (stepFlops / 1e9).toFixed(0)],
    step?.toFixed(3) ?? '–',
    step === undefined ? '–' : (batch / step).toFixed(0),
    share.length > 0 ? `${(100 * quantile(share, 0.5)).toFixed(0)} %` : '–',
    peakBytes > 0 ? `${(peakBytes / 1e9).toFixed(2)} GB` : '–',
    ...ratios('step'),
    ...ratios('memory'),
  ];
}
