import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Course } from '../course';
import { PYTHON, runPython } from '../nbgrader';

/**
 * Tells nbgrader the names of the students, which its pages show. Without a gradebook there is nothing to tell yet.
 *
 * @returns what went wrong; nothing depends on it but the names.
 */
export async function nameStudents({ folder }: Course): Promise<string | undefined> {
  if (!existsSync(join(folder, 'gradebook.db')) || !existsSync(PYTHON)) return undefined;
  const { code, output } = await runPython(['name_students.py', folder]);
  const reason = output.trim().split('\n').at(-1) ?? '';
  return code === 0 ? undefined : `Names could not be put into the gradebook, which shows ids instead: ${reason}`;
}
