import { resolve } from 'node:path';
import { runCommand } from '../src/cli/command';
import type { Course } from './course';
import { openCourse, USUAL_COURSE } from './course';

/** A command of `npm run homework -- NAME`. */
export interface Command {
  /** What stands behind the name, e.g. `[ASSIGNMENT …]`. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly about: string;
  /** True for what a student runs, whose clone may have no `source/`; the course is then empty. */
  readonly withoutSource?: true;
  /** @param args what the user wrote behind the name, without `--course`; read them with parseArgs */
  run(args: string[], course: Course, signal: AbortSignal): Promise<void>;
}

/** By name, in the order in which a course needs them; each loads when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  release: () => import('./commands/release'),
  zip: () => import('./commands/zip'),
  collect: () => import('./commands/collect'),
  grade: () => import('./commands/grade'),
  mark: () => import('./commands/mark'),
  feedback: () => import('./commands/feedback'),
  export: () => import('./commands/export'),
  submit: () => import('./commands/submit'),
};

void runCommand(async (signal) => {
  const [name = '--help', ...rest] = process.argv.slice(2);
  if (name === '--help') return void process.stdout.write(await help());
  const load = COMMANDS[name];
  if (!load) throw new Error(`There is no command "${name}"; there are ${Object.keys(COMMANDS).join(', ')}.`);
  const { command } = await load();
  if (rest.includes('--help')) {
    return void process.stdout.write(`npm run homework -- ${name} ${command.usage}\n\n${command.about}\n`);
  }
  const { folder, args } = takeCourse(rest);
  await command.run(args, command.withoutSource ? { folder, assignments: [] } : openCourse(folder), signal);
});

/** Takes `--course FOLDER` out of the arguments; by default the course lies in homework/. */
function takeCourse(args: readonly string[]): { folder: string; args: string[] } {
  const at = args.indexOf('--course');
  if (at < 0) return { folder: USUAL_COURSE, args: [...args] };
  const named = args[at + 1];
  if (!named) throw new Error('--course requires a folder.');
  return { folder: resolve(named), args: [...args.slice(0, at), ...args.slice(at + 2)] };
}

async function help(): Promise<string> {
  const lines = [];
  for (const [name, load] of Object.entries(COMMANDS)) {
    const { command } = await load();
    lines.push(`  ${`${name} ${command.usage}`.padEnd(34)} ${command.about}`);
  }
  return `Hands out, collects and grades homework; homework/README.md tells the whole way.

npm run homework -- COMMAND
npm run homework -- COMMAND --help

${lines.join('\n')}

  --course FOLDER   of a course elsewhere, with a folder source/ in it (homework/)
`;
}
