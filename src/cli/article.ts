import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '../engine';
import { loadDataset } from '../data/loadDataset';
import { hasCheckpoint } from '../training/checkpoint';
import { getProfile } from '../training/profiles';
import type { Profile } from '../training/profiles';
import { runCommand } from './command';
import { runExperiment } from './experiment';
import type { ExperimentResult } from './experiment';
import { experimentReport } from './experimentReport';
import { terminalProgress } from './terminalProgress';

const HELP = `Runs the article's experiment: the same network trained without and with L2. Writes history.json and
report.html. Ctrl-C stops it after the step under way; the same command goes on from there.

npm run article
npm run article -- --profile article --data FILE

  --profile NAME  article, quick (default), small or tiny
  --data PATH     a CIFAR-10 archive or folder; default data/, else built-in images
  --seed NUMBER   decides first weights and order of images; default 1
  --l2 NUMBER     Keras's coefficient, the article's lambda / 2; default 0.01
  --epochs NUMBER fewer or more than the profile's
  --out FOLDER    default out/article-PROFILE
  --help          print this
`;

async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string' },
      data: { type: 'string' },
      seed: { type: 'string', default: '1' },
      l2: { type: 'string' },
      epochs: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const chosen = getProfile(values.profile);
  const seed = numberOption('--seed', values.seed, (n) => Number.isSafeInteger(n) && n >= 0);
  const l2 = numberOption('--l2', values.l2 ?? String(chosen.l2), (n) => n > 0);
  const epochs = numberOption('--epochs', values.epochs ?? String(chosen.epochs), (n) => Number.isInteger(n) && n >= 1);
  const profile: Profile = { ...chosen, l2, epochs };
  const folder = resolve(values.out ?? join('out', `article-${profile.name}`));

  requireOwnFolder(folder, profile, seed);
  const dataset = await loadDataset({ ...profile, data: values.data });
  console.log(dataset.source);
  console.log(`Profile ${profile.name}: ${profile.description}.`);
  const backend = await useBackend();
  console.log(`${backend.description}.`);
  if (hasCheckpoint(join(folder, 'checkpoints', 'baseline'))) {
    console.log(`Going on where an earlier run stopped (${folder}).`);
  }
  // The article gives the test images as validation images; they are called what they are.
  const progress = terminalProgress('test');
  const experiment = { profile, seed, dataset, folder, signal, onProgress: progress.show };
  const result = await runExperiment(experiment).finally(progress.stop);
  if (!result) {
    console.log(`Stopped. Run the same command again to go on from here (${folder}).`);
    return;
  }
  await writeResults(folder, result);
}

/** Finished results are only replaced by those of the same experiment. @throws if the folder holds others. */
function requireOwnFolder(folder: string, profile: Profile, seed: number): void {
  const file = join(folder, 'history.json');
  if (!existsSync(file)) return;
  const finished = JSON.parse(readFileSync(file, 'utf8')) as Partial<ExperimentResult>;
  const same = finished.seed === seed && JSON.stringify(finished.profile) === JSON.stringify(profile);
  if (same) return;
  throw new Error(
    `${folder} holds the results of another experiment (another profile, seed, l2 or number of epochs); ` +
      'choose another folder with --out, or delete that one.',
  );
}

async function writeResults(folder: string, result: ExperimentResult): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'history.json'), `${JSON.stringify(result, null, 1)}\n`);
  writeFileSync(join(folder, 'report.html'), await experimentReport(result));
  // The results are written; the weights of a finished experiment are large and nothing goes on from them.
  rmSync(join(folder, 'checkpoints'), { recursive: true, force: true });
  for (const { history, test } of result.networks) {
    console.log(`\n${history.label}`);
    console.log(`Loss: ${test.totalLoss.toFixed(3)}`);
    console.log(`Accuracy: ${test.accuracy.toFixed(3)}`);
  }
  console.log(`\nWritten: ${join(folder, 'history.json')}\n         ${join(folder, 'report.html')}`);
}

const RANGES = {
  '--seed': 'a whole number of at least 0',
  '--l2': 'a number above 0',
  '--epochs': 'a whole number of at least 1',
} as const;

/** @throws unless the text is a number in the option's range. */
function numberOption(option: keyof typeof RANGES, text: string, inRange: (value: number) => boolean): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value) && inRange(value)) return value;
  throw new Error(`${option} requires ${RANGES[option]}, got "${text}".`);
}

void runCommand(main);
