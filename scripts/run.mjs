// @ts-check
// Runs one of the project's commands after setting up what is missing: node scripts/run.mjs NAME …
import { join } from 'node:path';
import { withTensorflow } from './common/environment.mjs';
import { Failure, printFailure } from './common/failure.mjs';
import { ROOT } from './common/paths.mjs';
import { runInFront } from './common/runInFront.mjs';
import { setUp } from './setup/setUp.mjs';

/** What Node runs for each: compiled code of src/, or TypeScript as it is. */
const COMMANDS = {
  article: [join('dist', 'cli', 'article.js')],
  data: [join('dist', 'cli', 'data.js')],
  sweep: [join('dist', 'cli', 'sweep.js')],
  gallery: [join('dist', 'cli', 'gallery.js')],
  bench: ['--require', join('scripts', 'typescript.cjs'), join('bench', 'main.ts')],
  picture: ['--require', join('scripts', 'typescript.cjs'), join('tests', 'browser', 'picture.ts')],
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.entries(COMMANDS).find(([known]) => known === name)?.[1];

try {
  if (!command) {
    const known = Object.keys(COMMANDS).join(', ');
    throw new Failure(`Command "${name}"`, 'there is no such command', `Use one of: ${known}.`);
  }
  await setUp();
  const program = command.map((part) => (part.startsWith('--') ? part : join(ROOT, part)));
  // Paths among the arguments are the user's, so the command runs where the user stands (npm itself goes to the root).
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  process.exitCode = await runInFront(process.execPath, [...program, ...args], {
    cwd,
    env: withTensorflow(),
  });
} catch (error) {
  printFailure(error);
}
