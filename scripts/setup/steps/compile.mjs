// @ts-check
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Failure } from '../../common/failure.mjs';
import { ROOT } from '../../common/paths.mjs';
import { lastLines, runTool } from '../../common/runTool.mjs';

/** What is compiled, and where to: the library is what notebooks import, the kernel a program of its own. */
const PROGRAMS = [
  { project: 'tsconfig.json', source: join(ROOT, 'src'), result: join(ROOT, 'dist') },
  { project: 'kernel/tsconfig.json', source: join(ROOT, 'kernel'), result: join(ROOT, 'dist', 'kernel') },
];
const RESULT = join(ROOT, 'dist');

/** @param {string} folder @returns {string[]} all files below, sorted */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** @returns {string[]} for each source its place in dist/, without extension; .d.ts files compile to nothing */
function targets() {
  return PROGRAMS.flatMap(({ source, result }) =>
    filesBelow(source)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => join(result, relative(source, file).replace(/\.ts$/, ''))),
  );
}

/** Results whose source is gone would still be importable; they go too. */
function removeLeftovers() {
  const wanted = new Set(targets());
  for (const file of filesBelow(RESULT)) {
    const stem = file.replace(/(\.js|\.js\.map|\.d\.ts)$/, '');
    if (stem !== file && !wanted.has(stem)) rmSync(file);
  }
}

/** @type {import('../runSteps.mjs').Step} */
export const compile = {
  name: 'compile',
  title: 'Compile of the library and the kernel',
  needs: { npm: false, python: false, compiler: false, megabytes: 10 },
  inputs: () => [
    { file: join(ROOT, 'tsconfig.json') },
    { file: join(ROOT, 'package-lock.json') },
    ...PROGRAMS.flatMap(({ source }) => filesBelow(source)).flatMap((file) => [relative(ROOT, file), { file }]),
  ],
  missing: () =>
    targets()
      .map((target) => `${target}.js`)
      .find((file) => !existsSync(file)),
  async run() {
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    for (const { project } of PROGRAMS) {
      const { code, output } = await runTool(process.execPath, [tsc, '-p', join(ROOT, project)]);
      if (code === 0) continue;
      throw new Failure(
        'Compile',
        lastLines(output, 30),
        'Mend the errors above and run the same command again. In an untouched clone: delete node_modules and retry.',
      );
    }
    removeLeftovers();
  },
};
