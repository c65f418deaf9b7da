import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CUDA_ENVIRONMENTS, JUPYTER_PYTHON, PEERS_ENVIRONMENT, pythonOf } from './contenders';
import type { Device } from './devices';

/** One environment and what goes into it. Sizes are of Linux x64, in GB, where they are large. */
interface Installation {
  readonly title: string;
  readonly environment: string;
  readonly requirements: string;
  readonly download?: number;
  readonly disk?: number;
}

const FOR_CPU: Installation[] = [
  { title: 'Keras, TensorFlow and PyTorch', environment: PEERS_ENVIRONMENT, requirements: 'requirements.txt' },
];

const FOR_GPU: Installation[] = [
  {
    ...{ title: 'Keras and TensorFlow with CUDA 12', environment: CUDA_ENVIRONMENTS['keras_peer.py'] },
    ...{ requirements: 'requirements-cuda-keras.txt', download: 3.4, disk: 6.7 },
  },
  {
    ...{ title: 'PyTorch with CUDA 13', environment: CUDA_ENVIRONMENTS['pytorch_peer.py'] },
    ...{ requirements: 'requirements-cuda-pytorch.txt', download: 2.7, disk: 5.1 },
  },
];

/**
 * Installs Keras, TensorFlow and PyTorch in environments of their own, with pip's own progress on the terminal; for a
 * GPU in their CUDA forms, whose sizes it says before.
 *
 * @param pipArguments added to `pip install`.
 * @throws if the disk is too small, or Python or pip fails.
 */
export function installPeers(device: Device, pipArguments: readonly string[]): void {
  const gpu = device === 'gpu';
  if (gpu && !(process.platform === 'linux' && process.arch === 'x64')) {
    throw new Error(
      '--device gpu --setup installs CUDA forms of Keras and PyTorch, which exist for Linux x64, got ' +
        `${process.platform} ${process.arch}. What is not installed is left out of the comparison.`,
    );
  }
  const missing = (gpu ? FOR_GPU : FOR_CPU).filter(({ environment }) => !existsSync(pythonOf(environment)));
  for (const line of sizes(missing)) console.log(line);
  requireDisk(missing);
  for (const { environment, requirements } of gpu ? FOR_GPU : FOR_CPU) {
    const python = pythonOf(environment);
    mkdirSync(dirname(environment), { recursive: true });
    if (!existsSync(python)) run(JUPYTER_PYTHON, ['-m', 'venv', environment]);
    const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input'];
    run(python, [...install, '-r', join(__dirname, requirements), ...pipArguments]);
  }
  console.log(`The peers are ready: npm run bench${gpu ? ' -- --device gpu' : ''}`);
}

/** A line for each installation whose size is worth a line. */
function sizes(installations: readonly Installation[]): string[] {
  return installations.flatMap(({ title, environment, download, disk }) =>
    download && disk ? [`${title}: about ${download} GB to download, ${disk} GB on the disk, in ${environment}`] : [],
  );
}

/** @throws if the disk has less room than the installations take. */
function requireDisk(installations: readonly Installation[]): void {
  const needed = installations.reduce((sum, { disk = 0 }) => sum + disk, 0);
  const { bavail, bsize } = statfsSync(dirname(PEERS_ENVIRONMENT));
  const free = (bavail * bsize) / 1e9;
  if (free >= needed) return;
  throw new Error(`This requires about ${needed.toFixed(1)} GB on the disk, which has ${free.toFixed(1)} GB left.`);
}

function run(command: string, args: readonly string[]): void {
  console.log([command, ...args].join(' '));
  const { status, signal } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) return;
  throw new Error(
    `This ended with ${status ?? signal}. Check the network and run the same command again; further arguments for pip ` +
      'go after a second --: npm run bench -- --setup -- --proxy …',
  );
}
