import { parseArgs } from 'node:util';
import { CONTENDERS } from './contenders';
import type { ContenderName } from './contenders';
import type { Configuration } from './network';

export const HELP = `Compares training with this library, stock tfjs-node, Keras and PyTorch on this machine, in turns. Results are printed
as Markdown and saved in bench/results/. Ctrl-C prints what there is so far.

npm run bench
npm run bench -- --full
npm run bench -- --setup

  --quick            batch 128, 128 filters, both networks (default; about seven minutes on two cores)
  --full             batch 32, 128 and 512 with 32, 64 and 128 filters, both networks (about half an hour)
  --networks LIST    baseline,L2
  --batch LIST       e.g. 32,128
  --filters LIST     e.g. 32,64
  --units NUMBER     units of the large dense layer; default 1024
  --contenders LIST  any of ${Object.keys(CONTENDERS).join(', ')};
                     default ours,stock,keras,pytorch (ours always takes part)
  --rounds NUMBER    default 6 (--full: 4)
  --steps NUMBER     timed steps of each program in each round; default 3
  --warm-up NUMBER   untimed steps before the first round; default 3
  --parts LIST       steps,kernel,epoch,growth; default all of them
  --images NUMBER    images of the whole epoch; default 5000. CIFAR-10 if it is in data/ or L2LAB_DATA names it
  --growth-steps N   count tensors and memory up to so many steps; default 100
  --threads NUMBER   default: every core, each program's own choice
  --seed NUMBER      decides images and first weights; default 1
  --out FILE         default bench/results/DATE.json
  --setup            install Keras, TensorFlow and PyTorch in .venv-bench, then stop; what follows a second -- goes to
                     pip install (say, an index of wheels without CUDA: see bench/README.md)
  --help             print this
`;

export type Part = 'steps' | 'kernel' | 'epoch' | 'growth';

export interface BenchOptions {
  readonly help: boolean;
  readonly setup: boolean;
  readonly pipArguments: readonly string[];
  readonly configurations: readonly Configuration[];
  readonly contenders: readonly ContenderName[];
  readonly rounds: number;
  readonly steps: number;
  readonly warmUp: number;
  readonly parts: readonly Part[];
  readonly images: number;
  readonly growthSteps: number;
  readonly threads: number | undefined;
  readonly seed: number;
  readonly out: string | undefined;
}

/** Reads the command's options. @throws if one is unknown or out of range. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean' },
      full: { type: 'boolean' },
      networks: { type: 'string', default: 'baseline,L2' },
      batch: { type: 'string' },
      filters: { type: 'string' },
      units: { type: 'string', default: '1024' },
      contenders: { type: 'string', default: 'ours,stock,keras,pytorch' },
      rounds: { type: 'string' },
      steps: { type: 'string', default: '3' },
      'warm-up': { type: 'string', default: '3' },
      parts: { type: 'string', default: 'steps,kernel,epoch,growth' },
      images: { type: 'string', default: '5000' },
      'growth-steps': { type: 'string', default: '100' },
      threads: { type: 'string' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      setup: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (positionals.length > 0 && !values.setup) {
    throw new Error(`npm run bench takes no arguments but options, got "${positionals[0]}"; see --help.`);
  }
  if (values.quick && values.full) throw new Error('Use either --quick or --full, not both.');
  const full = values.full === true;
  const batches = wholeList('--batch', values.batch ?? (full ? '32,128,512' : '128'));
  const filters = wholeList('--filters', values.filters ?? (full ? '32,64,128' : '128'));
  const networks = choices('--networks', values.networks, ['baseline', 'L2'] as const);
  const denseUnits = whole('--units', values.units);
  const names = choices('--contenders', values.contenders, Object.keys(CONTENDERS) as ContenderName[]);
  return {
    help: values.help,
    setup: values.setup,
    pipArguments: positionals,
    configurations: filters.flatMap((f) =>
      batches.flatMap((batch) => networks.map((network) => ({ network, batch, filters: f, denseUnits }))),
    ),
    contenders: ['ours', ...names.filter((name) => name !== 'ours')],
    rounds: whole('--rounds', values.rounds ?? (full ? '4' : '6')),
    steps: whole('--steps', values.steps),
    warmUp: whole('--warm-up', values['warm-up']),
    parts: choices('--parts', values.parts, ['steps', 'kernel', 'epoch', 'growth'] as const),
    images: whole('--images', values.images),
    growthSteps: whole('--growth-steps', values['growth-steps']),
    threads: values.threads === undefined ? undefined : whole('--threads', values.threads),
    seed: whole('--seed', values.seed, 0),
    out: values.out,
  };
}

function whole(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
    throw new Error(`${option} requires a whole number of at least ${least}, got "${text}".`);
  }
  return value;
}

const wholeList = (option: string, text: string): number[] =>
  text.split(',').map((part) => whole(option, part));

function choices<Name extends string>(option: string, text: string, known: readonly Name[]): Name[] {
  return text.split(',').map((part) => {
    const found = known.find((name) => name.toLowerCase() === part.trim().toLowerCase());
    if (found === undefined) {
      throw new Error(`${option} requires a list of ${known.join(', ')}, got "${part}".`);
    }
    return found;
  });
}
