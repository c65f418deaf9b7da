import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Course } from './course';
import { commandOn } from './course';
import { gradingNotes } from './gradingNotes';
import type { AssignmentMarks } from './marks';
import { pointsByHand, reviewNotes } from './marks';
import type { Submission } from './submissions';
import { gradedFile } from './submissions';

/** A line for each student, and one for the class. */
export function gradingSummary({
  course,
  assignment,
  submissions,
  marks,
  failures,
  graded,
}: {
  course: Course;
  assignment: string;
  submissions: readonly Submission[];
  marks: AssignmentMarks;
  /** Whom nbgrader could not grade, and why. */
  failures: ReadonlyMap<string, string>;
  /** Who was graded in this run. */
  graded: readonly string[];
}): string {
  const lines: string[] = [];
  const scores: number[] = [];
  let before = 0;
  let outdated = 0;
  let byHand = 0;
  let none = 0;
  for (const { student, problem, isGraded } of submissions) {
    const has = marks.students[student];
    const failure = problem ?? failures.get(student);
    if (failure !== undefined || !has || !(isGraded || graded.includes(student))) {
      none++;
      lines.push(`  ${student} not graded: ${failure ?? 'the run was stopped before'}`);
      continue;
    }
    const file = gradedFile(course, student, assignment);
    if (!graded.includes(student)) {
      before++;
      if (changed(file) < changed(join(course.folder, 'release', assignment, `${assignment}.ipynb`))) outdated++;
    }
    const open = pointsByHand(marks, has);
    if (open > 0) byHand++;
    scores.push(has.score);
    const rest = open > 0 ? `, by hand still ${round(open)}` : '';
    const notes = [...reviewNotes(has), ...gradingNotes(file)];
    lines.push([`  ${student} ${round(has.score)} of ${round(marks.max)}${rest}`, ...notes].join(' | '));
  }
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const facts = [
    `${scores.length} graded${before > 0 ? ` (${before} before, --again grades anew)` : ''}`,
    ...(outdated > 0 ? [`${outdated} before the last release: --again`] : []),
    ...(scores.length > 0 ? [`mean ${round(mean)} of ${round(marks.max)}`] : []),
    ...(byHand > 0 ? [`${byHand} to mark by hand: ${commandOn(course, 'mark')}`] : []),
    ...(none > 0 ? [`${none} not graded`] : []),
  ];
  return `${assignment}\n${lines.join('\n')}\n  ${facts.join('; ')}\n`;
}

/** When a file was changed; 0 if it is not there. */
const changed = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** At most two decimals. */
const round = (points: number): string => String(Math.round(points * 100) / 100);
