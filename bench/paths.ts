import { join, resolve } from 'node:path';

/** The project's folder. */
export const PROJECT = resolve(__dirname, '..');

const python = (environment: string) =>
  process.platform === 'win32'
    ? join(PROJECT, environment, 'Scripts', 'python.exe')
    : join(PROJECT, environment, 'bin', 'python');

/** Jupyter's Python. */
export const JUPYTER_PYTHON = python('.venv');

/** The folder of the environment in which `--setup` installs the peers, and its Python. */
export const PEERS_ENVIRONMENT = join(PROJECT, '.venv-bench');
export const PEERS_PYTHON = python('.venv-bench');
export const PEERS_REQUIREMENTS = join(PROJECT, 'bench', 'requirements.txt');
export const RESULTS = join(PROJECT, 'bench', 'results');
