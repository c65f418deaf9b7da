// @ts-check
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../common/failure.mjs';
import { pythonOf, sitePackages, VENV } from '../common/paths.mjs';
import { formatMegabytes } from '../common/progress.mjs';
import { lastLines, runTool } from '../common/runTool.mjs';

/** @param {string} text a requirements file @returns {string[]} the packages it pins, each once */
export function packageNames(text) {
  const names = text.matchAll(/^([A-Za-z0-9][A-Za-z0-9._-]*)==/gm);
  return [...new Set([...names].map((match) => match[1]?.toLowerCase() ?? ''))];
}

/** Reads pip's output (with --progress-bar raw) line by line into numbers that a bar can show. */
export class PipProgress {
  collected = 0;
  /** Packages that pip is about to unpack; 0 while it still looks and downloads. */
  installing = 0;
  /** Bytes of the file that is being downloaded now. */
  done = 0;
  total = 0;
  file = '';

  /** @param {string} line */
  read(line) {
    const bytes = /^Progress (\d+) of (\d+)/.exec(line);
    if (bytes) {
      this.done = Number(bytes[1]);
      this.total = Number(bytes[2]);
      return;
    }
    if (/^(Collecting|Requirement already satisfied:) /.test(line)) this.collected++;
    const download = /^\s*Downloading (\S+)/.exec(line);
    if (download?.[1] && !download[1].endsWith('.metadata')) {
      this.file = download[1].split('/').pop()?.split('-')[0] ?? '';
      this.done = this.total = 0;
    }
    const list = /^Installing collected packages: (.*)/.exec(line);
    if (list?.[1]) this.installing = list[1].split(',').length;
  }
}

/**
 * Makes pip forget packages of which files are missing (an unpacking that was cut off, a cleaner that went too far):
 * pip takes the mere folder NAME.dist-info for a complete package and would leave the rest as it is.
 * @param {string} folder the environment's site-packages
 * @returns {string[]} the packages that pip will now install anew
 */
export function forgetDamagedPackages(folder) {
  if (!existsSync(folder)) return [];
  const damaged = readdirSync(folder).filter(
    (name) => name.endsWith('.dist-info') && !isComplete(folder, join(folder, name, 'RECORD')),
  );
  for (const name of damaged) rmSync(join(folder, name), { recursive: true });
  return damaged.map((name) => name.replace(/-[^-]*\.dist-info$/, ''));
}

/** @param {string} folder @param {string} record pip's list of a package's files, written when all are there */
function isComplete(folder, record) {
  if (!existsSync(record)) return false;
  return readFileSync(record, 'utf8')
    .split('\n')
    .map((line) => line.replace(/,[^,]*,[^,]*$/, '').replace(/^"(.*)"$/, '$1'))
    .filter((file) => file && !file.endsWith('.pyc'))
    .every((file) => existsSync(join(folder, file)));
}

/** How many packages lie in the environment. @param {string} venv */
function installedCount(venv) {
  const folder = sitePackages(venv);
  if (!folder || !existsSync(folder)) return 0;
  return readdirSync(folder).filter((name) => name.endsWith('.dist-info')).length;
}

/** @param {string} output what pip said @returns {string} what to do about it */
function remedyFor(output) {
  if (/No space left|Errno 28/.test(output)) return 'Free some disk space and run the same command again.';
  if (/No matching distribution/.test(output)) {
    return 'One package has no version for this Python or machine: try Python 3.12 (L2LAB_PYTHON=/path/to/python3.12).';
  }
  return 'Check the network (a proxy is set with HTTPS_PROXY) and run the same command again; it goes on from here.';
}

/** @param {string} step @param {number} code exit status @param {string} output what pip said */
export function failedPip(step, code, output) {
  return new Failure(step, `pip ended with ${code}:\n${lastLines(output)}`, remedyFor(output));
}

/**
 * Runs `pip install` in an environment with a bar: files while it downloads, packages while it unpacks.
 * @param {string} step name for a failure @param {string[]} args
 * @param {number} expected how many packages it will look at
 * @param {{ update(done: number, total: number, detail?: string, label?: string): void }} bar
 * @param {{ unpacked?: () => [number, number, string], show?: (progress: PipProgress) => void, venv?: string }} [options]
 *   unpacked: counts the unpacking in another way; show: draws the bar in another way; venv: the environment, by default
 *   the project's own
 */
export async function pipInstall(step, args, expected, bar, { unpacked, show, venv = VENV } = {}) {
  forgetDamagedPackages(sitePackages(venv) ?? '');
  const progress = new PipProgress();
  let before = 0;
  const draw = () => {
    if (show) return show(progress);
    const { installing, file, done, total } = progress;
    if (installing > 0) {
      const count = Math.max(0, installedCount(venv) - before);
      bar.update(...(unpacked?.() ?? [count, installing, `${count}/${installing}`]), `${step}: unpack`);
    } else if (total > 0 && (expected === 1 || total > 2e7)) {
      const detail = `${file} ${formatMegabytes(done)} of ${formatMegabytes(total)}`;
      bar.update(done, total, detail, `${step}: download`);
    } else {
      const seen = Math.min(progress.collected, expected);
      bar.update(seen, expected, `${seen}/${expected} ${file}`, `${step}: download`);
    }
  };
  const timer = setInterval(draw, 200);
  const { code, output } = await runTool(
    pythonOf(venv),
    ['-m', 'pip', 'install', '--progress-bar', 'raw', '--disable-pip-version-check', '--no-input', ...args],
    {
      env: { ...process.env, PYTHONUNBUFFERED: '1' },
      onLine(line) {
        const started = progress.installing > 0;
        progress.read(line);
        if (!started && progress.installing > 0) before = installedCount(venv);
      },
    },
  ).finally(() => clearInterval(timer));
  if (code !== 0) throw failedPip(step, code, output);
}

/**
 * Installs a pinned requirements file.
 * @param {string} step @param {string} file @param {Parameters<typeof pipInstall>[3]} bar @param {string} [venv]
 */
export async function installRequirements(step, file, bar, venv = VENV) {
  // Every package is in the file with its version, so pip has nothing to work out.
  const expected = packageNames(readFileSync(file, 'utf8')).length;
  await pipInstall(step, ['--no-deps', '-r', file], expected, bar, { venv });
}
