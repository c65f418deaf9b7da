// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { choice, rememberChoice } from '../choices.mjs';
import { Failure } from '../../common/failure.mjs';
import { findPython } from '../findTools.mjs';
import { PYTHON, ROOT, sitePackages, VENV } from '../../common/paths.mjs';
import { failedPip, installRequirements } from '../pip.mjs';
import { lastLines, runTool } from '../../common/runTool.mjs';

const requirements = (/** @type {string} */ file) => join(ROOT, 'scripts', 'requirements', file);
const PIP = requirements('pip.txt');

/** The pip that came with Python brings the pinned one; it is old, so without the options of ../pip.mjs. @param {string} step */
async function upgradePip(step) {
  const args = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--upgrade', '-r', PIP];
  const { code, output } = await runTool(PYTHON, args);
  if (code !== 0) throw failedPip(step, code, output);
}

/** @type {import('../runSteps.mjs').Step} */
export const pythonEnvironment = {
  name: 'python-environment',
  title: 'Python environment',
  needs: { npm: false, python: true, compiler: false, megabytes: 50 },
  // The folder, because an environment holds its own path and cannot be moved.
  inputs: () => [ROOT, choice('L2LAB_PYTHON') ?? '', { file: PIP }],
  missing() {
    if (!existsSync(join(VENV, 'pyvenv.cfg'))) return '.venv';
    // Follows the link: a Python that was upgraded away leaves a link into nothing.
    if (!existsSync(PYTHON)) return PYTHON;
    return existsSync(join(sitePackages() ?? '', 'pip')) ? undefined : 'pip';
  },
  async run() {
    const title = 'Python environment';
    const { python } = findPython();
    if (!python) throw new Failure(title, 'no Python was found', 'Install Python 3.10 or newer with venv.');
    const { code, output } = await runTool(python.command, [...python.args, '-m', 'venv', '--clear', VENV]);
    if (code !== 0) {
      throw new Failure(
        title,
        `${python.command} -m venv ended with ${code}:\n${lastLines(output)}`,
        'Install the venv module (Debian, Ubuntu: sudo apt-get install python3-venv) and run the same command again.',
      );
    }
    await upgradePip(title);
    rememberChoice('L2LAB_PYTHON');
    return { python: python.version };
  },
};

/** @param {string[]} names import names @returns {string | undefined} the first that has no folder */
function firstMissing(names) {
  const packages = sitePackages();
  if (!packages || !existsSync(packages)) return '.venv';
  const there = new Set(readdirSync(packages));
  return names.find((name) => !there.has(name));
}

/**
 * A step that installs one pinned file of scripts/requirements/.
 * @param {{ name: string, title: string, file: string, imports: string[], after: string[], megabytes: number }} options
 * @returns {import('../runSteps.mjs').Step}
 */
function requirementsStep({ name, title, file, imports, after, megabytes }) {
  const path = requirements(file);
  return {
    name,
    title,
    after,
    needs: { npm: false, python: false, compiler: false, megabytes },
    inputs: () => [{ file: path }],
    missing: () => firstMissing(imports),
    run: (bar) => installRequirements(title, path, bar),
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

/** What only the tests need: Jupyter's conformance suite for kernels, and nbgrader. */
export const testPackages = requirementsStep({
  name: 'test-packages',
  title: 'Python packages (tests)',
  file: 'test.txt',
  imports: ['jupyter_kernel_test', 'nbgrader'],
  after: ['jupyter-packages'],
  megabytes: 150,
});
