import { join, resolve } from 'node:path';
import { ROOT } from './course';

/** Python of one of the clone's environments, e.g. `.venv`. */
export const pythonOf = (environment: string): string =>
  join(ROOT, environment, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));

/**
 * What Jupyter needs to read and write inside the clone only, and cells to find the user's images.
 *
 * @param state the folder for all that it writes.
 */
export function jupyterEnvironment(state: string): NodeJS.ProcessEnv {
  const data = process.env['L2LAB_DATA'];
  return {
    ...process.env,
    // Images that the user names from where the command runs, while a notebook runs where it lies.
    ...(data ? { L2LAB_DATA: resolve(data) } : {}),
    JUPYTER_CONFIG_DIR: join(state, 'config'),
    JUPYTER_DATA_DIR: join(state, 'data'),
    JUPYTER_RUNTIME_DIR: join(state, 'runtime'),
    IPYTHONDIR: join(state, 'ipython'),
    // The environment's own kernels and extensions go before the user's.
    JUPYTER_PREFER_ENV_PATH: '1',
    PYTHONNOUSERSITE: '1',
  };
}
