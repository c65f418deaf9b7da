import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Course } from '../course';
import { chooseAssignments, commandOn } from '../course';
import { readStudents } from '../lms/students';
import { writeZip } from '../lms/zipFile';
import type { Command } from '../main';
import type { AssignmentMarks } from '../marks';
import { pointsByHand, readMarks, reviewNotes } from '../marks';
import { reasonOf, runNbgrader } from '../nbgrader';
import { gradedFile, readSubmissions } from '../submissions';

/** Makes the pages that students get back. */
export const command: Command = {
  usage: '[ASSIGNMENT …]',
  about: 'makes a page for each student: marks, comments, what the checks said (--unfinished)',
  async run(args, course, signal) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { unfinished: { type: 'boolean', default: false } },
    });
    const { assignments } = await readMarks(course);
    for (const assignment of chooseAssignments(course, positionals)) {
      const marks = assignments[assignment];
      const students = Object.keys(marks?.students ?? {}).filter((id) =>
        existsSync(gradedFile(course, id, assignment)),
      );
      if (marks && students.length > 0) {
        await giveFeedback(course, assignment, { marks, students, unfinished: values.unfinished }, signal);
      } else if (positionals.includes(assignment)) {
        throw new Error(`Nothing of ${assignment} is graded yet: ${commandOn(course, `grade ${assignment}`)}`);
      }
      if (signal.aborted) return;
    }
    if (Object.values(assignments).every(({ students }) => Object.keys(students).length === 0)) {
      throw new Error(`Nothing is graded yet: ${commandOn(course, 'grade')}`);
    }
  },
};

/** @param options.unfinished also for those with answers that nobody has marked yet; these count as 0 there. */
async function giveFeedback(
  course: Course,
  assignment: string,
  { marks, students, unfinished }: { marks: AssignmentMarks; students: readonly string[]; unfinished: boolean },
  signal: AbortSignal,
): Promise<void> {
  const pending = readSubmissions(course, assignment).flatMap(({ student, isGraded }) => (isGraded ? [] : student));
  const open = (id: string) => pointsByHand(marks, marks.students[id]!);
  const unmarked = unfinished ? [] : students.filter((id) => open(id) > 0 && !pending.includes(id));
  const waiting = [...unmarked, ...pending];
  const ready = students.filter((id) => !waiting.includes(id));
  for (const id of students) rmSync(pageOf(course, id, assignment), { force: true });
  const exclude = `--CourseDirectory.student_id_exclude=${waiting.join(',')}`;
  const run = ready.length > 0 && (await generate(course, assignment, waiting.length > 0 ? [exclude] : [], signal));
  if (signal.aborted) return;
  for (const id of ready) {
    const page = pageOf(course, id, assignment);
    if (!existsSync(page)) continue;
    writeFileSync(page, easierToRead(readFileSync(page, 'utf8'), open(id)));
  }
  const lines = students.map((id) => {
    if (pending.includes(id)) return `  ${id}: not yet, what was handed in last is not graded`;
    if (unmarked.includes(id)) return `  ${id}: not yet, ${open(id)} points are to be marked by hand`;
    const page = pageOf(course, id, assignment);
    const made = existsSync(page) ? page : `no page, ${run ? reasonOf(run) : 'nbgrader made none'}`;
    return [`  ${id}: ${made}`, ...reviewNotes(marks.students[id]!)].join(' | ');
  });
  const zip = await packForMoodle(course, assignment, ready);
  if (zip) lines.push(`  For Moodle ("Upload multiple feedback files in a zip"): ${zip}`);
  if (unmarked.length > 0) {
    lines.push(`  Mark by hand: ${commandOn(course, 'mark')}; or give feedback as it is: --unfinished`);
  }
  process.stdout.write(`${assignment}\n${lines.join('\n')}\n`);
}

const generate = (course: Course, assignment: string, more: readonly string[], signal: AbortSignal) =>
  runNbgrader(course, ['generate_feedback', `--assignment=${assignment}`, '--force', ...more], { signal });

const pageOf = (course: Course, student: string, assignment: string): string =>
  join(course.folder, 'feedback', student, assignment, `${assignment}.html`);

/** Tables with room between their columns, and hints that look like something to click. */
const STYLE = `<style>
.rendered_html th, .rendered_html td { padding: 1px 12px 1px 0; text-align: left; }
summary { display: list-item; cursor: pointer; }
</style>
`;

/**
 * nbgrader's page, whose list of contents calls every check "Test cell", with the cells' names in it, and a line on points
 * that still wait for a person, where it says 0.
 */
function easierToRead(html: string, waiting: number): string {
  const note = `<p style="text-align: center">${waiting} points are not marked yet; they count as 0 here.</p>`;
  return html
    .replace(/<body[^>]*>/, (body) => (waiting > 0 ? `${body}\n${note}` : body))
    .replace(/<a href="#([^"]+)">(?:Test cell|Written response|Coding free-response)<\/a>/g, '<a href="#$1">$1</a>')
    .replace('</head>', `${STYLE}</head>`);
}

/** Moodle knows students by the folders in which it gave out their submissions. */
async function packForMoodle(course: Course, assignment: string, ids: readonly string[]): Promise<string | undefined> {
  const students = readStudents(course.folder);
  const files = ids.flatMap((id) => {
    const page = pageOf(course, id, assignment);
    const student = students[id];
    const folder = student?.lms === 'moodle' ? student.submissions[assignment]?.from : undefined;
    if (!folder || !existsSync(page)) return [];
    return [{ path: `${folder}/${assignment}.html`, content: readFileSync(page), modified: new Date() }];
  });
  const zip = join(course.folder, 'feedback', `${assignment}-moodle.zip`);
  rmSync(zip, { force: true });
  if (files.length === 0) return undefined;
  await writeZip(zip, files);
  return zip;
}
