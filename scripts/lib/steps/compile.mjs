// @ts-check
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Failure } from '../failure.mjs';
import { ROOT } from '../paths.mjs';
import { lastLines, runTool } from '../runTool.mjs';

const SOURCE = join(ROOT, 'src');
const RESULT = join(ROOT, 'dist');

/** @param {string} folder @returns {string[]} all files below, sorted */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Sources, without .d.ts, which compile to nothing. */
function sources() {
  return filesBelow(SOURCE).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
}

/** @param {string} file in src/ @returns {string} its place in dist/ without extension */
const target = (file) => join(RESULT, relative(SOURCE, file).replace(/\.ts$/, ''));

/** Results whose source is gone would still be importable; they go too. */
function removeLeftovers() {
  const wanted = new Set(sources().map(target));
  for (const file of filesBelow(RESULT)) {
    const stem = file.replace(/(\.js|\.js\.map|\.d\.ts)$/, '');
    if (stem !== file && !wanted.has(stem)) rmSync(file);
  }
}

/** @type {import('../steps.mjs').Step} */
export const compile = {
  name: 'compile',
  title: 'Compile of src/',
  needs: { npm: false, python: false, compiler: false, megabytes: 10 },
  inputs: () => [
    { file: join(ROOT, 'tsconfig.json') },
    { file: join(ROOT, 'package-lock.json') },
    ...filesBelow(SOURCE).flatMap((file) => [relative(SOURCE, file), { file }]),
  ],
  missing: () =>
    sources()
      .map((file) => `${target(file)}.js`)
      .find((file) => !existsSync(file)),
  async run() {
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const { code, output } = await runTool(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.json')]);
    if (code !== 0) {
      throw new Failure(
        'Compile of src/',
        lastLines(output, 30),
        'Mend the errors above and run the same command again. In an untouched clone: delete node_modules and retry.',
      );
    }
    removeLeftovers();
  },
};
