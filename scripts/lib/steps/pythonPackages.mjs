// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, sitePackages } from '../paths.mjs';
import { installRequirements } from '../pip.mjs';

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
 * @returns {import('../steps.mjs').Step}
 */
function requirementsStep({ name, title, file, imports, after, megabytes }) {
  const path = join(ROOT, 'scripts', 'requirements', file);
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
