import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../homework/course';

/** What a command of homework came to. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `npm run homework -- ARGUMENTS` on a course, without npm.
 *
 * @param stopWhen text of stderr at which the command gets a Ctrl-C.
 */
export function runHomework(course: string, args: readonly string[], stopWhen?: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const command = spawn(process.execPath, [join(ROOT, 'scripts', 'homework.mjs'), ...args, '--course', course]);
    const said = { stdout: '', stderr: '' };
    let stopped = false;
    for (const name of ['stdout', 'stderr'] as const) {
      command[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] += text;
        if (stopWhen === undefined || stopped || !said.stderr.includes(stopWhen)) return;
        stopped = true;
        command.kill('SIGINT');
      });
    }
    command.on('error', reject);
    command.on('close', (code) => resolve({ code, ...said }));
  });
}

/** The command's stdout; throws what it said if it failed. */
export async function homework(course: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runHomework(course, args);
  if (code !== 0) throw new Error(`homework ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}
