import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { exportGrades } from '../../homework/commands/export';
import { openCourse } from '../../homework/course';
import { writeStudents } from '../../homework/lms/students';
import type { Lms, Student } from '../../homework/lms/students';
import type { Marks, StudentMarks } from '../../homework/marks';
import { readSubmissions } from '../../homework/submissions';
import type { Submission } from '../../homework/submissions';
import { notebookFile, SMALL, SmallCourse } from './smallCourse';

const NOW = new Date('2026-11-27T03:00:00.123Z');

const student = (name: string, lms: Lms, number?: string): Student => ({
  ...{ name, lms },
  submissions: { small: { ...(number && { number }), from: name, file: 'small.ipynb', time: NOW.toISOString() } },
});
const marked = (score: number, needsManual = false): StudentMarks => ({
  ...{ score, cells: { 'why-answer': needsManual ? null : 1 }, review: [] },
});
const marks = (students: Readonly<Record<string, StudentMarks>>): Marks => ({
  assignments: { small: { max: 6, cells: [], students } },
});

describe('export', () => {
  let course: SmallCourse;
  beforeEach(() => (course = new SmallCourse()));
  afterEach(() => course.remove());

  const run = (all: Marks, options = {}) =>
    exportGrades(openCourse(course.folder), 'small', all, { now: NOW, ...options });
  const file = (lms: string) => join(course.folder, 'export', `small-${lms}.csv`);
  const csv = (lms: string) => readFileSync(file(lms), 'utf8');

  it("writes Moodle's grading worksheet", () => {
    writeStudents(course.folder, {
      'jane-doe-12': student('Jane Doe', 'moodle', '12'),
      'zoe-13': student('Zoë "Zo" Groß, 王小明', 'moodle', '13'),
    });
    const said = run(marks({ 'zoe-13': marked(5), 'jane-doe-12': marked(2.5) }));
    expect(csv('moodle')).toBe(
      [
        'Identifier,Full name,Grade,Maximum grade,Last modified (grade)',
        'Participant 12,Jane Doe,2.5,6,2026-11-27T03:00:00Z',
        'Participant 13,"Zoë ""Zo"" Groß, 王小明",5,6,2026-11-27T03:00:00Z',
        '',
      ].join('\r\n'),
    );
    expect(existsSync(file('canvas'))).toBe(false);
    expect(said).toMatch(/^small: 2 of 2 students\n {2}✓ .*small-moodle\.csv\n.*Maximum grade there: 6\.$/);
  });

  it("writes Canvas's gradebook", () => {
    writeStudents(course.folder, { 'doejane-4711': student('doejane', 'canvas', '4711') });
    run(marks({ 'doejane-4711': marked(2.5) }), { title: 'Homework 1 (815)' });
    expect(csv('canvas')).toBe(
      [
        'Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (815)',
        '"    Points Possible",,,,,6',
        'doejane,4711,,,,2.5',
        '',
      ].join('\r\n'),
    );
    expect(existsSync(file('moodle'))).toBe(false);
  });

  it('puts students of a plain folder into both, and says that they have no number', () => {
    const said = run(marks({ jane: marked(6) }));
    for (const lms of ['moodle', 'canvas']) expect(csv(lms)).toMatch(/^(,jane|jane,,)/m);
    expect(said).toContain("without a number of the LMS's, so matched by name or not at all: jane");
  });

  it('leaves out whose cells wait for a person, unless it is told otherwise', () => {
    const all = marks({ jane: marked(6), bo: marked(4, true) });
    expect(run(all)).toMatch(/small: 1 of 2 students[^]*! left out, since cells wait for a mark by hand.*: bo$/m);
    expect(csv('moodle')).not.toContain('bo');
    expect(run(all, { unfinished: true })).toMatch(/small: 2 of 2[^]*! exported without the points.*: bo$/m);
    expect(csv('moodle')).toContain(',bo,4,6,');
  });

  it('says who was not graded yet, and leaves no older file behind', () => {
    run(marks({ jane: marked(6) }));
    writeStudents(course.folder, { 'jane-1': student('Jane', 'moodle', '1') });
    expect(run(marks({}))).toMatch(
      /small: 0 of 1 students\n {2}nothing to export\n {2}! left out, since not graded yet.*: jane-1/,
    );
    expect(existsSync(file('moodle'))).toBe(false);
  });

  it('leaves out who has handed in anew, whose marks are of the older notebook', () => {
    const all = marks({ jane: marked(6), bo: marked(4) });
    for (const id of ['jane', 'bo']) course.write(['submitted', id, 'small', 'small.ipynb'], notebookFile(SMALL));
    const [{ version }] = readSubmissions(openCourse(course.folder), 'small') as [Submission];
    const graded = JSON.stringify({ metadata: { l2lab: { graded: version } } });
    course.write(['autograded', 'jane', 'small', 'small.ipynb'], graded);
    expect(run(all, { unfinished: true })).toMatch(
      /small: 1 of 2 students[^]*! left out, since not graded yet, or handed in anew since.*: bo$/m,
    );
    expect(csv('moodle')).toContain(',jane,6,6,');
    expect(csv('moodle')).not.toContain('bo');
  });

  it('says which marks by hand may be of another answer', () => {
    const said = run(marks({ jane: { ...marked(6), review: ['why-answer'] }, bo: marked(4) }));
    expect(said).toMatch(/ {2}! marked by hand before the last grading, look again .*: jane \(why-answer\)$/m);
  });

  it('lets no spreadsheet compute a name', () => {
    const names = ['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\t=1'];
    writeStudents(
      course.folder,
      Object.fromEntries(names.map((name, i) => [`s-${i}`, student(name, 'moodle', `${i}`)])),
    );
    run(marks(Object.fromEntries(names.map((_, i) => [`s-${i}`, marked(1)]))));
    const rows = Papa.parse<Record<string, string>>(csv('moodle'), { header: true, skipEmptyLines: true }).data;
    expect(rows.map((row) => row['Full name']!).sort()).toEqual(names.map((name) => `'${name}`).sort());
  });
});
