// @ts-check
// Opens the first lesson, or the notebook that is named, in JupyterLab after setting up what is missing. Other arguments
// go to JupyterLab: `npm start -- --no-browser --port 9000`, `npm start -- homework/penalty/penalty.ipynb`.
import { printFailure } from './common/failure.mjs';
import { PYTHON, ROOT } from './common/paths.mjs';
import { runInFront } from './common/runInFront.mjs';
import { jupyterEnvironment, writeJupyterConfig } from './jupyter/config.mjs';
import { openServer } from './jupyter/openServer.mjs';
import { startPage } from './jupyter/startPage.mjs';
import { setUp } from './setup/setUp.mjs';

const named = process.argv.slice(2).find((argument) => /^[^-].*\.ipynb$/.test(argument));
const userArguments = process.argv.slice(2).filter((argument) => argument !== named);

/** @param {string} page */
function jupyterArguments(page) {
  const asRoot = process.getuid?.() === 0;
  return [
    '-m',
    'jupyterlab',
    '--ip=localhost',
    // The address is logged as critical, and stands alone.
    '--log-level=ERROR',
    `--ServerApp.root_dir=${ROOT}`,
    `--LabApp.default_url=/${page}`,
    ...(asRoot ? ['--allow-root'] : []),
    ...userArguments,
  ];
}

try {
  const page = startPage(named);
  await setUp();
  // Who names a port wants a server of their own.
  const open = userArguments.some((argument) => argument.includes('port')) ? undefined : await openServer();
  if (open) {
    console.log(`JupyterLab is open already (process ${open.pid}):\n`);
    console.log(`    ${open.url}${page}?token=${open.token}\n`);
    console.log('Ctrl-C in its terminal ends it. One more beside it: npm start -- --port 9000');
  } else {
    writeJupyterConfig();
    console.log('Starting JupyterLab; Ctrl-C ends it.');
    // On SIGTERM JupyterLab ends its kernels and tidies up; on Ctrl-C it would ask first, or without a terminal just stop.
    process.exitCode = await runInFront(PYTHON, jupyterArguments(page), {
      cwd: ROOT,
      env: jupyterEnvironment(),
      endWith: 'SIGTERM',
    });
  }
} catch (error) {
  printFailure(error);
}
