// @ts-check
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tensorflowEnvironment } from '../../common/environment.mjs';
import { kernelspecOf, ROOT, VENV } from '../../common/paths.mjs';

/**
 * @typedef {object} Kernel
 * @property {string} file the kernelspec
 * @property {string} title
 * @property {string[]} [options] of the kernel
 */

/**
 * What Jupyter reads to start our kernel. Absolute paths, because Jupyter may be started from anywhere; and the same
 * text whatever environment set-up runs in, since our own commands already have TensorFlow's settings in theirs.
 * @param {Kernel} kernel
 */
function kernelspecText({ title, options = [] }) {
  // The log level is left to the kernel: what stands here would go before the user's own.
  const { TF_CPP_MIN_LOG_LEVEL: _, ...env } = tensorflowEnvironment({});
  const spec = {
    argv: [process.execPath, join(ROOT, 'dist', 'kernel', 'main.js'), ...options, '--config-path={connection_file}'],
    display_name: title,
    language: 'typescript',
    interrupt_mode: 'message',
    env,
  };
  return JSON.stringify(spec, null, 2) + '\n';
}

/** @param {Kernel} kernel */
function isWritten(kernel) {
  try {
    return readFileSync(kernel.file, 'utf8') === kernelspecText(kernel);
  } catch {
    return false;
  }
}

/**
 * A step that writes kernelspecs into one of the project's own environments; none is installed outside the clone.
 * @param {{ name: string, title: string, after: string[], kernels: Kernel[] }} options
 * @returns {import('../runSteps.mjs').Step}
 */
export function kernelspecStep({ name, title, after, kernels }) {
  return {
    name,
    title,
    after,
    needs: { npm: false, python: false, compiler: false, megabytes: 0 },
    inputs: () => kernels.map(kernelspecText),
    missing: () => kernels.find((kernel) => !isWritten(kernel))?.file,
    async run() {
      for (const kernel of kernels) {
        mkdirSync(dirname(kernel.file), { recursive: true });
        writeFileSync(`${kernel.file}.new`, kernelspecText(kernel));
        renameSync(`${kernel.file}.new`, kernel.file);
      }
    },
  };
}

/** What notebooks name as their kernel: the name of stock tslab, so that they open there too. */
export const TSLAB = 'tslab';
export const TSLAB_TITLE = 'TypeScript (tslab)';

export const kernelspec = kernelspecStep({
  name: 'kernelspec',
  title: 'Kernel for JupyterLab',
  after: ['python-environment', 'tensorflow-library'],
  kernels: [{ file: kernelspecOf(VENV, TSLAB), title: TSLAB_TITLE }],
});
