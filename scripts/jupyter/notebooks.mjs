// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { jupyterEnvironment } from './config.mjs';
import { PYTHON, ROOT } from '../common/paths.mjs';
import { progressBar } from '../common/progress.mjs';
import { lastLines, runTool } from '../common/runTool.mjs';

const SCRIPT = join(ROOT, 'scripts', 'jupyter', 'run_notebook.py');

/** With the profile `tiny` no cell comes near this. */
const SECONDS_PER_CELL = 300;

/** @returns {string[]} the lessons of all languages, relative to the project's folder */
export function lessonNotebooks() {
  const folder = join(ROOT, 'notebooks');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap((entry) => readdirSync(join(folder, entry.name)).map((file) => join(folder, entry.name, file)))
    .filter((file) => file.endsWith('.ipynb'))
    .map((file) => relative(ROOT, file))
    .sort();
}

/**
 * Runs a lesson on the real kernel, without a browser; the executed copy goes to out/.
 * @param {string} notebook relative to the project's folder
 * @param {NodeJS.ProcessEnv} settings the profile and the data
 * @returns {Promise<{ cells: number, error: string | null }>}
 */
export async function runNotebook(notebook, settings) {
  const bar = progressBar(notebook);
  const { output } = await runTool(
    PYTHON,
    [SCRIPT, join(ROOT, notebook), join(ROOT, 'out', notebook), String(SECONDS_PER_CELL)],
    {
      env: { ...jupyterEnvironment(), ...settings },
      onLine(line) {
        const step = /^Progress (\d+) of (\d+)/.exec(line);
        if (step && process.stderr.isTTY) bar.update(Number(step[1]), Number(step[2]));
      },
    },
  );
  bar.clear();
  for (const line of output.trim().split('\n').reverse()) {
    if (line.startsWith('{"ok"')) return JSON.parse(line);
  }
  return { cells: 0, error: lastLines(output) };
}
