import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const PYTHON = join(ROOT, '.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Runs a script of tests/kernel/python in the project's environment and resolves with the JSON it prints. */
export function runPython<T>(script: string, ...args: string[]): Promise<T> {
  for (const [path, remedy] of [
    [PYTHON, 'npm run setup'],
    [join(ROOT, 'dist', 'kernel', 'main.js'), 'npm run build'],
  ] as const) {
    if (!existsSync(path)) throw new Error(`the kernel's tests require ${path}, which is not there; run: ${remedy}`);
  }
  const options = { cwd: ROOT, maxBuffer: 1 << 26, timeout: 600_000 };
  return new Promise((resolve, reject) => {
    execFile(PYTHON, [join(__dirname, 'python', script), ...args], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${script} failed: ${error.message}\n${stderr.slice(-4000)}`));
      else resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T);
    });
  });
}
