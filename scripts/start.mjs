// @ts-check
// Opens the first lesson in JupyterLab after setting up what is missing. Arguments go to JupyterLab:
// `npm start -- --no-browser --port 9000`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printFailure } from './lib/failure.mjs';
import { jupyterEnvironment, writeJupyterConfig } from './lib/jupyter.mjs';
import { FIRST_LESSON, PYTHON, ROOT } from './lib/paths.mjs';
import { runInFront } from './lib/runInFront.mjs';
import { setUp } from './lib/setUp.mjs';

function jupyterArguments() {
  const asRoot = process.getuid?.() === 0;
  const page = existsSync(join(ROOT, FIRST_LESSON)) ? `/lab/tree/${FIRST_LESSON}` : '/lab';
  return [
    '-m',
    'jupyterlab',
    '--ip=localhost',
    `--ServerApp.root_dir=${ROOT}`,
    `--LabApp.default_url=${page}`,
    // Without the log of every request, so that the address stands out.
    '--log-level=WARN',
    ...(asRoot ? ['--allow-root'] : []),
    ...process.argv.slice(2),
  ];
}

try {
  await setUp();
  writeJupyterConfig();
  console.log('Starting JupyterLab; Ctrl-C ends it.');
  // On SIGTERM JupyterLab ends its kernels and tidies up; on Ctrl-C it would ask first, or without a terminal just stop.
  process.exitCode = await runInFront(PYTHON, jupyterArguments(), {
    cwd: ROOT,
    env: jupyterEnvironment(),
    endWith: 'SIGTERM',
  });
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
