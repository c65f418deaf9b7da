import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deviceEnvironment } from './devices';
import type { Device } from './devices';
import type { ProgramCommand } from './Program';
import type { WorkerConfig } from './protocol';

/** The Python of a virtual environment. */
export function pythonOf(environment: string): string {
  return join(environment, process.platform === 'win32' ? 'Scripts' : 'bin', 'python');
}
const PROJECT = join(__dirname, '..');
export const JUPYTER_PYTHON = pythonOf(join(PROJECT, '.venv'));
/** Where `--setup` installs Keras and PyTorch. Their CUDA forms need an environment each: their cuDNNs have one path. */
export const PEERS_ENVIRONMENT = join(PROJECT, '.venv-bench');
export const CUDA_ENVIRONMENTS = {
  'keras_peer.py': join(PROJECT, '.venv-bench-cuda', 'keras'),
  'pytorch_peer.py': join(PROJECT, '.venv-bench-cuda', 'pytorch'),
} as const;

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
  'pytorch-channels-first': { title: 'PyTorch, channels first', script: 'pytorch_peer.py' },
  webgpu: { title: 'l2lab on WebGPU', script: 'ours.cjs' },
} as const;

export type ContenderName = keyof typeof CONTENDERS;

const OURS = { cpu: 'l2lab', gpu: 'l2lab on CUDA', 'webgpu-software': 'l2lab on TensorFlow' } as const;

/** As in tables. Where WebGPU takes part, ours says by what it computes itself. */
export function contenderTitle(name: ContenderName, device: Device): string {
  return name === 'ours' ? OURS[device] : CONTENDERS[name].title;
}

/** Whether it has a `fit`: this library in all its forms, and Keras. */
export function hasFit(name: ContenderName): boolean {
  return ['ours.cjs', 'keras_peer.py'].includes(CONTENDERS[name].script);
}

/** The Python of a peer. */
export function peerPython(script: keyof typeof CUDA_ENVIRONMENTS, device: Device): string {
  return pythonOf(device === 'gpu' ? CUDA_ENVIRONMENTS[script] : PEERS_ENVIRONMENT);
}

/** Why a contender cannot take part, or undefined if it can. */
export function whyMissing(name: ContenderName, device: Device): string | undefined {
  const { script } = CONTENDERS[name];
  if (isPeer(script) && !existsSync(peerPython(script, device))) {
    return `not installed; npm run bench -- ${device === 'gpu' ? '--device gpu ' : ''}--setup installs it`;
  }
  if (name !== 'pytorch-tcmalloc' || TCMALLOC) return undefined;
  return 'no libtcmalloc_minimal.so.4 here; on Debian and Ubuntu: apt install libtcmalloc-minimal4';
}

function isPeer(script: string): script is keyof typeof CUDA_ENVIRONMENTS {
  return script in CUDA_ENVIRONMENTS;
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
  device: Device,
  nodeOptions: readonly string[] = [],
): ProgramCommand {
  const { script } = CONTENDERS[name];
  const { MALLOC_MMAP_MAX_, MALLOC_TRIM_THRESHOLD_, GLIBC_TUNABLES, LD_LIBRARY_PATH, ...given } = process.env;
  // Every number is float32's, whatever the shell asks for.
  const { TF_SET_ONEDNN_FPMATH_MODE: _, L2LAB_PRECISION: __, ...rest } = given;
  const allocator = script === 'ours.cjs' && { MALLOC_MMAP_MAX_, MALLOC_TRIM_THRESHOLD_, GLIBC_TUNABLES };
  const preload = name === 'pytorch-tcmalloc' && { LD_PRELOAD: TCMALLOC };
  const worker: WorkerConfig = { ...config, channelsFirst: name === 'pytorch-channels-first' };
  const args = [
    join(__dirname, 'programs', script),
    JSON.stringify(name === 'before' ? worker : { ...worker, library: 'l2lab' }),
  ];
  const where = deviceEnvironment({ device, tf32: config.tf32 });
  const env = { ...rest, ...allocator, ...preload, ...where, TF_CPP_MIN_LOG_LEVEL: '2' };
  if (isPeer(script)) {
    // Without this project's own libraries of CUDA: the peers bring theirs.
    const foreign = LD_LIBRARY_PATH?.split(':').filter((folder) => !folder.startsWith(join(PROJECT, '.venv')));
    const path = foreign && foreign.length > 0 && { LD_LIBRARY_PATH: foreign.join(':') };
    return { command: peerPython(script, device), args, env: { ...env, ...path } };
  }
  const path = LD_LIBRARY_PATH !== undefined && { LD_LIBRARY_PATH };
  return { command: process.execPath, args: [...nodeOptions, ...args], env: { ...env, ...path } };
}
