// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const onWindows = process.platform === 'win32';

/** The project's folder, whatever folder a command is started from. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What set-up remembers, and everything that Jupyter writes: nothing goes outside the clone. */
export const STATE = join(ROOT, '.l2lab');

/** The project's own Python environment, and the one that homework is graded in. */
export const VENV = join(ROOT, '.venv');
export const HOMEWORK_VENV = join(ROOT, '.venv-homework');

/** @param {string} venv a Python environment */
export function pythonOf(venv) {
  return onWindows ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');
}

/** @param {string} venv @param {string} name of a kernel @returns {string} where Jupyter looks for it */
export function kernelspecOf(venv, name) {
  return join(venv, 'share', 'jupyter', 'kernels', name, 'kernel.json');
}

export const PYTHON = pythonOf(VENV);

export const ADDON_PACKAGE = join(ROOT, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
/** The ops in C++ that set-up compiles; src/engine/tensorflow/nativeOps.ts has the same path. */
export const NATIVE_OPS = join(STATE, 'native', 'l2lab_ops.node');
export const KERNELSPEC = kernelspecOf(VENV, 'tslab');

/**
 * A path that the user named, made absolute: it starts where the user stands, while npm goes to the project's folder
 * and a lesson's kernel to the lesson's.
 * @param {string} path
 */
export function fromUser(path) {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}

/** The folder of an environment's Python packages, or undefined while there is no environment. */
export function sitePackages(venv = VENV) {
  if (onWindows) return existsSync(venv) ? join(venv, 'Lib', 'site-packages') : undefined;
  const lib = join(venv, 'lib');
  if (!existsSync(lib)) return undefined;
  const python = readdirSync(lib).find((name) => /^python3\.\d+t?$/.test(name));
  return python ? join(lib, python, 'site-packages') : undefined;
}
