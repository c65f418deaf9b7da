import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { openCourse } from '../../homework/course';
import { gradingSummary } from '../../homework/gradingSummary';
import type { AssignmentMarks, StudentMarks } from '../../homework/marks';
import { notebookFile, saying, SMALL, SmallCourse } from './smallCourse';

const student = (penalty: number, answer: number | null): StudentMarks => ({
  score: penalty + (answer ?? 0),
  cells: { 'penalty-check': penalty, 'why-answer': answer },
  review: [],
});

const marksOf = (students: Record<string, StudentMarks>): AssignmentMarks => ({
  max: 6,
  cells: [
    { name: 'penalty-check', max: 4, manual: false },
    { name: 'why-answer', max: 2, manual: true },
  ],
  students,
});

const error = (ename: string, evalue: string) => ({ output_type: 'error', ename, evalue, traceback: [] });

describe('the summary of a grading', () => {
  let course: SmallCourse;
  beforeEach(() => (course = new SmallCourse()));
  afterEach(() => course.remove());

  /** The line of a student whose cells ended in these errors. */
  function lineOf(errors: Record<string, object>, remarks: readonly string[] = []): string {
    const cells = saying({}).map((cell) => ({ ...cell, outputs: cell.id in errors ? [errors[cell.id]!] : [] }));
    const notebook = { cells, metadata: { l2lab: { graded: 'v', remarks } } };
    course.write(['autograded', 'ada', 'small', 'small.ipynb'], JSON.stringify(notebook));
    return summary({ ada: student(0, 0) })
      .split('\n')[1]!
      .trim();
  }

  const summary = (students: Record<string, StudentMarks>, more: object = {}) =>
    gradingSummary({
      course: openCourse(course.folder),
      assignment: 'small',
      submissions: Object.keys(students).map((id) => ({ student: id, version: 'v', isGraded: true })),
      marks: marksOf(students),
      failures: new Map(),
      graded: Object.keys(students),
      ...more,
    });

  test('has a line for each student and one for the class', () => {
    const students = { ada: student(3.5, null), ben: student(4, 1) };
    const submissions = [
      { student: 'ada', version: 'v', isGraded: false },
      { student: 'ben', version: 'v', isGraded: true },
      { student: 'cy', version: '', isGraded: false, problem: 'there is no notebook small.ipynb' },
      { student: 'di', version: 'v', isGraded: false },
    ];
    const failures = new Map([['di', 'Kernel died']]);
    expect(summary(students, { submissions, failures, graded: ['ada'] })).toBe(
      `small
  ada 3.5 of 6, by hand still 2
  ben 5 of 6
  cy not graded: there is no notebook small.ipynb
  di not graded: Kernel died
  2 graded (1 before, --again grades anew); mean 4.25 of 6; 1 to mark by hand: npm run homework -- mark --course ${course.folder}; 2 not graded
`,
    );
  });

  test('says which cell was stopped, and why', () => {
    expect(
      lineOf({ 'penalty-check': error('TimeLimit', 'the cell took longer than the 120 s that it may take') }),
    ).toBe('ada 0 of 6 | penalty-check: stopped after 120 s');
    expect(lineOf({ 'penalty-check': error('MemoryLimit', 'It held 4200 MB.\nMore') })).toMatch(
      /\| penalty-check: It held 4200 MB$/,
    );
  });

  test("says which of the student's cells do not run, but not that they are empty or what checks say", () => {
    expect(lineOf({ 'penalty-code': error('TypeScriptError', "')' expected.") })).toMatch(
      /\| penalty-code: does not compile \('\)' expected\)$/,
    );
    expect(lineOf({ 'penalty-code': error('Error', 'not done yet') })).toBe('ada 0 of 6');
    const wrong = error('TypeScriptError', "')' expected.");
    expect(lineOf({ 'penalty-code': wrong, 'penalty-check': error('TypeError', 'x is undefined') })).toBe(
      "ada 0 of 6 | penalty-code: does not compile (')' expected)",
    );
    expect(lineOf({ setup: error('Error', 'not done yet'), 'penalty-check': error('TypeError', 'x') })).toBe(
      'ada 0 of 6',
    );
  });

  test('says what fails in a given cell or a check without a fault of the student before', () => {
    expect(lineOf({ 'penalty-check': error('TypeError', 'x is undefined') })).toBe(
      'ada 0 of 6 | penalty-check: x is undefined',
    );
    const missing = error('Error', "Cannot find module 'l2lab'\nRequire stack:");
    expect(lineOf({ setup: missing, 'penalty-check': missing })).toBe("ada 0 of 6 | setup: Cannot find module 'l2lab'");
    expect(lineOf({ 'penalty-code': error('Error', 'x'), 'penalty-check': missing })).toBe(
      "ada 0 of 6 | penalty-check: Cannot find module 'l2lab' | penalty-code: x",
    );
  });

  test('says which marks by hand may be of another answer', () => {
    expect(summary({ ada: { ...student(4, 2), review: ['why-answer'] } })).toMatch(
      /ada 6 of 6 \| marked by hand before this grading: why-answer; look again \(mark\)\n/,
    );
  });

  test('says who was graded before the last release', () => {
    for (const id of ['ada', 'ben']) course.write(['autograded', id, 'small', 'small.ipynb'], notebookFile(SMALL));
    course.write(['release', 'small', 'small.ipynb'], notebookFile(SMALL));
    utimesSync(join(course.folder, 'autograded', 'ada', 'small', 'small.ipynb'), 1, 1);
    const students = { ada: student(4, 1), ben: student(4, 1) };
    expect(summary(students, { graded: ['ben'] })).toMatch(
      /2 graded \(1 before, --again grades anew\); 1 before the last release: --again; mean/,
    );
    expect(summary(students)).not.toContain('release');
  });

  test('says what was refused, once', () => {
    const refused = error('Error', 'a cell may not end the process that runs it; take process.exit out');
    expect(lineOf({ setup: refused, 'penalty-code': refused })).toBe(
      'ada 0 of 6 | setup: a cell may not end the process that runs it',
    );
    const words = "a graded notebook writes inside its own folder only, not to '/x/outside.txt'";
    const told = [`✗ myPenalty stops with an error: ${words}.\nMore`];
    expect(lineOf({ 'penalty-check': { output_type: 'stream', name: 'stdout', text: told } })).toBe(
      `ada 0 of 6 | penalty-check: ${words}.`,
    );
    const text = '✗ myPenalty stops with an error: Access to this API has been restricted.';
    expect(lineOf({ 'penalty-check': { output_type: 'stream', name: 'stdout', text: [text] } })).toMatch(
      /\| penalty-check: tried to write outside of its folder/,
    );
  });

  test('tells what was put back', () => {
    expect(lineOf({}, ['penalty-check: was deleted, put back'])).toBe(
      'ada 0 of 6 | penalty-check: was deleted, put back',
    );
  });
});
