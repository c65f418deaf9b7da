import { spread, table } from './markdown';
import type { BenchResult, ConfigurationResult, ContenderResult, GrowthResult } from './results';
import { scalingTable } from './scalingTable';
import { judgeTargets } from './targets';

/** The results as Markdown tables. */
export function benchReport(result: BenchResult): string {
  const { epoch, kernelStart } = result;
  return [
    heading(result),
    stepsTable(result.configurations),
    scalingTable(result.configurations),
    targetsTable(result),
    kernelStart &&
      table(
        ['kernel', 'first cell `1 + 1`', 'and a cell that starts the library'],
        kernelStart.map(({ kernel, firstCell, library }) => [
          kernel,
          spread(firstCell, 2),
          spread(library, 2),
        ]),
      ),
    epoch &&
      `Whole epoch of \`fit\`, batch ${epoch.batch}, ${epoch.filters} filters: ${epoch.epochSeconds.toFixed(2)} s for ` +
        `${epoch.images} images in ${epoch.steps} steps, which took ${epoch.stepsSeconds.toFixed(2)} s together. ` +
        `Ratio ${(epoch.epochSeconds / epoch.stepsSeconds).toFixed(4)}. ${epoch.source}`,
    result.growth.length > 0 && growthTable(result.growth),
    result.notes.length > 0 && result.notes.map((note) => `- ${note}`).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function heading({ date, complete, machine, load, seed, settings, versions }: BenchResult): string {
  const { rounds, steps, warmUp, threads } = settings;
  return [
    `${machine}. ${date.slice(0, 16).replace('T', ' ')} UTC${complete ? '' : ', ended early'}.`,
    `Load average ${load.start.toFixed(2)} before, ${load.end.toFixed(2)} at the end.`,
    `${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}; ${threads} threads, float32, seed ${seed}.`,
    `${rounds} interleaved rounds of ${steps} steps, after ${warmUp} steps to warm up.`,
  ].join('\n');
}

function stepsTable(configurations: readonly ConfigurationResult[]): string | false {
  const rows = configurations.flatMap((configuration) =>
    configuration.groups.flatMap((group) => group.map((one) => stepsRow(configuration, one))),
  );
  const peaks = configurations.flatMap(({ peak }) => peak ?? []);
  if (rows.length === 0) return false;
  const best = (of: (peak: (typeof peaks)[number]) => number) => Math.max(...peaks.map(of)) / 1e9;
  const columns = ['network', 'batch', 'filters', 'program', 'step, s (quartiles)', 'images/s'];
  const note =
    peaks.length > 0 &&
    `Peak speed of this machine, measured in the same rounds: ${best((p) => p.matrixProduct).toFixed(0)} GFLOP/s in a ` +
      `matrix product, ${best((p) => p.convolution).toFixed(0)} in a convolution; "of peak" is a share of the larger.`;
  return [
    table([...columns, 'l2lab / this (quartiles)', 'peak memory', 'l2lab / this', 'of peak'], rows),
    note,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function stepsRow({ network, batch, filters }: ConfigurationResult, one: ContenderResult): string[] {
  const first = [network, String(batch), String(filters), one.title];
  const { seconds, oursByThis, peakBytes, memoryOursByThis, shareOfPeak, problem } = one;
  if (!seconds) return [...first, problem ?? 'not measured', '', '', '', '', ''];
  return [
    ...first,
    spread(seconds, 3),
    (batch / seconds.median).toFixed(0),
    oursByThis
      ? `${oursByThis.ratio.toFixed(2)} (${oursByThis.lowerQuartile.toFixed(2)}–${oursByThis.upperQuartile.toFixed(2)})`
      : '',
    `${(peakBytes! / 1e9).toFixed(2)} GB`,
    memoryOursByThis?.toFixed(2) ?? '',
    shareOfPeak === undefined ? '' : `${(100 * shareOfPeak).toFixed(0)} %`,
  ];
}

function targetsTable(result: BenchResult): string | false {
  const targets = judgeTargets(result);
  if (targets.length === 0) return false;
  return table(
    ['l2lab, target', 'at most', 'measured', ''],
    targets.map(({ text, limit, measured, met }) => [
      text,
      String(limit),
      measured.toFixed(4).replace(/0{1,2}$/, ''),
      met ? 'met' : '**missed**',
    ]),
  );
}

function growthTable(growth: readonly GrowthResult[]): string {
  const rows = table(
    ['l2lab alone', 'steps', 'tensors', 'of tensors', 'physical memory'],
    growth.flatMap(({ network, batch, filters, after }) =>
      after.map(({ steps, tensors, tensorBytes, residentBytes }) => [
        `${network}, batch ${batch}, ${filters} filters`,
        String(steps),
        String(tensors),
        `${(tensorBytes / 1e6).toFixed(1)} MB`,
        `${(residentBytes / 1e6).toFixed(1)} MB`,
      ]),
    ),
  );
  return `${rows}\n\nRead after a garbage collection, with JavaScript's young generation limited to 1 MB.`;
}
