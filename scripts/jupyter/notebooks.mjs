// @ts-check
import { join } from 'node:path';
import { PYTHON, ROOT } from '../common/paths.mjs';
import { lastLines, runTool } from '../common/runTool.mjs';
import { jupyterEnvironment } from './config.mjs';

const SCRIPT = join(ROOT, 'scripts', 'jupyter', 'run_notebook.py');

/**
 * @typedef {object} RunOptions
 * @property {string} folder where the kernel starts: what the notebook imports is looked for from there
 * @property {NodeJS.ProcessEnv} settings the profile and the data
 * @property {number} secondsPerCell 0: as long as it takes
 * @property {(done: number) => void} [onCell] called with the number of code cells that have run
 * @property {AbortSignal} [signal] ends the run and its kernel
 */

/**
 * Runs a notebook on the real kernel, without a browser.
 * @param {string} notebook @param {string} copy where the executed copy goes @param {RunOptions} options
 * @returns {Promise<{ cells: number, error: string | null }>}
 */
export async function runNotebook(notebook, copy, { folder, settings, secondsPerCell, onCell, signal }) {
  let pid = 0;
  // Python is asked, since it ends the kernel and tidies up; a kill would leave both to others.
  const stopIfAborted = () => {
    if (!signal?.aborted || pid === 0) return;
    try {
      process.kill(pid, 'SIGINT');
    } catch {
      // It has ended already.
    }
  };
  signal?.addEventListener('abort', stopIfAborted);
  const { output } = await runTool(PYTHON, [SCRIPT, notebook, copy, folder, String(secondsPerCell)], {
    env: { ...jupyterEnvironment(), ...settings },
    onLine(line) {
      const [, word, number] = /^(Process|Progress) (\d+)/.exec(line) ?? [];
      if (word === 'Progress') onCell?.(Number(number));
      if (word === 'Process') {
        pid = Number(number);
        stopIfAborted();
      }
    },
  });
  signal?.removeEventListener('abort', stopIfAborted);
  for (const line of output.trim().split('\n').reverse()) {
    if (line.startsWith('{"ok"')) return JSON.parse(line);
  }
  return { cells: 0, error: lastLines(output) };
}
