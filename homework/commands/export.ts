import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Course } from '../course';
import { chooseAssignments, commandOn } from '../course';
import { canvasCsv, gradeRows, moodleCsv } from '../lms/gradesCsv';
import { readStudents } from '../lms/students';
import type { Command } from '../main';
import { readMarks } from '../marks';
import type { Marks } from '../marks';
import { readSubmissions } from '../submissions';

/** How grades are exported. */
export interface ExportOptions {
  /** Also students with cells that wait for a person. */
  readonly unfinished?: boolean;
  /** What Canvas calls the assignment. Default: its name. */
  readonly title?: string;
  readonly now?: Date;
}

export const command: Command = {
  usage: '[ASSIGNMENT …]',
  about: 'writes CSV for Moodle and Canvas (--unfinished, --title TITLE_IN_CANVAS)',
  async run(args, course) {
    const options = { unfinished: { type: 'boolean', default: false }, title: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const names = chooseAssignments(course, positionals);
    if (values.title !== undefined && names.length !== 1)
      throw new Error('--title is of one assignment: name it, too.');
    const marks = await readMarks(course);
    for (const name of names) {
      console.log(exportGrades(course, name, marks, { unfinished: values.unfinished, title: values.title }));
    }
  },
};

/**
 * Writes `export/NAME-moodle.csv` and `export/NAME-canvas.csv`, each if there are students for it.
 *
 * @returns what was written and who is left out, in words.
 */
export function exportGrades(
  course: Course,
  name: string,
  { assignments }: Marks,
  { unfinished = false, title = name, now = new Date() }: ExportOptions = {},
): string {
  const marks = assignments[name];
  const pending = readSubmissions(course, name).flatMap(({ student, isGraded }) => (isGraded ? [] : student));
  const { rows, unmarked, ungraded } = gradeRows(name, marks, readStudents(course.folder), { unfinished, pending });
  const max = marks?.max ?? 0;
  const lines: string[] = [];
  const write = (lms: string, text: string | undefined, hint: string): void => {
    const file = join(course.folder, 'export', `${name}-${lms}.csv`);
    rmSync(file, { force: true });
    if (text === undefined) return;
    mkdirSync(join(course.folder, 'export'), { recursive: true });
    writeFileSync(file, text);
    lines.push(`  ✓ ${file}`, `    ${hint}`);
  };
  write(
    'moodle',
    moodleCsv(rows, max, now),
    `In Moodle, set to English: Upload grading worksheet, before the feedback files. Maximum grade there: ${max}.`,
  );
  write('canvas', canvasCsv(rows, max, title), `In Canvas: Grades, Import. The assignment is called "${title}" there.`);
  if (rows.length === 0) lines.push('  nothing to export');
  const numberless = rows.filter(({ number }) => !number).map(({ student }) => student);
  const note = (students: readonly string[], what: string): void => {
    if (students.length > 0) lines.push(`  ! ${what}: ${students.join(', ')}`);
  };
  note(
    unmarked,
    unfinished
      ? 'exported without the points of cells that wait for a mark by hand'
      : `left out, since cells wait for a mark by hand (${commandOn(course, 'mark')}; --unfinished exports them all the same)`,
  );
  note(ungraded, `left out, since not graded yet, or handed in anew since (${commandOn(course, 'grade')})`);
  note(
    rows.flatMap(({ student }) => {
      const review = marks?.students[student]?.review ?? [];
      return review.length > 0 ? `${student} (${review.join(', ')})` : [];
    }),
    `marked by hand before the last grading, look again (${commandOn(course, 'mark')})`,
  );
  note(numberless, "without a number of the LMS's, so matched by name or not at all");
  return [
    `${name}: ${rows.length} of ${rows.length + (unfinished ? 0 : unmarked.length) + ungraded.length} students`,
    ...lines,
  ].join('\n');
}
