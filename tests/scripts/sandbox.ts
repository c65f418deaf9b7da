import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '..', '..');

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** A fresh clone as set-up sees it: scripts/ and the files they read, in a folder of its own. */
export class Sandbox {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'l2lab-scripts-')));

  constructor() {
    for (const name of ['scripts', 'package.json', 'package-lock.json', '.npmrc', 'tsconfig.json']) {
      cpSync(join(PROJECT, name), join(this.root, name), { recursive: true });
    }
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  folder(...parts: string[]): string {
    const path = this.path(...parts);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** The environment without what npm and the developer's shell add. */
  private environment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(
      ([name]) => !/^(npm_|INIT_CWD$|L2LAB_|TF_|MALLOC_|GLIBC_|LD_LIBRARY_PATH$|CXX$|MAKE$)/i.test(name),
    );
    return { ...Object.fromEntries(kept), ...extra };
  }

  /** Runs a script file of the sandbox to its end. */
  run(script: string, env: NodeJS.ProcessEnv = {}, args: readonly string[] = []): Ran {
    const ran = spawnSync(process.execPath, [this.path(script), ...args], {
      cwd: this.root,
      env: this.environment(env),
      encoding: 'utf8',
    });
    return { code: ran.status, output: ran.stdout + ran.stderr };
  }

  /** Runs module code, which may import './scripts/…', to its end and gives what it printed. */
  evaluate(code: string, env: NodeJS.ProcessEnv = {}, input = ''): Ran {
    const ran = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: this.root,
      env: this.environment(env),
      input,
      encoding: 'utf8',
    });
    return { code: ran.status, output: (ran.stdout + ran.stderr).trim() };
  }

  /** Starts module code and lets it run. */
  start(code: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, ['--input-type=module', '-e', code], {
      cwd: this.root,
      env: this.environment(env),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Resolves when a process has printed a text. */
export function said(child: ChildProcess, text: string): Promise<void> {
  return new Promise((done, fail) => {
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      if (output.includes(text)) done();
    });
    child.on('exit', () => fail(new Error(`ended without saying "${text}", but: ${output}`)));
  });
}

/** Ends a process at once, as a power cut or the system's memory guard would. */
export function killed(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.removeAllListeners('exit');
    child.on('exit', () => done());
    child.kill('SIGKILL');
  });
}
