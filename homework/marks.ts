import type { Course } from './course';
import { runPython } from './nbgrader';

/** A cell that brings points. */
export interface GradedCell {
  readonly name: string;
  readonly max: number;
  /** Whether only a person can mark it. */
  readonly manual: boolean;
}

/** What one student has for one assignment. */
export interface StudentMarks {
  /** All that counts now. */
  readonly score: number;
  /** Points by the cell's name; null while it waits for a person. */
  readonly cells: Readonly<Record<string, number | null>>;
  /** Cells whose mark a person gave before they were graded anew, maybe for another answer. */
  readonly review: readonly string[];
}

/** What the gradebook holds of an assignment. */
export interface AssignmentMarks {
  readonly max: number;
  readonly cells: readonly GradedCell[];
  /** By student id. */
  readonly students: Readonly<Record<string, StudentMarks>>;
}

/** The gradebook of a course. */
export interface Marks {
  readonly assignments: Readonly<Record<string, AssignmentMarks>>;
}

/** Reads the gradebook of a course; without one, nobody has marks. */
export async function readMarks({ folder }: Course): Promise<Marks> {
  const { code, output } = await runPython(['marks.py', folder]);
  const line = output.trim().split('\n').at(-1) ?? '';
  if (code !== 0 || !line.startsWith('{')) throw new Error(`The gradebook of ${folder} cannot be read: ${line}`);
  return JSON.parse(line) as Marks;
}

/** Points that still wait for a person. */
export function pointsByHand({ cells }: AssignmentMarks, student: StudentMarks): number {
  return cells.reduce((sum, { name, max }) => (student.cells[name] === null ? sum + max : sum), 0);
}

/** What to look at again, in words; none if every mark is of the newest grading. */
export const reviewNotes = ({ review }: StudentMarks): string[] =>
  review.length > 0 ? [`marked by hand before this grading: ${review.join(', ')}; look again (mark)`] : [];
