// @ts-check
import { mkdirSync, readFileSync, rmSync, statfsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../common/failure.mjs';
import { findCompiler, findMake, findNodeGyp, findNpm, findPython, onPath } from './findTools.mjs';
import { ROOT, STATE } from '../common/paths.mjs';

/**
 * @typedef {object} Needs
 * @property {boolean} npm
 * @property {boolean} python
 * @property {number} [leastPython] its minor version, if 3.10 is too old
 * @property {boolean} compiler
 * @property {number} megabytes
 */

const NODE = 'Node 24: https://nodejs.org, or your version manager (nvm install 24)';

/** How Python and the compiler are installed here. @returns {string[]} */
function hints() {
  const visualStudio = 'Microsoft.VisualStudio.2022.BuildTools (workload "Desktop development with C++")';
  if (process.platform === 'darwin') return ['brew install python@3.12', 'xcode-select --install'];
  if (process.platform === 'win32') return ['winget install Python.Python.3.12', `winget install ${visualStudio}`];
  if (onPath('dnf')) return ['sudo dnf install python3', 'sudo dnf install gcc-c++ make'];
  if (onPath('pacman')) return ['sudo pacman -S python', 'sudo pacman -S base-devel'];
  return [
    'sudo apt-get install python3 python3-venv (on Fedora: sudo dnf install python3)',
    'sudo apt-get install g++ make (on Fedora: sudo dnf install gcc-c++ make)',
  ];
}

/** @param {string} version e.g. "20.11.1" @param {string} least e.g. "20.9" */
export function atLeast(version, least) {
  const [a, b] = [version, least].map((text) => text.split('.').map(Number));
  for (let i = 0; i < (b?.length ?? 0); i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** The oldest Node that will do, as package.json says. */
export function leastNode() {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return String(engines.node).replace(/^\D*/, '');
}

/** @returns {number | undefined} MB free where the project lies */
function freeMegabytes() {
  try {
    const disk = statfsSync(ROOT);
    return (disk.bavail * disk.bsize) / 1e6;
  } catch {
    return undefined;
  }
}

/** @returns {boolean} whether the disk refuses links from one folder to another */
function lacksLinks() {
  const link = join(STATE, `link.${process.pid}`);
  try {
    mkdirSync(STATE, { recursive: true });
    symlinkSync(ROOT, link, 'junction');
    return false;
  } catch (error) {
    return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(
      /** @type {NodeJS.ErrnoException} */ (error).code ?? '',
    );
  } finally {
    rmSync(link, { force: true });
  }
}

/**
 * Looks for everything that the coming steps need, before anything is downloaded, and names all that is missing.
 * @param {Needs} needs
 * @throws {Failure} with every missing thing and how to get it
 */
export function preflight(needs) {
  const causes = [];
  const remedies = [];
  const [python, compiler] = hints();
  if (!atLeast(process.versions.node, leastNode())) {
    causes.push(`Node ${leastNode()} or newer is needed; this is ${process.versions.node}.`);
    remedies.push(NODE);
  }
  if (needs.npm && !findNpm()) {
    causes.push('npm, which comes with Node, was not found.');
    remedies.push(NODE);
  }
  if (needs.python) {
    const least = needs.leastPython || 10;
    const { python: found, seen } = findPython(least);
    if (!found) {
      const others = seen.length > 0 ? ` (found: ${seen.join('; ')})` : '';
      causes.push(`Python 3.${least} or newer with its venv module was not found${others}.`);
      remedies.push(`${python}; a Python elsewhere can be named with L2LAB_PYTHON=/path/to/python3`);
    }
  }
  if (needs.compiler) {
    const missing = [];
    if (!findCompiler()) missing.push('A C++ compiler (c++, g++ or clang++)');
    if (!findMake()) missing.push('make');
    if (!findNodeGyp()) missing.push("npm's node-gyp");
    if (missing.length > 0) {
      causes.push(`${missing.join(' and ')} was not found; it joins Node to TensorFlow.`);
      remedies.push(`${compiler}; or do without TensorFlow, slowly: L2LAB_TENSORFLOW=none`);
    }
  }
  const free = freeMegabytes();
  if (free !== undefined && free < needs.megabytes) {
    causes.push(`About ${needs.megabytes} MB of disk are needed; ${Math.floor(free)} MB are free.`);
    remedies.push('free some disk space');
  }
  if (lacksLinks()) {
    causes.push('The disk of this folder holds no symbolic links (as exFAT and some network disks).');
    remedies.push("move the clone to the system's own disk");
  }
  if (causes.length === 0) return;
  throw new Failure(
    'Looking for what set-up needs',
    causes.join('\n'),
    `${[...new Set(remedies)].join('\n')}\nThen run the same command again.`,
  );
}
