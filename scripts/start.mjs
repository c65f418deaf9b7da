// @ts-check
// Opens the first lesson in JupyterLab after setting up what is missing. Arguments go to JupyterLab:
// `npm start -- --no-browser --port 9000`.
import { sep } from 'node:path';
import { printFailure } from './common/failure.mjs';
import { PYTHON, ROOT } from './common/paths.mjs';
import { runInFront } from './common/runInFront.mjs';
import { jupyterEnvironment, writeJupyterConfig } from './jupyter/config.mjs';
import { firstLesson } from './jupyter/lessonFiles.mjs';
import { openServer } from './jupyter/openServer.mjs';
import { setUp } from './setup/setUp.mjs';

const first = firstLesson();
const page = ['lab', ...(first ? ['tree', ...first.split(sep)] : [])].join('/');
const userArguments = process.argv.slice(2);

function jupyterArguments() {
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
    process.exitCode = await runInFront(PYTHON, jupyterArguments(), {
      cwd: ROOT,
      env: jupyterEnvironment(),
      endWith: 'SIGTERM',
    });
  }
} catch (error) {
  printFailure(error);
}
