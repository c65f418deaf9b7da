import { table, tableMarkdown } from '../src/charts/tables';
import type { Comparison, ContenderResult } from './compare';
import { CONTENDERS } from './contenders';
import { describeConfiguration } from './protocol';
import type { BenchResult } from './runBench';
import { summarize } from './statistics';
import type { Summary } from './statistics';

const markdown = (columns: string[], rows: string[][]): string => tableMarkdown(table(columns, rows));

/** The results as Markdown: what was measured how, then a row for each network, size and contender, then the rest. */
export function benchReport(result: BenchResult): string {
  const { comparisons, kernelStarts = [], epoch, growth, notes } = result;
  const kernels = [...new Set(kernelStarts.map(({ kernel }) => kernel))].map((kernel) => {
    const own = kernelStarts.filter((start) => start.kernel === kernel);
    const seconds = [own.map((start) => start.firstCell), own.map((start) => start.library)];
    return [kernel, ...seconds.map((values) => spread(summarize(values), 2))];
  });
  const memory = growth?.after.map(({ steps, tensors, tensorBytes, residentBytes }) => [
    ...[steps, tensors].map(String),
    ...[tensorBytes, residentBytes].map((bytes) => (bytes / 1e6).toFixed(1)),
  ]);
  return [
    heading(result),
    comparisons.length > 0 && markdown(COLUMNS, comparisons.map(row)),
    kernels.length > 0 &&
      markdown(['kernel', 'first cell `1 + 1`, s', 'and a cell that starts the library, s'], kernels),
    epoch &&
      `Whole epoch of \`fit\`, ${describeConfiguration(epoch)}: ${epoch.epochSeconds.toFixed(2)} s for ${epoch.images} ` +
        `images in ${epoch.steps} steps, which took ${epoch.stepsSeconds.toFixed(2)} s together. ` +
        `Ratio ${(epoch.epochSeconds / epoch.stepsSeconds).toFixed(4)}. ${epoch.source}`,
    growth && `${describeConfiguration(growth)}, after garbage collections:`,
    memory && markdown(['steps', 'tensors', 'of tensors, MB', 'physical memory, MB'], memory),
    notes.map((note) => `- ${note}`).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function heading({ date, complete, machine, load, node, threads, seed, settings, comparisons }: BenchResult): string {
  const programs = comparisons.flatMap(({ ours, other }) => [ours, other]);
  const versions = programs.map(
    (one) =>
      one?.description && [CONTENDERS[one.name].title, Object.entries(one.description.versions)].flat(2).join(' '),
  );
  const { rounds, steps, seconds, warmUp } = settings;
  return [
    `${machine}. ${date.slice(0, 16).replace('T', ' ')} UTC${complete ? '' : ', ended early'}.`,
    `Load average ${load.before.toFixed(2)} before, ${load.end.toFixed(2)} at the end.`,
    `${[...new Set([`Node ${node}`, ...versions])].filter(Boolean).join('; ')}. ${threads} threads, float32, seed ${seed}.`,
    `${rounds} interleaved rounds of at least ${steps} steps and ${seconds} s each, after at least ${warmUp} untimed steps.`,
  ].join('\n');
}

const COLUMNS = [
  ...['network', 'batch', 'filters', 'units', 'program', 'step, ms (quartiles)', 'l2lab, ms (quartiles)'],
  ...['l2lab / this (quartiles)', 'memory, GB', 'l2lab, GB', 'l2lab / this'],
];

function row({ network, batch, filters, denseUnits, ours, other, ratio, memoryRatio }: Comparison): string[] {
  const both = [other, ours];
  return [
    ...[network, ...[batch, filters, denseUnits].map(String), CONTENDERS[(other ?? ours).name].title],
    ...both.map(milliseconds),
    ratio ? spread(ratio, 3) : '–',
    ...both.map((one) => (one?.peakBytes ? (one.peakBytes / 1e9).toFixed(2) : '–')),
    memoryRatio?.toFixed(2) ?? '–',
  ];
}

/** Of a step, with three digits or more. */
function milliseconds(one: ContenderResult | undefined): string {
  if (!one?.seconds) return one?.problem ?? '–';
  return spread(one.seconds, one.seconds.median < 0.01 ? 2 : one.seconds.median < 0.1 ? 1 : 0, 1000);
}

/** Median, and quartiles in brackets. */
function spread({ median, lowerQuartile, upperQuartile }: Summary, digits: number, unit = 1): string {
  const [middle, low, high] = [median, lowerQuartile, upperQuartile].map((x) => (unit * x).toFixed(digits));
  return `${middle} (${low}–${high})`;
}
