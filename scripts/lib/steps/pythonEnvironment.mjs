// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { choice, rememberChoice } from '../choices.mjs';
import { Failure } from '../failure.mjs';
import { findPython } from '../findTools.mjs';
import { PYTHON, ROOT, sitePackages, VENV } from '../paths.mjs';
import { failedPip } from '../pip.mjs';
import { lastLines, runTool } from '../runTool.mjs';

const PIP = join(ROOT, 'scripts', 'requirements', 'pip.txt');

/** The pip that came with Python brings the pinned one; it is old, so without the options of lib/pip.mjs. @param {string} step */
async function upgradePip(step) {
  const args = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--upgrade', '-r', PIP];
  const { code, output } = await runTool(PYTHON, args);
  if (code !== 0) throw failedPip(step, code, output);
}

/** @type {import('../steps.mjs').Step} */
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
