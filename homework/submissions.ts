import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Course } from './course';
import { parseNotebook } from './notebook';

/** What a student has handed in for an assignment. */
export interface Submission {
  readonly student: string;
  /** Why it cannot be graded, and what to do; undefined if it can. */
  readonly problem?: string;
  /** Changes when the notebook does. */
  readonly version: string;
  /** Whether this very notebook has been graded to the end. */
  readonly isGraded: boolean;
}

/** Where nbgrader has a student's graded notebook. */
export const gradedFile = (course: Course, student: string, assignment: string): string =>
  join(course.folder, 'autograded', student, assignment, `${assignment}.ipynb`);

/** What lies in `submitted/` for an assignment, by student. */
export function readSubmissions(course: Course, assignment: string): Submission[] {
  const submitted = join(course.folder, 'submitted');
  if (!existsSync(submitted)) return [];
  return readdirSync(submitted, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(submitted, entry.name, assignment)))
    .map(({ name }) => readSubmission(course, name, assignment))
    .sort((a, b) => (a.student < b.student ? -1 : 1));
}

function readSubmission(course: Course, student: string, assignment: string): Submission {
  const folder = join(course.folder, 'submitted', student, assignment);
  const file = join(folder, `${assignment}.ipynb`);
  const refused = (problem: string): Submission => ({ student, problem, version: '', isGraded: false });
  // nbgrader reads names as patterns.
  if (/[^\p{L}\p{M}\p{N}._@ -]/u.test(student)) {
    return refused('its folder in submitted/ must have a name of letters, digits, ".", "-" and "_"');
  }
  if (!existsSync(file)) {
    const others = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
    return refused(
      others.length > 0
        ? `there is ${others.join(', ')} in place of ${assignment}.ipynb: rename the one that counts`
        : `there is no notebook ${assignment}.ipynb`,
    );
  }
  const content = readFileSync(file);
  // As mend_cells.py has it.
  const version = createHash('sha256').update(content).digest('hex');
  try {
    parseNotebook(content.toString());
  } catch (error) {
    return refused(`${assignment}.ipynb cannot be read (${(error as Error).message}): ask for it again`);
  }
  return { student, version, isGraded: gradedVersion(gradedFile(course, student, assignment)) === version };
}

/** The version of the submission that a graded notebook was made of; undefined if the run did not come to its end. */
function gradedVersion(file: string): string | undefined {
  try {
    const { metadata } = JSON.parse(readFileSync(file, 'utf8')) as { metadata: { l2lab?: { graded?: string } } };
    return metadata.l2lab?.graded;
  } catch {
    return undefined;
  }
}
