import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ARTICLE, SMALL } from './configurations';
import type { Planned } from './configurations';
import { CONTENDERS } from './contenders';
import type { ContenderName } from './contenders';
import { DEVICES } from './devices';
import type { Device } from './devices';
import type { Engine } from './pairs';

const NETWORKS = ['baseline', 'L2'] as const;
const PARTS = ['steps', 'fit', 'floor', 'kernel', 'epoch', 'growth'] as const;
// Without the one that `--before` adds.
const NAMES = (Object.keys(CONTENDERS) as ContenderName[]).filter((name) => name !== 'before');

const ENGINES = { tensorflow: 'ours', webgpu: 'webgpu' } as const satisfies Record<string, Engine>;

/** What each option is by default, and what it means. */
const OPTIONS = {
  device: ['cpu', "cpu; gpu; or webgpu-software, to try the command by a CPU's stand-in for a GPU, without ratios"],
  networks: ['baseline,L2', 'list of networks'],
  sizes: ['128/1024', 'list of filters/units of the dense layer; each is trained with each of the batch sizes'],
  batch: ['128', 'list of batch sizes; on the CPU, without this and --sizes, small networks are measured too'],
  engines: ['tensorflow', "list of l2lab's engines, each compared with all others; on a GPU tensorflow,webgpu"],
  contenders: [
    'stock,keras,pytorch,pytorch-tcmalloc',
    'list to compare with; those that are not installed, or not on the device, are left out',
  ],
  before: ['', 'folder of another copy of this project, set up: compare with the library in it alone'],
  rounds: ['6', 'interleaved rounds'],
  steps: ['3', 'timed steps of each program in each round, at least'],
  seconds: ['1', 'time of each program in each round, at least'],
  burst: ['1', 'steps that are queued before the clock is read; on a GPU 10'],
  'warm-up': ['3', 'untimed steps before the first round, at least'],
  parts: [PARTS.join(), 'what to measure; floor, epoch and growth at the first of the sizes and batches'],
  'fit-images': ['3200', 'of an epoch that is compared with Keras: the part fit'],
  images: ['5000', 'of the whole epoch; CIFAR-10 if it is in data/ or L2LAB_DATA names it'],
  'growth-steps': ['100', 'count tensors and memory up to so many steps'],
  threads: ['', 'of each program; by default its own choice, which is every core'],
  seed: ['1', 'decides images and first weights'],
  out: ['', 'file for the results; by default bench/results/DATE.json'],
} as const;

/** What is otherwise by default where it is not the CPU that is measured. */
const DEFAULTS: Record<Device, Partial<Record<keyof typeof OPTIONS, string>>> = {
  cpu: {},
  gpu: {
    engines: 'tensorflow,webgpu',
    contenders: 'webgpu,stock,keras,pytorch,pytorch-channels-first',
    ...{ burst: '10', parts: 'steps,epoch,growth' },
  },
  // Seconds for a small step.
  'webgpu-software': {
    ...{ engines: 'webgpu', contenders: 'webgpu', parts: 'steps', sizes: '4/16', batch: '8' },
    ...{ rounds: '1', seconds: '0', 'warm-up': '1', burst: '2', images: '16', 'growth-steps': '10' },
  },
};

const lines = Object.entries(OPTIONS).map(
  ([name, [standard, text]]) => `  --${name.padEnd(13)} ${text}${standard && ` (${standard})`}`,
);

export const HELP = `Compares training with this library, stock tfjs-node, Keras and PyTorch on this machine, in turns. Results are printed
as Markdown and saved in bench/results/. Ctrl-C prints what there is so far.

npm run bench
npm run bench -- --sizes 8/32,32/256 --batch 32,128 --parts steps,fit
npm run bench -- --before FOLDER --parts steps --rounds 20
npm run bench -- --device gpu

${lines.join('\n')}
  --tf32          on a GPU, let CUDA round the inputs of products to TF32; without it all compute in full float32
  --setup         install Keras, TensorFlow and PyTorch in .venv-bench, then stop; with --device gpu in their CUDA forms,
                  gigabytes, in .venv-bench-cuda; what follows a second -- goes to pip install (say, an index of wheels
                  without CUDA: see bench/README.md)
  --help          print this
`;

export type BenchOptions = ReturnType<typeof readOptions>;

/** Reads the command's options. @throws if one is unknown or out of range. */
export function readOptions(args: string[]) {
  const texts = Object.keys(OPTIONS).map((name) => [name, { type: 'string' }] as const);
  const options = {
    ...Object.fromEntries(texts),
    setup: { type: 'boolean' },
    tf32: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  if (positionals.length > 0 && !values.setup) {
    throw new Error(`npm run bench takes no arguments but options, got "${positionals[0]}"; see --help.`);
  }
  const given = values as Record<string, string | undefined>;
  const device = (given['device'] ?? OPTIONS.device[0]) as Device;
  if (!DEVICES.includes(device)) throw new Error(`--device requires one of ${DEVICES.join(', ')}, got "${device}".`);
  const text = (name: keyof typeof OPTIONS): string => given[name] ?? DEFAULTS[device][name] ?? OPTIONS[name][0];
  const whole = (name: keyof typeof OPTIONS, least = 1, value = text(name)): number => {
    const number = Number(value);
    if (value.trim() !== '' && Number.isSafeInteger(number) && number >= least) return number;
    throw new Error(`--${name} requires a whole number of at least ${least}, got "${value}".`);
  };
  const choices = <Name extends string>(name: keyof typeof OPTIONS, from: readonly Name[]): Name[] =>
    (text(name).split(',') as Name[]).map((choice) => {
      if (from.includes(choice)) return choice;
      throw new Error(`--${name} requires a list of ${from.join(', ')}, got "${choice}".`);
    });

  const networks = choices('networks', NETWORKS);
  const batches = text('batch')
    .split(',')
    .map((batch) => whole('batch', 1, batch));
  // Elsewhere, and where sizes are named, every size with every batch.
  const planned = device === 'cpu' && given['sizes'] === undefined && given['batch'] === undefined;
  const sizes = text('sizes')
    .split(',')
    .map((size) => {
      const [filters = '', units = ''] = size.split('/');
      return { filters: whole('sizes', 1, filters), denseUnits: whole('sizes', 1, units) };
    });
  const product: Planned[] = sizes.flatMap((size) =>
    batches.flatMap((batch) => networks.map((network) => ({ network, batch, ...size }))),
  );
  const configurations = (planned ? [...ARTICLE, ...SMALL] : product)
    .filter(({ network }) => networks.includes(network))
    // What is named holds for all.
    .map((one) => ({ ...one, ...(given['seconds'] && { seconds: undefined }) }))
    .map((one) => ({ ...one, ...(given['contenders'] && { without: [] }) }));
  const fitted = planned
    ? SMALL
    : product.filter(({ network }) => network === networks[0]).map((one) => ({ ...one, network: 'L2' as const }));
  const before = text('before') && resolve(text('before'));
  if (before && !existsSync(join(before, 'dist', 'index.js'))) {
    throw new Error(`--before requires a copy of this project in which npm run setup has run, got "${before}".`);
  }
  const engines = choices('engines', Object.keys(ENGINES) as (keyof typeof ENGINES)[]).map((name) => ENGINES[name]);
  const others = before ? ['before' as const] : choices('contenders', NAMES).filter((name) => name !== 'ours');
  if (device === 'cpu' && [...engines, ...others].includes('webgpu')) {
    throw new Error(
      'l2lab on WebGPU requires --device gpu; without a GPU, --device webgpu-software tries the command.',
    );
  }
  if (device === 'webgpu-software' && engines.includes('ours')) {
    throw new Error('--device webgpu-software tries --engines webgpu and no other; others go to --contenders.');
  }
  const parts = choices('parts', PARTS);
  if (parts.includes('floor') && device !== 'cpu') {
    throw new Error('The part floor is measured on the CPU: leave it out of --parts, or --device.');
  }
  if (values.tf32 && device !== 'gpu') throw new Error('--tf32 requires --device gpu: it is a format of NVIDIA cards.');
  return {
    ...{ device, tf32: values.tf32 ?? false, engines, others, burst: whole('burst') },
    ...{ help: values.help, setup: values.setup, pipArguments: positionals, out: text('out'), before },
    ...{ configurations, fitted, fitImages: whole('fit-images') },
    ...{
      rounds: whole('rounds'),
      steps: whole('steps'),
      warmUp: whole('warm-up'),
      seconds: whole('seconds', 0),
    },
    ...{ parts, images: whole('images'), growthSteps: whole('growth-steps') },
    ...{ seed: whole('seed', 0), threads: text('threads') === '' ? undefined : whole('threads') },
  };
}
