import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSplit } from '../data/loadSplit';
import { useBackend } from '../engine';
import { lambdaGrid } from '../training/lambdaGrid';
import { getProfile } from '../training/profiles';
import { sweep } from '../training/sweep';
import { runCommand } from './command';
import { lambdaTable, writeReport } from './sweepReport';
import { terminalSweep } from './terminalSweep';

/** Where the lesson on choosing λ keeps its runs, and finds those of this command. */
const LESSON_FOLDER = resolve(__dirname, '..', '..', 'notebooks', 'en', 'out', '05-choosing-lambda');

/** The lesson's list. */
const LAMBDAS = '0,0.002,0.02,0.06,0.2,0.6,2,20';
const SEEDS = '1,2,3,4,5';

const HELP = `Trains the same network with several λ and seeds, and writes results.json and results.csv. Ctrl-C stops it after
the step under way; the same command goes on from there, and what is finished is not trained again. Lesson 05 works off
the same list and finds what this command has finished; let one of the two end before the other begins.

npm run sweep
npm run sweep -- --lambdas 0,0.02,0.2 --seeds 1,2,3

  --profile NAME    article, quick, small or tiny; default small, or tiny if L2LAB_PROFILE says so
  --lambdas LIST    the article's λ, twice Keras's coefficient;
                    default ${LAMBDAS}
  --seeds LIST      each decides first weights and order of images; default ${SEEDS}
  --train-images N  trains on N of the profile's training images
  --data PATH       a CIFAR-10 archive or folder; default data/, else built-in images
  --out FOLDER      default notebooks/en/out/05-choosing-lambda/PROFILE
  --help            print this
`;

async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string', default: process.env.L2LAB_PROFILE === 'tiny' ? 'tiny' : 'small' },
      lambdas: { type: 'string', default: LAMBDAS },
      seeds: { type: 'string', default: SEEDS },
      'train-images': { type: 'string' },
      data: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const profile = getProfile(values.profile);
  const isWhole = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
  const lambdas = numbers('--lambdas', values.lambdas, 'numbers of at least 0', (n) => n >= 0);
  const seeds = numbers('--seeds', values.seeds, 'whole numbers of at least 0', isWhole);
  const images = values['train-images'] === undefined ? undefined : count('--train-images', values['train-images']);
  const runs = lambdaGrid({
    ...{ ...profile, lambdas, seeds },
    ...(images !== undefined && { trainImages: images, note: `${images} images` }),
  });
  const folder = resolve(values.out ?? join(LESSON_FOLDER, profile.name));

  const { train, validation, source } = await loadSplit({ ...profile, data: values.data });
  console.log(source);
  console.log(`Profile ${profile.name}: ${profile.description}.`);
  console.log(`${(await useBackend()).description}.`);
  console.log(`${runs.length} runs: λ ${lambdas.join(', ')}; seeds ${seeds.join(', ')}.`);
  const progress = terminalSweep();
  const options = { train, validation, folder, signal, onProgress: progress.show };
  const results = await sweep(runs, options).finally(progress.stop);
  if (results.length < runs.length) {
    const done = `${results.length} of ${runs.length} runs are finished`;
    console.log(`Stopped: ${done}. Run the same command again to go on from here (${folder}).`);
    return;
  }
  console.log(`\n${lambdaTable(results)}`);
  console.log(`\nWritten: ${writeReport(folder, { profile: profile.name, source, results }).join('\n         ')}`);
}

/** @throws unless the text is a whole number of at least 1. */
function count(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new Error(`${option} requires a whole number of at least 1, got "${text}".`);
}

/** @throws unless the text is a list of different numbers in the option's range. */
function numbers(option: string, text: string, range: string, inRange: (value: number) => boolean): number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (values.every((value) => Number.isFinite(value) && inRange(value)) && new Set(values).size === values.length) {
    return values;
  }
  throw new Error(`${option} requires ${range}, each once, with commas between them, got "${text}".`);
}

void runCommand(main);
