import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../src/training/writeWhole';

/** Where submissions come from: an export of Moodle or of Canvas, or a plain folder. */
export type Lms = 'moodle' | 'canvas' | 'folder';

/** What was collected from a student for one assignment. */
export interface CollectedSubmission {
  /**
   * By which the LMS knows the student: Canvas's user id, which is the same in all assignments, or Moodle's participant
   * number, which is another in each.
   */
  readonly number?: string;
  /** As in the export: Moodle's folder (`Jane Doe_1234567_assignsubmission_file_`), else the file or folder. */
  readonly from: string;
  /** The notebook inside, e.g. `penalty-handin.zip/penalty/penalty.ipynb`. */
  readonly file: string;
  /** When it was handed in, as far as the export says, in ISO 8601. */
  readonly time: string;
}

/** A student of the course. */
export interface Student {
  /** As the LMS writes it; Canvas exports names without spaces. */
  readonly name: string;
  readonly lms: Lms;
  /** By assignment. */
  readonly submissions: Readonly<Record<string, CollectedSubmission>>;
}

/** All students, by nbgrader's student id. */
export type Students = Readonly<Record<string, Student>>;

const fileOf = (course: string): string => join(course, 'students.json');

/** Reads `students.json` of a course folder; {} if nothing has been collected yet. */
export function readStudents(course: string): Students {
  const file = fileOf(course);
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Students;
  } catch {
    throw new Error(`${file} is damaged: put it back from a copy, or move it away and run collect again.`);
  }
}

/** Writes `students.json`, whole or not at all. */
export function writeStudents(course: string, students: Students): void {
  const sorted = Object.fromEntries(Object.entries(students).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeWhole(fileOf(course), JSON.stringify(sorted, null, 2));
}

/** A submission of a student, as an export has it. */
export interface NewSubmission {
  readonly id: string;
  readonly assignment: string;
  readonly name: string;
  readonly lms: Lms;
  readonly submission: CollectedSubmission;
}

/**
 * The students with one submission more. One that came by another way than the LMS, as a file in a plain folder that has
 * the student's id for a name, leaves what is known from the LMS.
 */
export function withSubmission(students: Students, { id, assignment, name, lms, submission }: NewSubmission): Students {
  const before = students[id];
  const { number, from } = before?.submissions[assignment] ?? {};
  const byHand = lms === 'folder' && before !== undefined && before.lms !== 'folder';
  const known = byHand ? { ...submission, ...(number && { number }), ...(from && { from }) } : submission;
  return {
    ...students,
    [id]: {
      name: byHand ? before.name : name,
      lms: byHand ? before.lms : lms,
      submissions: { ...before?.submissions, [assignment]: known },
    },
  };
}
