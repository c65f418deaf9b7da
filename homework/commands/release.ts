import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Course } from '../course';
import { chooseAssignments } from '../course';
import type { Command } from '../main';
import { reasonOf, runNbgrader } from '../nbgrader';
import { parseNotebook } from '../notebook';
import { releaseProblems } from '../releaseProblems';
import { sourceProblems } from '../sourceProblems';

/** Makes the students' version of assignments. */
export const command: Command = {
  usage: '[ASSIGNMENT …]',
  about: "makes the students' version: no solutions, no hidden tests",
  async run(args, course, signal) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    for (const assignment of chooseAssignments(course, positionals)) {
      const file = await release(course, assignment, signal);
      process.stdout.write(`✓ ${assignment}: ${file}\n`);
    }
  },
};

/**
 * Makes the students' version of an assignment, and notes its cells and points in the gradebook.
 *
 * @returns the notebook.
 * @throws an error that names the cells which would go wrong.
 */
export async function release(course: Course, assignment: string, signal?: AbortSignal): Promise<string> {
  const source = join(course.folder, 'source', assignment, `${assignment}.ipynb`);
  refuse(source, sourceProblems(read(source)));
  const released = join(course.folder, 'release', assignment, `${assignment}.ipynb`);
  const restore = setAside(dirname(released));
  const run = await runNbgrader(course, ['generate_assignment', `--assignment=${assignment}`, '--force'], { signal });
  const problems = run.ok ? releaseProblems(read(released)) : [];
  restore(run.ok && problems.length === 0);
  if (!run.ok) throw new Error(`${assignment} cannot be released: ${reasonOf(run)}.`);
  refuse(source, problems);
  return released;
}

/**
 * Moves the version that was released before out of nbgrader's way, which would delete it first and might fail then.
 *
 * @returns deletes it, or puts it back in place of a new one that is of no use.
 */
function setAside(folder: string): (isGood: boolean) => void {
  const before = `${folder}.before`;
  if (existsSync(folder)) {
    rmSync(before, { recursive: true, force: true });
    renameSync(folder, before);
  }
  return (isGood) => {
    rmSync(isGood ? before : folder, { recursive: true, force: true });
    if (existsSync(before)) renameSync(before, folder);
  };
}

function read(file: string) {
  try {
    return parseNotebook(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}.`);
  }
}

function refuse(file: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new Error(`${file} cannot be handed out as it is:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}
