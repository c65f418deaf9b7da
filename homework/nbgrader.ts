import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Course } from './course';
import { ROOT } from './course';
import { jupyterEnvironment, pythonOf } from './jupyter';

/** Python of the environment that nbgrader is in. */
export const PYTHON = pythonOf('.venv-homework');

/** Everything that Jupyter and nbgrader write besides the course. */
const STATE = join(ROOT, '.l2lab', 'homework');

/** Jupyter's settings for the pages of `mark`. */
export const CONFIG = join(STATE, 'config');

/** Where all that nbgrader says is kept. */
export const LOG = join(STATE, 'nbgrader.log');

const SCRIPTS = join(ROOT, 'homework', 'python');

/** How long nbgrader may take to end its kernel and clean up when it is asked to stop. */
const SECONDS_TO_STOP = 20;

/** What a run of nbgrader came to. */
export interface NbgraderRun {
  readonly ok: boolean;
  /** Its log. */
  readonly log: string;
  /** The most that nbgrader and its kernels held at one time; 0 if unknown. */
  readonly peakBytes: number;
}

/** nbgrader finds homework/nbgrader_config.json in it. A course elsewhere may have one of its own, which goes before ours. */
export function nbgraderEnvironment(): NodeJS.ProcessEnv {
  return {
    ...jupyterEnvironment(STATE),
    JUPYTER_CONFIG_PATH: join(ROOT, 'homework'),
    JUPYTERLAB_SETTINGS_DIR: join(STATE, 'user-settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(STATE, 'workspaces'),
    // nbgrader starts `alembic` by its name.
    PATH: [dirname(PYTHON), process.env['PATH'] ?? ''].join(delimiter),
    PYTHONPATH: SCRIPTS,
    PYTHONUNBUFFERED: '1',
    PYTHONUTF8: '1',
  };
}

/** Arguments that say which course, of nbgrader and of a server with its pages. */
export const courseArguments = ({ folder }: Course): string[] => [
  `--CourseDirectory.root=${folder}`,
  `--CourseDirectory.db_url=sqlite:///${join(folder, 'gradebook.db')}`,
];

/**
 * Runs one command of nbgrader on a course, and keeps what it says in the log.
 *
 * @param args the command first, e.g. `autograde`.
 * @param options.env on top of the environment.
 * @param options.onCell called with how many cells of a notebook have run.
 * @param options.signal ends nbgrader, which leaves no half-graded notebook behind.
 */
export async function runNbgrader(
  course: Course,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; onCell?: (done: number, total: number) => void; signal?: AbortSignal } = {},
): Promise<NbgraderRun> {
  const [command = '', ...rest] = args;
  let peakBytes = 0;
  const { code, output } = await runPython(['run_nbgrader.py', command, ...courseArguments(course), ...rest], {
    ...options,
    cwd: course.folder,
    onLine(line) {
      const progress = /^Progress (\d+) of (\d+)$/.exec(line);
      if (progress) options.onCell?.(Number(progress[1]), Number(progress[2]));
      peakBytes = Math.max(peakBytes, Number(/^Memory (\d+)$/.exec(line)?.[1] ?? 0));
    },
  });
  // eslint-disable-next-line no-control-regex
  const log = output.replace(/\x1b\[[\d;]*m/g, '');
  mkdirSync(dirname(LOG), { recursive: true });
  appendFileSync(LOG, `\n--- ${new Date().toISOString()} nbgrader ${args.join(' ')}\n${log}`);
  return { ok: code === 0, log, peakBytes };
}

/** What went wrong, in a sentence; the log has the rest. */
export function reasonOf({ log }: NbgraderRun): string {
  if (/Cannot add or remove cells|Cannot modify existing assignment/.test(log)) {
    return (
      'cells were added, renamed or taken out since submissions were graded. Put them back, or begin this assignment anew: ' +
      'delete gradebook.db and autograded/ (marks given by hand go with them)'
    );
  }
  if (/OperationalError|database is locked/.test(log)) {
    return 'the gradebook could not be read: close other programs that use gradebook.db and run the command again';
  }
  const said = [...log.matchAll(/^ *[\w.]*(?:Error|Exception): (.+)$|^\[\w+ \| (?:ERROR|CRITICAL)\] (.+)$/gm)]
    .map(([, error, line]) => error ?? line ?? '')
    .filter((line) => !/^(There was an error|Please see|Traceback)/.test(line));
  const reason = said.at(-1) ?? 'it ended early';
  return `${reason} (nbgrader; all that it said is in ${LOG})`;
}

/**
 * Runs a script of homework/python/ in the environment of nbgrader.
 *
 * @returns its exit status, and what it said: all of its stdout and stderr.
 */
export function runPython(
  [script = '', ...args]: readonly string[],
  {
    cwd = ROOT,
    env = {},
    onLine,
    signal,
  }: { cwd?: string; env?: NodeJS.ProcessEnv; onLine?: (line: string) => void; signal?: AbortSignal } = {},
): Promise<{ code: number; output: string }> {
  return new Promise((done, reject) => {
    const child = spawn(PYTHON, [join(SCRIPTS, script), ...args], {
      cwd,
      env: { ...nbgraderEnvironment(), ...env },
      // Not in the terminal's group: a Ctrl-C reaches this program alone, which then closes stdin.
      detached: process.platform !== 'win32',
      stdio: 'pipe',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const lines = (rest + text).split(/\r?\n/);
        rest = lines.pop() ?? '';
        for (const line of lines) onLine?.(line);
      });
    }
    let killer: NodeJS.Timeout | undefined;
    const stop = () => {
      child.stdin.end();
      killer = setTimeout(() => child.kill('SIGKILL'), SECONDS_TO_STOP * 1000);
    };
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(killer);
      signal?.removeEventListener('abort', stop);
      done({ code: code ?? 1, output });
    });
  });
}
