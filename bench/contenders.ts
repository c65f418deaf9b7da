import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgramCommand } from './Program';
import type { WorkerConfig } from './protocol';

const python = (environment: string) => join(environment, process.platform === 'win32' ? 'Scripts' : 'bin', 'python');
const PROJECT = join(__dirname, '..');
export const JUPYTER_PYTHON = python(join(PROJECT, '.venv'));
/** Where `--setup` installs Keras and PyTorch. */
export const PEERS_ENVIRONMENT = join(PROJECT, '.venv-bench');
export const PEERS_PYTHON = python(PEERS_ENVIRONMENT);

/** The allocator that makes PyTorch fastest, where Debian and Fedora put it. */
const TCMALLOC = ['lib/x86_64-linux-gnu', 'lib/aarch64-linux-gnu', 'lib64']
  .map((folder) => join('/usr', folder, 'libtcmalloc_minimal.so.4'))
  .find((file) => existsSync(file));

/** What is compared: its name in tables, and its program. */
export const CONTENDERS = {
  ours: { title: 'l2lab', script: 'ours.cjs' },
  before: { title: 'l2lab before', script: 'ours.cjs' },
  stock: { title: 'stock tfjs-node', script: 'stock.cjs' },
  keras: { title: 'Keras', script: 'keras_peer.py' },
  pytorch: { title: 'PyTorch', script: 'pytorch_peer.py' },
  'pytorch-tcmalloc': { title: 'PyTorch with tcmalloc', script: 'pytorch_peer.py' },
} as const;

export type ContenderName = keyof typeof CONTENDERS;

/** Why a contender cannot take part, or undefined if it can. */
export function whyMissing(name: ContenderName): string | undefined {
  if (CONTENDERS[name].script.endsWith('.py') && !existsSync(PEERS_PYTHON)) {
    return 'not installed; npm run bench -- --setup installs it';
  }
  if (name !== 'pytorch-tcmalloc' || TCMALLOC) return undefined;
  return 'no libtcmalloc_minimal.so.4 here; on Debian and Ubuntu: apt install libtcmalloc-minimal4';
}

/**
 * How to start a contender. All are given the same environment, except for the allocator: this project starts Node with
 * settings of its own, the others run as installed.
 *
 * @param nodeOptions for Node, e.g. `--expose-gc`.
 */
export function contenderCommand(
  name: ContenderName,
  config: WorkerConfig,
  nodeOptions: readonly string[] = [],
): ProgramCommand {
  const { script } = CONTENDERS[name];
  const { MALLOC_MMAP_MAX_, MALLOC_TRIM_THRESHOLD_, GLIBC_TUNABLES, ...rest } = process.env;
  const allocator = script === 'ours.cjs' && { MALLOC_MMAP_MAX_, MALLOC_TRIM_THRESHOLD_, GLIBC_TUNABLES };
  const preload = name === 'pytorch-tcmalloc' && { LD_PRELOAD: TCMALLOC };
  const args = [
    join(__dirname, 'programs', script),
    JSON.stringify(name === 'before' ? config : { ...config, library: 'l2lab' }),
  ];
  const env = { ...rest, ...allocator, ...preload, TF_CPP_MIN_LOG_LEVEL: '2' };
  if (script.endsWith('.py')) return { command: PEERS_PYTHON, args, env };
  return { command: process.execPath, args: [...nodeOptions, ...args], env };
}
