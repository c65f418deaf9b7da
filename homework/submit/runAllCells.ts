import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../course';
import { jupyterEnvironment, pythonOf } from '../jupyter';
import { parseNotebook } from '../notebook';
import type { Notebook } from '../notebook';

/** The lessons' environment, where a student's notebook runs. */
const PYTHON = pythonOf('.venv');
const LEASH = join(ROOT, 'scripts', 'common', 'leash.mjs');
const SCRIPT = join(ROOT, 'homework', 'python', 'run_all_cells.py');

/** How a notebook is run. */
export interface RunOptions {
  /** Where the kernel starts: what cells read and import is looked for from there. */
  readonly folder: string;
  /** For each cell. */
  readonly seconds: number;
  /** Called with the index of a cell when it starts. */
  readonly onCell?: (index: number) => void;
  /** Ends the run and its kernel. */
  readonly signal?: AbortSignal;
}

/** A notebook after its run. */
export interface NotebookRun {
  /** With new outputs. */
  readonly executed: Notebook;
  /** Indices of cells that had their time and were interrupted. */
  readonly stopped: ReadonlySet<number>;
  /** Index of the cell that did not run any more since the kernel was gone. */
  readonly dead?: number;
}

/** Runs a copy of a notebook from the top on a fresh kernel, all cells, whichever fail. */
export async function runAllCells(text: string, { folder, seconds, onCell, signal }: RunOptions): Promise<NotebookRun> {
  const state = join(ROOT, '.l2lab');
  mkdirSync(state, { recursive: true });
  const scratch = mkdtempSync(join(state, 'submit-'));
  const [source, copy] = [join(scratch, 'notebook.ipynb'), join(scratch, 'executed.ipynb')];
  const stopped = new Set<number>();
  let dead: number | null | undefined;
  let pid = 0;
  const stop = (): void => {
    // Python is asked, since it ends the kernel.
    if (signal?.aborted && pid > 0) killQuietly(pid);
  };
  try {
    writeFileSync(source, text);
    const child = spawn(process.execPath, [LEASH, PYTHON, SCRIPT, source, copy, folder, String(seconds)], {
      // As for lessons.
      env: jupyterEnvironment(join(state, 'jupyter')),
      // A group of its own, so that the leash can end all of it.
      detached: process.platform !== 'win32',
      stdio: 'pipe',
    });
    signal?.addEventListener('abort', stop);
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (part: string) => (complaints = (complaints + part).slice(-4000)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const said = JSON.parse(line) as { process?: number; cell?: number; stopped?: number; dead?: number | null };
      if (said.process !== undefined) pid = said.process;
      if (said.cell !== undefined) onCell?.(said.cell);
      if (said.stopped !== undefined) stopped.add(said.stopped);
      if (said.dead !== undefined) dead = said.dead;
      stop();
    });
    await new Promise((ended, failed) => child.on('close', ended).on('error', failed));
    if (signal?.aborted) throw new Error('Stopped; nothing was packed.');
    if (dead === undefined) throw new Error(`The notebook could not be run:\n${complaints.trim().split('\n').at(-1)}`);
    return { executed: parseNotebook(readFileSync(copy, 'utf8')), stopped, ...(dead !== null && { dead }) };
  } finally {
    signal?.removeEventListener('abort', stop);
    rmSync(scratch, { recursive: true, force: true });
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It has ended already.
  }
}
