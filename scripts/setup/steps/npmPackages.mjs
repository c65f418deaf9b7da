// @ts-check
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../common/failure.mjs';
import { findNpm } from '../findTools.mjs';
import { ROOT } from '../../common/paths.mjs';
import { lastLines, runTool } from '../../common/runTool.mjs';

const LOCKFILE = join(ROOT, 'package-lock.json');

/**
 * Folders that `npm ci` will fill on this machine; packages for other systems are left out. Of the optional ones npm
 * may leave out some more, so the bar can end a little before its end.
 * @param {{ packages: Record<string, { os?: string[], cpu?: string[], libc?: string[], link?: boolean }> }} lock
 */
export function packageFolders(lock) {
  const allows = (/** @type {string[] | undefined} */ list, /** @type {string} */ mine) =>
    !list || (list.some((name) => name.startsWith('!')) ? !list.includes(`!${mine}`) : list.includes(mine));
  return Object.entries(lock.packages)
    .filter(([folder, about]) => folder !== '' && !about.link)
    .filter(([, about]) => allows(about.os, process.platform) && allows(about.cpu, process.arch))
    .filter(([, about]) => !about.libc || about.libc.includes('glibc'))
    .map(([folder]) => folder);
}

/** Direct dependencies: if they are all there and npm's own list is, `npm ci` got to its end. */
function missing() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  const files = [
    join('node_modules', '.package-lock.json'),
    ...names.map((name) => join('node_modules', name, 'package.json')),
  ];
  return files.find((file) => !existsSync(join(ROOT, file)));
}

/** @type {import('../runSteps.mjs').Step} */
export const npmPackages = {
  name: 'npm-packages',
  title: 'npm packages',
  needs: { npm: true, python: false, compiler: false, megabytes: 850 },
  inputs: () => [
    { file: LOCKFILE },
    { file: join(ROOT, '.npmrc') },
    // Not Node's version: what is native in the packages serves every Node.
    `${process.platform} ${process.arch}`,
  ],
  missing,
  async run(bar) {
    const folders = packageFolders(JSON.parse(readFileSync(LOCKFILE, 'utf8')));
    // npm would clear the folder itself, but then what still lies there would be counted as done.
    rmSync(join(ROOT, 'node_modules'), { recursive: true, force: true });
    const waiting = new Set(folders);
    const timer = setInterval(() => {
      for (const folder of waiting) {
        if (existsSync(join(ROOT, folder, 'package.json'))) waiting.delete(folder);
      }
      bar.update(folders.length - waiting.size, folders.length);
    }, 300);
    const npm = findNpm() ?? '';
    const { code, output } = await runTool(process.execPath, [
      npm,
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]).finally(() => clearInterval(timer));
    if (code === 0) {
      const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
      const absent = Object.keys(optionalDependencies ?? {}).filter(
        (name) => !existsSync(join(ROOT, 'node_modules', name)),
      );
      // npm ends well without them, and says nothing.
      if (absent.length > 0) console.log(`  not available, and done without: ${absent.join(', ')}`);
      return;
    }
    const mismatch = /can only install packages when/.test(output);
    const remedy = mismatch
      ? 'package.json and package-lock.json disagree: run `npm install` once, or undo your change to them.'
      : 'Check the network (a proxy is set with HTTPS_PROXY) and run the same command again.';
    // In that case npm ends with a page on its options; the cause stands at the top.
    const said = mismatch ? output.trim().split('\n').slice(0, 8).join('\n') : lastLines(output);
    throw new Failure('npm packages', `npm ci ended with ${code}:\n${said}`, remedy);
  },
};
