import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { l2ToLambda } from '../model/regularizers';
import { toJson } from '../training/json';
import type { SweepResult } from '../training/sweepResult';
import { writeWhole } from '../training/writeWhole';

/** What `writeReport` writes. */
export interface SweepReport {
  readonly profile: string;
  /** Which images, in one line. */
  readonly source: string;
  readonly results: readonly SweepResult[];
}

/** Writes results.json, with everything, and results.csv, with a line for each run. @returns the two paths. */
export function writeReport(folder: string, report: SweepReport): string[] {
  const [json, csv] = [join(folder, 'results.json'), join(folder, 'results.csv')];
  writeWhole(json, toJson(report));
  writeFileSync(csv, csvOf(report.results));
  return [json, csv];
}

const lambdaOf = ({ run }: SweepResult): number => l2ToLambda(run.l2 ?? 0);

const COLUMNS: Readonly<Record<string, (result: SweepResult) => number>> = {
  lambda: lambdaOf,
  seed: ({ run }) => run.seed,
  trainImages: ({ history }) => history.settings.trainImages,
  epochs: ({ history }) => history.epochs.length,
  trainDataLoss: ({ train }) => train.dataLoss,
  trainPenalty: ({ train }) => train.penalty,
  trainAccuracy: ({ train }) => train.accuracy,
  validationDataLoss: ({ validation }) => validation.dataLoss,
  validationAccuracy: ({ validation }) => validation.accuracy,
  seconds: ({ seconds }) => Number(seconds.toFixed(2)),
};

function csvOf(results: readonly SweepResult[]): string {
  const rows = results.map((result) => Object.values(COLUMNS).map((column) => column(result)));
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.join(',')}\n`).join('');
}

/** Mean and standard deviation over the seeds, a line for each λ, and which λ has the lowest mean. */
export function lambdaTable(results: readonly SweepResult[]): string {
  const lambdas = [...new Set(results.map(lambdaOf))].sort((one, other) => one - other);
  const groups = lambdas.map((lambda) => ({ lambda, runs: results.filter((result) => lambdaOf(result) === lambda) }));
  const rows = groups.map(({ lambda, runs }) => [
    ...[String(lambda), String(runs.length)],
    spread(runs.map(({ train }) => train.dataLoss)),
    spread(runs.map(({ validation }) => validation.dataLoss)),
    spread(runs.map(({ validation }) => validation.accuracy)),
  ]);
  const table = [['λ', 'seeds', 'train data loss', 'validation data loss', 'validation accuracy'], ...rows];
  const widths = table[0]!.map((_, i) => Math.max(...table.map((row) => row[i]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
  const best = groups
    .map(({ lambda, runs }) => ({ lambda, loss: mean(runs.map(({ validation }) => validation.dataLoss)) }))
    .filter(({ loss }) => Number.isFinite(loss))
    .sort((one, other) => one.loss - other.loss)[0];
  const verdict = best ? [`Lowest mean validation data loss: λ = ${best.lambda}.`] : [];
  return [...lines, '', '± is one standard deviation over the seeds.', ...verdict].join('\n');
}

function spread(values: readonly number[]): string {
  const middle = mean([...values]).toFixed(3);
  return values.length < 2 ? middle : `${middle} ± ${sampleStandardDeviation([...values]).toFixed(3)}`;
}
