import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { linkLibrary } from '../linkLibrary';
import type { Command } from '../main';
import { CONFIG, courseArguments, nbgraderEnvironment, PYTHON } from '../nbgrader';

/** nbgrader's list of assignments, from where a click leads to what is to be marked. */
const PAGE = '/formgrader/gradebook';

/** Opens nbgrader's pages for the cells that a person marks. */
export const command: Command = {
  usage: '[--port N]',
  about: 'opens the pages on which you mark answers by hand (--no-browser)',
  async run(args, course, signal) {
    const { values } = parseArgs({
      args,
      options: { port: { type: 'string' }, 'no-browser': { type: 'boolean', default: false } },
    });
    if (!existsSync(join(course.folder, 'gradebook.db'))) {
      throw new Error(`There is nothing to mark in ${course.folder} yet: run release, collect and grade first.`);
    }
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(port > 0 && port < 65536)) throw new Error('--port requires a number below 65536.');
    linkLibrary(course);
    writeConfig();
    process.stdout.write('Starting the pages; Ctrl-C ends them. What you write there is saved at once.\n');
    const asRoot = process.getuid?.() === 0;
    const code = await runServer(
      [
        ...['-m', 'jupyterlab', '--ip=localhost', '--log-level=ERROR'],
        `--ServerApp.root_dir=${course.folder}`,
        `--LabApp.default_url=${PAGE}`,
        ...courseArguments(course),
        ...(values.port ? [`--port=${values.port}`] : []),
        ...(values['no-browser'] ? ['--no-browser'] : []),
        ...(asRoot ? ['--allow-root'] : []),
      ],
      course.folder,
      signal,
    );
    if (code !== 0 && !signal.aborted) throw new Error('The pages ended with an error; see above.');
  },
};

/** Pages without offers to update, and our kernel only. */
function writeConfig(): void {
  const files = {
    'jupyter_lab_config.json': {
      LabApp: { extension_manager: 'readonly', log_level: 'ERROR' },
      KernelSpecManager: { allowed_kernelspecs: ['tslab'], ensure_native_kernel: false },
    },
    'labconfig/page_config.json': {
      disabledExtensions: {
        '@jupyterlab/apputils-extension:announcements': true,
        '@jupyterlab/extensionmanager-extension': true,
      },
    },
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(CONFIG, name)), { recursive: true });
    writeFileSync(join(CONFIG, name), JSON.stringify(content, null, 2) + '\n');
  }
  // nbgrader warns on the terminal while there is none.
  writeFileSync(join(CONFIG, 'nbgrader_config.py'), '# The settings are in homework/nbgrader_config.json.\n');
}

/** Runs until Ctrl-C: on SIGTERM the server ends its kernels and tidies up, on Ctrl-C it would ask first. */
function runServer(args: readonly string[], cwd: string, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = spawn(PYTHON, args, {
      cwd,
      env: nbgraderEnvironment(),
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    createInterface({ input: server.stderr }).on('line', (line) => {
      // The folder of nbgrader's own way to hand out and collect, which we go without.
      if (!line.includes('Unwritable directory')) process.stderr.write(`${line}\n`);
    });
    const stop = () => server.kill('SIGTERM');
    signal.addEventListener('abort', stop);
    process.once('SIGTERM', stop);
    server.on('error', reject);
    server.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      process.off('SIGTERM', stop);
      resolve(code ?? 1);
    });
  });
}
