// @ts-check
// Runs one of the library's commands (src/cli/NAME.ts) after setting up what is missing: node scripts/run.mjs NAME …
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { withTensorflow } from './lib/environment.mjs';
import { Failure, printFailure } from './lib/failure.mjs';
import { ROOT } from './lib/paths.mjs';
import { runInFront } from './lib/runInFront.mjs';
import { setUp } from './lib/setUp.mjs';

const [name = '', ...args] = process.argv.slice(2);
const folder = join(ROOT, 'dist', 'cli');

try {
  await setUp();
  const script = join(folder, `${name}.js`);
  if (!/^[\w-]+$/.test(name) || !existsSync(script)) {
    const names = existsSync(folder) ? readdirSync(folder).filter((file) => /^[\w-]+\.js$/.test(file)) : [];
    throw new Failure(
      `Command "${name}"`,
      'there is no such command',
      `Use one of: ${names.map((file) => file.slice(0, -3)).join(', ') || '(none is built)'}.`,
    );
  }
  // Paths among the arguments are the user's, so the command runs where the user stands (npm itself goes to the root).
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  process.exitCode = await runInFront(process.execPath, [script, ...args], { cwd, env: withTensorflow() });
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
