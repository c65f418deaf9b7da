import Papa from 'papaparse';
import type { AssignmentMarks, StudentMarks } from '../marks';
import type { Lms, Students } from './students';

/** A student's row of an export. */
export interface GradeRow {
  /** nbgrader's id. */
  readonly student: string;
  readonly name: string;
  readonly lms: Lms;
  /** The LMS's number for this assignment. */
  readonly number?: string;
  readonly points: number;
}

/** What is exported of an assignment, and who is left out. */
export interface Grades {
  readonly rows: readonly GradeRow[];
  /** Students with cells that wait for a person. */
  readonly unmarked: readonly string[];
  /** Students who handed in, or handed in anew, and were not graded since. */
  readonly ungraded: readonly string[];
}

/**
 * The rows of an assignment, by name.
 *
 * @param options.unfinished also students with cells that wait for a person, who have the points of the others alone.
 * @param options.pending whose notebook in submitted/ is not graded: marks that they have are of another one.
 */
export function gradeRows(
  assignment: string,
  marks: AssignmentMarks | undefined,
  students: Students,
  { unfinished = false, pending = [] }: { unfinished?: boolean; pending?: readonly string[] } = {},
): Grades {
  const graded = Object.entries(marks?.students ?? {}).filter(([student]) => !pending.includes(student));
  const unmarked = graded.filter(isUnmarked).map(([student]) => student);
  const rows = graded
    .filter((entry) => unfinished || !isUnmarked(entry))
    .map(([student, { score }]): GradeRow => {
      const { name = student, lms = 'folder', submissions = {} } = students[student] ?? {};
      const number = submissions[assignment]?.number;
      return { student, name, lms, ...(number && { number }), points: Math.round(score * 100) / 100 };
    });
  const ungraded = Object.entries(students)
    .filter(([student, { submissions }]) => assignment in submissions && !(student in (marks?.students ?? {})))
    .map(([student]) => student);
  return {
    rows: rows.sort((a, b) => a.name.localeCompare(b.name, 'en')),
    unmarked: unmarked.sort(),
    ungraded: [...new Set([...ungraded, ...pending])].sort(),
  };
}

const isUnmarked = ([, { cells }]: [string, StudentMarks]): boolean => Object.values(cells).includes(null);

/** Rows of one LMS, with those of a plain folder, who may be in any. */
const rowsOf = (rows: readonly GradeRow[], lms: Lms): GradeRow[] =>
  rows.filter((row) => row.lms === lms || row.lms === 'folder');

/** Names that begin like a formula get a `'` before them, so that no spreadsheet computes what a student is called. */
const asCsv = (header: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  `${Papa.unparse({ fields: [...header], data: rows.map((row) => [...row]) }, { escapeFormulae: true })}\r\n`;

/**
 * Moodle's offline grading worksheet (mod/assign/feedback/offline/importgradeslib.php): it is read by the columns
 * Identifier, Grade and Last modified (grade). A grade that was changed in Moodle after the last of these stays.
 *
 * @returns undefined if no student is in Moodle.
 */
export function moodleCsv(rows: readonly GradeRow[], max: number, now: Date): string | undefined {
  const inMoodle = rowsOf(rows, 'moodle');
  if (inMoodle.length === 0) return undefined;
  const header = ['Identifier', 'Full name', 'Grade', 'Maximum grade', 'Last modified (grade)'];
  const time = `${now.toISOString().slice(0, 19)}Z`;
  const data = inMoodle.map(({ name, number, points }) => {
    return [number ? `Participant ${number}` : '', name, points, max, time];
  });
  return asCsv(header, data);
}

/**
 * Canvas's gradebook import (lib/gradebook_importer.rb): students by ID, else by name; an assignment by its title, with
 * `(ID)` behind it or not; points in the row "Points Possible".
 *
 * @param title of the assignment in Canvas.
 * @returns undefined if no student is in Canvas.
 */
export function canvasCsv(rows: readonly GradeRow[], max: number, title: string): string | undefined {
  const inCanvas = rowsOf(rows, 'canvas');
  if (inCanvas.length === 0) return undefined;
  const header = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', title];
  const data = inCanvas.map(({ name, number = '', points }) => [name, number, '', '', '', points]);
  return asCsv(header, [['    Points Possible', '', '', '', '', max], ...data]);
}
