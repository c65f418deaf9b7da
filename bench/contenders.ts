import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ContenderCommand } from './Contender';
import { PEERS_PYTHON, PROJECT } from './paths';

export type ContenderName =
  'ours' | 'ours-plain-malloc' | `${'stock' | 'keras' | 'pytorch'}${'' | '-our-malloc'}`;

interface ContenderKind {
  /** As in tables. */
  readonly title: string;
  readonly program: 'node' | 'python';
  readonly script: string;
  /** With the allocator settings that this project starts Node with (scripts/lib/environment.mjs). */
  readonly ourAllocator: boolean;
  /** In the comparison unless others are named. */
  readonly standard: boolean;
  /** Seconds per 10⁹ operations on two cores: a first guess for the remaining time, no result. */
  readonly guess: number;
}

const OURS: ContenderKind = {
  ...{ title: 'l2lab', program: 'node', script: join('dist', 'cli', 'bench', 'ours.js') },
  ...{ ourAllocator: true, standard: true, guess: 0.003 },
};
const STOCK: ContenderKind = {
  ...{ title: 'stock tfjs-node', program: 'node', script: join('bench', 'stock.cjs') },
  ...{ ourAllocator: false, standard: true, guess: 0.008 },
};
const KERAS: ContenderKind = {
  ...{ title: 'Keras', program: 'python', script: join('bench', 'keras_peer.py') },
  ...{ ourAllocator: false, standard: true, guess: 0.0036 },
};
const PYTORCH: ContenderKind = {
  ...{ title: 'PyTorch', program: 'python', script: join('bench', 'pytorch_peer.py') },
  ...{ ourAllocator: false, standard: true, guess: 0.01 },
};

/** The same program with the other allocator settings. */
const exchanged = (kind: ContenderKind): ContenderKind => ({
  ...kind,
  title: `${kind.title}, ${kind.ourAllocator ? "system's" : "l2lab's"} allocator settings`,
  ourAllocator: !kind.ourAllocator,
  standard: false,
});

export const CONTENDERS: Readonly<Record<ContenderName, ContenderKind>> = {
  ours: OURS,
  stock: STOCK,
  keras: KERAS,
  pytorch: PYTORCH,
  'ours-plain-malloc': exchanged(OURS),
  'stock-our-malloc': exchanged(STOCK),
  'keras-our-malloc': exchanged(KERAS),
  'pytorch-our-malloc': exchanged(PYTORCH),
};

/** Why a contender cannot take part, or undefined if it can. */
export function whyMissing(name: ContenderName): string | undefined {
  const { program } = CONTENDERS[name];
  if (program === 'python' && !existsSync(PEERS_PYTHON)) {
    return 'not installed; npm run bench -- --setup installs it';
  }
  return undefined;
}

const ALLOCATOR = ['MALLOC_MMAP_MAX_', 'MALLOC_TRIM_THRESHOLD_', 'GLIBC_TUNABLES'];

/** The environment for a contender: all are given the same, except for the allocator. */
export function contenderEnvironment(name: ContenderName, threads: number | undefined): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  if (!CONTENDERS[name].ourAllocator) for (const variable of ALLOCATOR) delete env[variable];
  if (threads !== undefined) {
    env['TF_NUM_INTRAOP_THREADS'] = env['OMP_NUM_THREADS'] = String(threads);
  }
  return env;
}

/** How to start a contender. @param nodeOptions for Node, e.g. `--expose-gc`. */
export function contenderCommand(
  name: ContenderName,
  config: object,
  threads: number | undefined,
  nodeOptions: readonly string[] = [],
): ContenderCommand {
  const { program, script } = CONTENDERS[name];
  const command = program === 'node' ? process.execPath : PEERS_PYTHON;
  const options = program === 'node' ? nodeOptions : [];
  const args = [...options, join(PROJECT, script), JSON.stringify(config)];
  return { name, command, args, env: contenderEnvironment(name, threads) };
}
