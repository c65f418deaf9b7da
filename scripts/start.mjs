// @ts-check
// Opens the first lesson, or the notebook that is named, in JupyterLab after setting up what is missing. Other arguments
// go to JupyterLab: `npm start -- --no-browser --port 9000`, `npm start -- homework/penalty/penalty.ipynb`.
import { existsSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { Failure, printFailure } from './common/failure.mjs';
import { fromUser, PYTHON, ROOT } from './common/paths.mjs';
import { runInFront } from './common/runInFront.mjs';
import { jupyterEnvironment, writeJupyterConfig } from './jupyter/config.mjs';
import { firstLesson } from './jupyter/lessonFiles.mjs';
import { openServer } from './jupyter/openServer.mjs';
import { setUp } from './setup/setUp.mjs';

const named = process.argv.slice(2).find((argument) => /^[^-].*\.ipynb$/.test(argument));
const userArguments = process.argv.slice(2).filter((argument) => argument !== named);

/** The page of the notebook that the user names, or of the first lesson. */
function startPage() {
  const notebook = named ? insideClone(named) : firstLesson();
  return ['lab', ...(notebook ? ['tree', ...notebook.split(sep).map(encodeURIComponent)] : [])].join('/');
}

/** @param {string} path @returns {string} relative to the clone, where JupyterLab's files begin */
function insideClone(path) {
  const file = fromUser(path);
  if (!existsSync(file)) throw new Failure('Notebook', `${file} is not there`, 'Look at its path.');
  const inside = relative(ROOT, file);
  if (!inside.startsWith('..') && !isAbsolute(inside)) return inside;
  throw new Failure('Notebook', `${file} lies outside of ${ROOT}`, 'Move it into homework/ there.');
}

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
  const page = startPage();
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
