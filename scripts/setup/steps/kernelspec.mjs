// @ts-check
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tensorflowEnvironment } from '../../common/environment.mjs';
import { KERNELSPEC, ROOT } from '../../common/paths.mjs';

/**
 * What Jupyter reads to start our kernel. Absolute paths, because Jupyter may be started from anywhere; and the same
 * text whatever environment set-up runs in, since our own commands already have TensorFlow's settings in theirs.
 */
function kernelspecText() {
  // The log level is left to the kernel: what stands here would go before the user's own.
  const { TF_CPP_MIN_LOG_LEVEL: _, ...env } = tensorflowEnvironment({});
  const spec = {
    argv: [process.execPath, join(ROOT, 'dist', 'kernel', 'main.js'), '--config-path={connection_file}'],
    display_name: 'TypeScript (tslab)',
    language: 'typescript',
    interrupt_mode: 'message',
    env,
  };
  return JSON.stringify(spec, null, 2) + '\n';
}

/** The kernelspec lies in the project's own environment; none is installed outside the clone. */
/** @type {import('../runSteps.mjs').Step} */
export const kernelspec = {
  name: 'kernelspec',
  title: 'Kernel for JupyterLab',
  after: ['python-environment', 'tensorflow-library'],
  needs: { npm: false, python: false, compiler: false, megabytes: 0 },
  inputs: () => [kernelspecText()],
  missing() {
    try {
      return readFileSync(KERNELSPEC, 'utf8') === kernelspecText() ? undefined : KERNELSPEC;
    } catch {
      return KERNELSPEC;
    }
  },
  async run() {
    mkdirSync(dirname(KERNELSPEC), { recursive: true });
    writeFileSync(`${KERNELSPEC}.new`, kernelspecText());
    renameSync(`${KERNELSPEC}.new`, KERNELSPEC);
  },
};
