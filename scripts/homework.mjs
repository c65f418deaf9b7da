// @ts-check
// Hands out, collects and grades homework after setting up what is missing: `npm run homework -- grade`.
import { join } from 'node:path';
import { withTensorflow } from './common/environment.mjs';
import { printFailure } from './common/failure.mjs';
import { ROOT } from './common/paths.mjs';
import { runInFront } from './common/runInFront.mjs';
import { setUp } from './setup/setUp.mjs';

/** The commands that nbgrader does the work of; it is installed for these alone. */
const WITH_NBGRADER = ['release', 'grade', 'mark', 'feedback', 'export'];

const args = process.argv.slice(2);

try {
  await setUp({ withHomework: WITH_NBGRADER.includes(args[0] ?? '') && !args.includes('--help') });
  const program = ['--require', join(ROOT, 'scripts', 'typescript.cjs'), join(ROOT, 'homework', 'main.ts')];
  // Paths among the arguments are the user's, so the command runs where the user stands (npm itself goes to the root).
  const cwd = process.env['INIT_CWD'] ?? process.cwd();
  process.exitCode = await runInFront(process.execPath, [...program, ...args], { cwd, env: withTensorflow() });
} catch (error) {
  printFailure(error);
}
