// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { choice } from './choices.mjs';

const onWindows = process.platform === 'win32';

/** @param {string} command @param {string[]} args @returns {string | undefined} what it printed, if it succeeded */
export function ask(command, args) {
  const answer = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000, windowsHide: true });
  return answer.status === 0 ? `${answer.stdout}${answer.stderr}`.trim() : undefined;
}

/** @param {string} name @returns {string | undefined} where PATH has a file of this name */
export function onPath(name) {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder && existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

/**
 * npm as a script that this very Node can run: no shell, no .cmd file.
 * @returns {string | undefined}
 */
export function findNpm() {
  const beside = dirname(process.execPath);
  const linked = onPath('npm');
  const places = [
    process.env['npm_execpath'] ?? '',
    linked ? realpathSync(linked) : '',
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    resolve(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  return places.find((place) => place.endsWith('npm-cli.js') && existsSync(place));
}

/** node-gyp, which npm brings along. @returns {string | undefined} */
export function findNodeGyp() {
  const npm = findNpm();
  const script = npm && resolve(dirname(npm), '..', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  return script && existsSync(script) ? script : undefined;
}

/**
 * @typedef {{ command: string, args: string[], version: string }} Python
 * @param {number} [least] the oldest that serves is 3.LEAST
 * @returns {{ python?: Python, seen: string[] }} the first Python that serves, and what was wrong with the others
 */
export function findPython(least = 10) {
  const check =
    `import sys;v="%d.%d.%d"%sys.version_info[:3];ok=sys.version_info>=(3,${least})\n` +
    'try:\n import venv,ensurepip;m="ok"\nexcept ImportError:\n m="without venv"\n' +
    'print(v,"old" if not ok else m,sep="|")';
  const wanted = choice('L2LAB_PYTHON');
  const minor = [13, 12, 11, 10, 14];
  /** @type {string[][]} */
  const candidates = wanted
    ? [[wanted]]
    : [['python3'], ...minor.map((n) => [`python3.${n}`]), ['python'], ...(onWindows ? [['py', '-3']] : [])];
  const seen = [];
  for (const [command = '', ...args] of candidates) {
    const answer = ask(command, [...args, '-c', check]);
    if (!answer) continue;
    const [version = '', verdict = ''] = answer.split('|');
    if (verdict === 'ok') return { python: { command, args, version }, seen };
    seen.push(`${command} is ${version}${verdict === 'without venv' ? ' without venv' : ''}`);
  }
  if (wanted && seen.length === 0) {
    const since = process.env['L2LAB_PYTHON'] ? '' : ', kept from an earlier set-up,';
    seen.push(`L2LAB_PYTHON=${wanted}${since} does not start; L2LAB_PYTHON=auto looks for another`);
  }
  return { seen };
}

/** @param {string[]} commands @returns {{ command: string, version: string } | undefined} the first that is there */
function firstThere(commands) {
  for (const command of commands) {
    const answer = command && ask(command, ['--version']);
    if (answer) return { command, version: answer.split('\n')[0] ?? '' };
  }
  return undefined;
}

/** The variable may hold options too. */
const CXX = () => (process.env['CXX'] ?? '').split(' ');
const compiler = () => firstThere([CXX()[0] ?? '', 'c++', 'g++', 'clang++']);

/** What a C++ compiler says of itself. */
export const findCompiler = () => compiler()?.version;

/** How to call it. @returns {string[] | undefined} the program, then options */
export function compilerCommand() {
  const command = compiler()?.command;
  if (!command) return undefined;
  return command === CXX()[0] ? CXX() : [command];
}

/** What a make says of itself. */
export const findMake = () => firstThere([process.env['MAKE'] ?? '', 'make', 'gmake'])?.version;
