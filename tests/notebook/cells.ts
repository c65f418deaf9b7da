import { execFileSync } from 'child_process';
import { cpSync, existsSync } from 'fs';
import { join, resolve } from 'path';

export const PROJECT = resolve(__dirname, '..', '..');

export interface Message {
  readonly type: string;
  readonly content: {
    readonly data: Readonly<Record<string, unknown>>;
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly transient: { readonly display_id?: string };
    readonly text?: string;
  };
}

export type KernelName = 'ours' | 'stock tslab' | 'stock tslab elsewhere';

/**
 * How each kernel is started.
 *
 * @param folder for a second installation of tslab, apart from this project's.
 */
export function kernelCommand(name: KernelName, folder: string): string[] {
  const argument = '--config-path={connection_file}';
  if (name === 'ours') return [process.execPath, join(PROJECT, 'dist', 'kernel', 'main.js'), argument];
  const installed = join(PROJECT, 'node_modules', 'tslab');
  if (name === 'stock tslab') return [process.execPath, join(installed, 'bin', 'tslab'), 'kernel', argument];
  const copy = join(folder, 'node_modules', 'tslab');
  if (!existsSync(copy)) cpSync(installed, copy, { recursive: true });
  return [process.execPath, join(copy, 'bin', 'tslab'), 'kernel', argument];
}

/**
 * Runs cells one after the other on a new kernel.
 *
 * @param cwd stock tslab hands over to the tslab that lies above this folder, if there is one.
 * @returns what each cell published.
 */
export function runCells(command: readonly string[], cells: readonly string[], cwd: string): Message[][] {
  const python = [join('bin', 'python'), join('Scripts', 'python.exe')]
    .map((file) => join(PROJECT, '.venv', file))
    .find((file) => existsSync(file));
  if (!python) throw new Error('The tests of the notebook need .venv; run npm test once, which sets it up.');
  const output = execFileSync(python, [join(__dirname, 'run_cells.py'), JSON.stringify(command)], {
    input: JSON.stringify(cells),
    cwd,
    // A copy of tslab elsewhere finds the packages that it needs here.
    env: { ...process.env, NODE_PATH: join(PROJECT, 'node_modules') },
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return JSON.parse(output) as Message[][];
}
