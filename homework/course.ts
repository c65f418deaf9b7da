import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of the project; this file is never compiled elsewhere. */
export const ROOT = resolve(__dirname, '..');

/** The folders of a course, in nbgrader's arrangement; STEP is `source`, `release`, `submitted`, `autograded` or `feedback`. */
export interface Course {
  /** Absolute. */
  readonly folder: string;
  /** Names of the assignments in `source/`, in alphabetical order. */
  readonly assignments: readonly string[];
}

/** Where a course lies if nobody says where. */
export const USUAL_COURSE = join(ROOT, 'homework');

/** What to write on the terminal for a command on a course. */
export const commandOn = ({ folder }: Pick<Course, 'folder'>, command: string): string =>
  `npm run homework -- ${command}${folder === USUAL_COURSE ? '' : ` --course ${folder}`}`;

/**
 * Opens a course.
 *
 * @param folder absolute.
 * @throws if it holds no assignments, or lies where nbgrader cannot find it.
 */
export function openCourse(folder: string): Course {
  // nbgrader looks for files by patterns, in which these stand for others.
  if (/[[\]*?]/.test(folder)) throw new Error(`${folder} has one of [ ] * ? in it: rename the folder.`);
  const source = join(folder, 'source');
  const assignments = existsSync(source)
    ? readdirSync(source, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(join(source, entry.name, `${entry.name}.ipynb`)))
        .map((entry) => entry.name)
        .sort()
    : [];
  if (assignments.length === 0) {
    throw new Error(`There are no assignments in ${source}: each is a folder NAME with a notebook NAME.ipynb in it.`);
  }
  return { folder, assignments };
}

/**
 * Those that the user names, or all.
 *
 * @throws if one is unknown.
 */
export function chooseAssignments(course: Course, names: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !course.assignments.includes(name));
  if (unknown !== undefined) {
    throw new Error(`There is no assignment "${unknown}"; there are ${course.assignments.join(', ')}.`);
  }
  return names.length > 0 ? names : course.assignments;
}
