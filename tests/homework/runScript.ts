import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../homework/course';
import { PYTHON } from '../../homework/nbgrader';
import { nbgraderEnvironment } from '../../homework/nbgrader';

/** Runs a script of tests/homework/python in nbgrader's environment and resolves with the JSON it prints last. */
export function runScript<T>(script: string, ...args: string[]): Promise<T> {
  if (!existsSync(PYTHON)) {
    throw new Error(`tests of homework require ${PYTHON}, which is not there; run: npm run setup -- --tests`);
  }
  const options = { cwd: ROOT, env: nbgraderEnvironment(), maxBuffer: 1 << 26, timeout: 600_000 };
  return new Promise((resolve, reject) => {
    execFile(PYTHON, [join(__dirname, 'python', script), ...args], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${script} failed: ${error.message}\n${stderr.slice(-4000)}`));
      else resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T);
    });
  });
}
