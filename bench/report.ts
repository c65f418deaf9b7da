import { table, tableMarkdown } from '../src/charts/tables';
import type { Comparison, ContenderResult } from './compare';
import { contenderTitle } from './contenders';
import type { Device } from './devices';
import type { FloorResult } from './floor';
import type { Engine } from './pairs';
import { describeConfiguration } from './protocol';
import type { Card } from './protocol';
import type { BenchResult } from './runBench';
import { summarize } from './statistics';
import type { Summary } from './statistics';

const markdown = (columns: string[], rows: string[][]): string => tableMarkdown(table(columns, rows));

/** The results as Markdown: what was measured how, then a row for each network, size and contender, then the rest. */
export function benchReport(result: BenchResult): string {
  const { comparisons, fits, floor, kernelStarts = [], epoch, growth, notes, settings } = result;
  const { device } = settings;
  const by = ({ name }: { name?: Engine }) => (name && device !== 'cpu' ? `, ${contenderTitle(name, device)}` : '');
  const kernels = [...new Set(kernelStarts.map(({ kernel }) => kernel))].map((kernel) => {
    const own = kernelStarts.filter((start) => start.kernel === kernel);
    const seconds = [own.map((start) => start.firstCell), own.map((start) => start.library)];
    return [kernel, ...seconds.map((values) => spread(summarize(values), 2))];
  });
  const onCard = growth?.after.some(({ cardBytes }) => cardBytes !== undefined);
  const memory = growth?.after.map(({ steps, tensors, tensorBytes, residentBytes, cardBytes = 0 }) => [
    ...[steps, tensors].map(String),
    ...[tensorBytes, residentBytes, ...(onCard ? [cardBytes] : [])].map((bytes) => (bytes / 1e6).toFixed(1)),
  ]);
  const memoryColumns = [
    'steps',
    'tensors',
    'of tensors, MB',
    'physical memory, MB',
    ...(onCard ? ['on the card, MB'] : []),
  ];
  return [
    heading(result),
    comparisons.length > 0 && comparisonTable(comparisons, device),
    fits.length > 0 && `Epochs of \`fit\` on ${settings.fitImages} images, one to a round, each by its steps:`,
    fits.length > 0 && comparisonTable(fits, device),
    floor && floorReport(floor),
    kernels.length > 0 &&
      markdown(['kernel', 'first cell `1 + 1`, s', 'and a cell that starts the library, s'], kernels),
    epoch &&
      `Whole epoch of \`fit\`, ${describeConfiguration(epoch)}${by(epoch)}: ${epoch.epochSeconds.toFixed(2)} s for ${epoch.images} ` +
        `images in ${epoch.steps} steps, which took ${epoch.stepsSeconds.toFixed(2)} s together. ` +
        `Ratio ${(epoch.epochSeconds / epoch.stepsSeconds).toFixed(4)}. ${epoch.source}`,
    growth && `${describeConfiguration(growth)}${by(growth)}, after garbage collections:`,
    memory && markdown(memoryColumns, memory),
    notes.map((note) => `- ${note}`).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function heading(result: BenchResult): string {
  const { date, complete, machine, processor, load, node, threads, seed, settings, comparisons, nvidia } = result;
  const { rounds, steps, seconds, warmUp, burst, device, tf32 } = settings;
  const programs = comparisons.flatMap(({ ours, other }) => [ours, other]);
  const versions = programs.map((one) => one && describeProgram(one, device));
  const timed = programs.map((one) => (one?.seconds ? one.description?.card : undefined));
  const cards = [...timed, nvidia].filter((card) => card !== undefined);
  const named = [...new Set(cards.map(describeCard))].join('; ') || 'a card that no program names';
  return [
    device === 'gpu' &&
      `On the GPU: ${named}. Products in ${tf32 ? 'TF32 by CUDA, in float32 by WebGPU' : 'full float32'}.`,
    device === 'webgpu-software' &&
      `**A trial on a software renderer (${named}): the command runs. That is no GPU, these times say nothing about one, ` +
        'and there are no ratios.**',
    `${machine}. ${processor ? `Processor: ${processor}. ` : ''}${date.slice(0, 16).replace('T', ' ')} UTC${complete ? '' : ', ended early'}.`,
    `Load average ${load.before.toFixed(2)} before, ${load.end.toFixed(2)} at the end.`,
    `${[...new Set([`Node ${node}`, ...versions])].filter(Boolean).join('; ')}. ${threads} threads, float32, seed ${seed}.`,
    `${rounds} interleaved rounds of at least ${steps} steps and ${seconds} s each` +
      `${burst > 1 ? `, queued in bursts of ${burst}` : ''}, after at least ${warmUp} untimed steps.`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** Its versions, and the card if it computes on one. */
function describeProgram({ name, description }: ContenderResult, device: Device): string | undefined {
  if (!description) return undefined;
  const versions = [contenderTitle(name, device), Object.entries(description.versions)].flat(2).join(' ');
  if (description.card) return `${versions} on ${description.card.name}`;
  return description.device === 'GPU' ? `${versions} on a GPU that it does not name` : versions;
}

function describeCard({ name, driver }: Card): string {
  return driver ? `${name}, driver ${driver}` : name;
}

function comparisonTable(comparisons: readonly Comparison[], device: Device): string {
  return markdown(
    columns(device),
    comparisons.map((comparison) => row(comparison, device)),
  );
}

function columns(device: Device): string[] {
  const cpu = device === 'cpu';
  return [
    ...['network', 'batch', 'filters', 'units', 'program', 'step, ms (quartiles)'],
    ...(cpu ? [] : ['l2lab by']),
    ...['l2lab, ms (quartiles)', 'l2lab / this (quartiles)', 'memory, GB', 'l2lab, GB', 'l2lab / this'],
    ...(cpu ? [] : ['on the card, GB', 'l2lab, GB']),
  ];
}

function row({ network, batch, filters, denseUnits, ours, other, ratio, memoryRatio }: Comparison, device: Device) {
  const both = [other, ours];
  const cpu = device === 'cpu';
  return [
    ...[network, ...[batch, filters, denseUnits].map(String), title(other ?? ours, device)],
    milliseconds(other),
    ...(cpu ? [] : [ours.name === 'webgpu' ? 'WebGPU' : 'CUDA']),
    milliseconds(ours),
    ratio ? spread(ratio, 3) : '–',
    ...both.map((one) => gigabytes(one?.peakBytes)),
    memoryRatio?.toFixed(2) ?? '–',
    ...(cpu ? [] : both.map((one) => gigabytes(one?.cardBytes))),
  ];
}

function title({ name, form }: ContenderResult, device: Device): string {
  return `${contenderTitle(name, device)}${form === undefined ? '' : `, fed by ${form}`}`;
}

/** What the machine can do at best, and how much of a step that is. */
function floorReport({ operations, parameters, peak, seconds, share, ...configuration }: FloorResult): string {
  const columns = ['peak, GFLOP/s', 'operations, ms', 'memory, GB/s', 'pass of Adam, ms', 'l2lab, ms', 'floor / l2lab'];
  const cells = [
    spread(peak.operations, 0, 1e-9),
    spread(seconds.operations, 0, 1000),
    spread(peak.bytes, 1, 1e-9),
    spread(seconds.adam, 1, 1000),
    spread(seconds.step, 0, 1000),
    spread(share, 3),
  ];
  const work = `${(operations / 1e9).toFixed(1)} GFLOP and ${(parameters / 1e6).toFixed(1)} million parameters`;
  return `Floor of a step, ${describeConfiguration(configuration)}: ${work}.\n\n${markdown(columns, [cells])}`;
}

function gigabytes(bytes: number | undefined): string {
  return bytes ? (bytes / 1e9).toFixed(2) : '–';
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
