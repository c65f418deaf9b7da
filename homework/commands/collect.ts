import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseAssignments, commandOn } from '../course';
import type { Command } from '../main';
import { collectExport } from '../lms/collectExport';
import type { Collected } from '../lms/collectExport';
import { openExport } from '../lms/entries';
import { nameStudents } from '../lms/nameStudents';
import type { Placed } from '../lms/placeSubmission';
import { readStudents, writeStudents } from '../lms/students';

const FROM = {
  moodle: 'an export of Moodle',
  canvas: 'an export of Canvas',
  folder: 'a file or folder for each student',
};
const PLACED = { new: 'new', newer: 'newer than before; what was there lies in replaced/' } as const;

export const command: Command = {
  usage: 'FOLDER_OR_ZIP [ASSIGNMENT]',
  about: 'takes submissions out of what Moodle or Canvas exports, or out of a folder',
  async run(args, course, signal) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const [path, ...names] = positionals;
    if (path === undefined) {
      throw new Error('Name the zip or the folder: npm run homework -- collect FOLDER_OR_ZIP [ASSIGNMENT]');
    }
    const from = resolve(path);
    if (!existsSync(from)) throw new Error(`${from} is not there.`);
    const only = chooseAssignments(course, names);
    const opened = await openExport(from).catch((error: Error) => {
      throw new Error(`${from}: ${error.message}.`);
    });
    try {
      const collected = await collectExport(course, opened.entries, only, readStudents(course.folder), signal);
      writeStudents(course.folder, collected.known);
      const fault = await nameStudents(course);
      if (fault) console.log(fault);
      console.log(describe(collected, from, commandOn(course, 'grade')));
      if (signal.aborted) console.log('Stopped; the same command goes on.');
    } finally {
      opened.close();
    }
  },
};

/** A line for each student and each thing left out, and a summary with the command that comes next. */
export function describe({ lms, students, strays }: Collected, from: string, next: string): string {
  const lines: string[] = [];
  for (const { student, collected, leftOut } of students) {
    const news = collected.flatMap(({ assignment, placed }) =>
      placed === 'new' || placed === 'newer' ? [`✓ ${student}: ${assignment}, ${PLACED[placed]}`] : [],
    );
    if (collected.length === 0) lines.push(`✗ ${student}: nothing collected`);
    lines.push(...news);
    if (leftOut.length > 0 && collected.length > 0 && news.length === 0) lines.push(`✓ ${student}: as before`);
    lines.push(...leftOut.map((line) => `    left out: ${line}`));
  }
  lines.push(...strays.map((path) => `? ${path}: its name tells no student; left out`));
  return [
    `${from} is read as ${FROM[lms]}.`,
    '',
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    summary(students, next),
  ].join('\n');
}

function summary(students: Collected['students'], nextCommand: string): string {
  const placed = students.flatMap(({ collected }) => collected.map((submission) => submission.placed));
  const count = (...kinds: Placed[]): number => placed.filter((kind) => kinds.includes(kind)).length;
  const counts = [
    [count('new'), 'new'],
    [count('newer'), 'newer than before'],
    [count('same', 'kept'), 'as before'],
    [students.filter(({ collected }) => collected.length === 0).length, 'with nothing to grade'],
  ] as const;
  const said = counts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  const next = count('new', 'newer') > 0 ? ` Next: ${nextCommand}` : '';
  return `${students.length} ${students.length === 1 ? 'student' : 'students'}: ${said.join(', ') || 'nothing'}.${next}`;
}
