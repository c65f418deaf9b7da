// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { choice, rememberChoice } from '../choices.mjs';
import { Failure } from '../../common/failure.mjs';
import { findPython } from '../findTools.mjs';
import { pythonOf, ROOT, sitePackages, VENV } from '../../common/paths.mjs';
import { failedPip, installRequirements } from '../pip.mjs';
import { lastLines, runTool } from '../../common/runTool.mjs';

const requirements = (/** @type {string} */ file) => join(ROOT, 'scripts', 'requirements', file);
const PIP = requirements('pip.txt');

/**
 * The pip that came with Python brings the pinned one; it is old, so without the options of ../pip.mjs.
 * @param {string} step @param {string} venv
 */
async function upgradePip(step, venv) {
  const args = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--upgrade', '-r', PIP];
  const { code, output } = await runTool(pythonOf(venv), args);
  if (code !== 0) throw failedPip(step, code, output);
}

/**
 * A step that makes a Python environment.
 * @param {{ name: string, title: string, venv: string, least?: number }} options least: the oldest Python that serves is
 *   3.LEAST
 * @returns {import('../runSteps.mjs').Step}
 */
export function environmentStep({ name, title, venv, least = 10 }) {
  return {
    name,
    title,
    needs: { npm: false, python: true, leastPython: least, compiler: false, megabytes: 50 },
    // The folder, because an environment holds its own path and cannot be moved.
    inputs: () => [ROOT, choice('L2LAB_PYTHON') ?? '', { file: PIP }],
    missing() {
      if (!existsSync(join(venv, 'pyvenv.cfg'))) return basename(venv);
      // Follows the link: a Python that was upgraded away leaves a link into nothing.
      if (!existsSync(pythonOf(venv))) return pythonOf(venv);
      return existsSync(join(sitePackages(venv) ?? '', 'pip')) ? undefined : 'pip';
    },
    async run() {
      const { python } = findPython(least);
      if (!python) throw new Failure(title, 'no Python was found', `Install Python 3.${least} or newer with venv.`);
      const { code, output } = await runTool(python.command, [...python.args, '-m', 'venv', '--clear', venv]);
      if (code !== 0) {
        throw new Failure(
          title,
          `${python.command} -m venv ended with ${code}:\n${lastLines(output)}`,
          'Install the venv module (Debian, Ubuntu: sudo apt-get install python3-venv) and run the same command again.',
        );
      }
      await upgradePip(title, venv);
      rememberChoice('L2LAB_PYTHON');
      return { python: python.version };
    },
  };
}

export const pythonEnvironment = environmentStep({
  name: 'python-environment',
  title: 'Python environment',
  venv: VENV,
});

/** @param {string} venv @param {string[]} names import names @returns {string | undefined} the first that has no folder */
function firstMissing(venv, names) {
  const packages = sitePackages(venv);
  if (!packages || !existsSync(packages)) return basename(venv);
  const there = new Set(readdirSync(packages));
  return names.find((name) => !there.has(name));
}

/**
 * A step that installs one pinned file of scripts/requirements/.
 * @param {{ name: string, title: string, file: string, imports: string[], after: string[], megabytes: number, venv?: string }} options
 * @returns {import('../runSteps.mjs').Step}
 */
export function requirementsStep({ name, title, file, imports, after, megabytes, venv = VENV }) {
  const path = requirements(file);
  return {
    name,
    title,
    after,
    needs: { npm: false, python: false, compiler: false, megabytes },
    inputs: () => [{ file: path }],
    missing: () => firstMissing(venv, imports),
    run: (bar) => installRequirements(title, path, bar, venv),
  };
}

/** JupyterLab, what runs notebooks headless, and Plotly's renderer. */
export const jupyterPackages = requirementsStep({
  name: 'jupyter-packages',
  title: 'Python packages (JupyterLab)',
  file: 'jupyter.txt',
  imports: ['jupyterlab', 'nbclient', 'nbconvert', 'plotly', 'zmq'],
  after: ['python-environment'],
  megabytes: 400,
});

/** What only the tests need: Jupyter's conformance suite for kernels. */
export const testPackages = requirementsStep({
  name: 'test-packages',
  title: 'Python packages (tests)',
  file: 'test.txt',
  imports: ['jupyter_kernel_test'],
  after: ['jupyter-packages'],
  megabytes: 5,
});
