import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCourse } from '../../homework/course';
import { readMarks } from '../../homework/marks';
import { homework, runHomework } from './runHomework';
import type { MadeCell } from './smallCourse';
import { SmallCourse } from './smallCourse';

const answer = (body: string) => `const myPenalty = (weights: number[][], lambda: number): number => {\n  ${body}\n};`;
const RIGHT = answer('return (lambda / 2) * weights.flat().reduce((sum, w) => sum + w * w, 0);');

/** A notebook as Jupyter keeps it. */
interface File {
  cells: MadeCell[];
  metadata: object;
}

/** The commands on a course elsewhere, whose students have done to their notebooks what students do. */
describe('grade, and then feedback', () => {
  let course: SmallCourse;
  afterAll(() => course.remove());

  /** Hands in what was handed out, with these answers, and changed in another way too. */
  function submit(student: string, answers: Record<string, string>, change = (file: File): File => file): void {
    const file = JSON.parse(readFileSync(join(course.folder, 'release', 'small', 'small.ipynb'), 'utf8')) as File;
    const cells = file.cells.map((cell) => ({ ...cell, source: answers[cell.id] ?? cell.source }));
    course.write(['submitted', student, 'small', 'small.ipynb'], JSON.stringify(change({ ...file, cells })));
  }

  const cellsOf = async (student: string) =>
    (await readMarks(openCourse(course.folder))).assignments['small']!.students[student]?.cells;
  const lineOf = (summary: string, student: string) =>
    summary.split('\n').find((line) => line.startsWith(`  ${student} `));

  let first: string;
  beforeAll(async () => {
    course = new SmallCourse();
    await homework(course.folder, 'release');
    const answers = { 'penalty-code': RIGHT, 'why-answer': 'The derivative of w² is 2w.' };
    const without = (id: string) => (file: File) => ({ ...file, cells: file.cells.filter((cell) => cell.id !== id) });
    submit('12345', answers, without('penalty-check'));
    submit('bare', answers, ({ cells }) => ({ ...nothing, cells: cells.map((cell) => ({ ...cell, metadata: {} })) }));
    submit('copied', answers, (file) => {
      const [code, why] = ['penalty-code', 'why-answer'].map((id) => file.cells.find((cell) => cell.id === id)!);
      const stub = { ...code!, id: 'a', source: answer("throw new Error('not done yet');") };
      return { ...file, cells: [stub, ...file.cells, { ...why!, id: 'b' }] };
    });
    submit('fooling', answers, (file) => ({
      ...file,
      cells: file.cells.map((cell) => (cell.id === 'penalty-check' ? { ...cell, source: '4' } : cell)),
      metadata: { kernelspec: { name: 'python3', language: 'python', display_name: 'P' }, l2lab: { graded: 'yes' } },
    }));
    submit('textual', { ...answers, 'penalty-code': 'I do not know.' }, (file) => ({
      ...file,
      cells: file.cells.map(({ outputs: _, execution_count: __, ...cell }) =>
        cell.id === 'penalty-code' ? { ...cell, cell_type: 'markdown' as const } : cell,
      ),
    }));
    submit('unanswered', {
      'penalty-code': answer('return lambda * weights.flat().reduce((sum, w) => sum + w * w, 0);'),
    });
    course.write(['submitted', 'broken', 'small', 'small.ipynb'], '{"cells": [');
    first = await homework(course.folder, 'grade', '--seconds', '30');
  }, 1_200_000);

  const nothing = { nbformat: 4, nbformat_minor: 5, metadata: {} };

  test('puts back what is missing, twice there or changed, and says so', async () => {
    const marks = (await readMarks(openCourse(course.folder))).assignments['small']!.students;
    expect(marks['12345']!.cells).toEqual({ 'penalty-check': 4, 'why-answer': null });
    expect(lineOf(first, '12345')).toBe('  12345 4 of 6, by hand still 2 | penalty-check: was deleted, put back');
    expect(marks['bare']!.cells).toEqual({ 'penalty-check': 4, 'why-answer': null });
    expect(marks['copied']!.cells).toEqual({ 'penalty-check': 4, 'why-answer': null });
    expect(lineOf(first, 'copied')).toMatch(/penalty-code: is there 2 times.*why-answer: is there 2 times/);
    expect(marks['fooling']!.cells).toEqual({ 'penalty-check': 4, 'why-answer': null });
    expect(lineOf(first, 'fooling')).toMatch(/\| penalty-check: was changed, put back/);
    expect(marks['textual']!.cells).toEqual({ 'penalty-check': 0, 'why-answer': null });
    expect(marks['unanswered']!.cells).toEqual({ 'penalty-check': 2, 'why-answer': 0 });
  }, 600_000);

  test('goes on behind a notebook that nobody can read', () => {
    expect(lineOf(first, 'broken')).toMatch(/not graded: small\.ipynb cannot be read/);
    expect(first).toMatch(/6 graded; mean 3 of 6; 5 to mark by hand: .*; 1 not graded/);
    expect(first).toMatch(/ for 6, at most \d\.\d GB of memory/);
  });

  test('grades nobody twice but who has handed in again, and those that it is told to', async () => {
    submit('unanswered', { 'penalty-code': RIGHT });
    const second = await homework(course.folder, 'grade');
    expect(second).toMatch(/6 graded \(5 before/);
    expect(await cellsOf('unanswered')).toEqual({ 'penalty-check': 4, 'why-answer': 0 });
    const third = await homework(course.folder, 'grade', '--again', '--student', 'unanswered');
    expect(third).toMatch(/^small\n {2}unanswered 4 of 6\n {2}1 graded; mean 4 of 6\n {2}\d+:\d\d for 1,/);
  }, 600_000);

  test('can be stopped, and goes on with the same command', async () => {
    const stopped = await runHomework(course.folder, ['grade', '--again'], 'small 1/');
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/Stopped\. The same command goes on from here\./);
    expect(lineOf(stopped.stdout, 'textual')).toBeDefined();
    expect(await homework(course.folder, 'grade')).toMatch(/6 graded/);
  }, 600_000);

  test("takes a course's own settings", async () => {
    course.write(['nbgrader_config.json'], JSON.stringify({ Execute: { timeout: 10 } }));
    submit('slow', { 'penalty-code': answer('for (;;) {}') });
    expect(lineOf(await homework(course.folder, 'grade'), 'slow')).toBe(
      '  slow 0 of 6 | penalty-check: stopped after 10 s',
    );
  }, 600_000);

  test('feedback gives a page to whom nothing is left to mark, and one for Moodle to upload', async () => {
    const students = {
      unanswered: {
        ...{ name: 'Una Nswered', lms: 'moodle' },
        submissions: { small: { from: 'Una Nswered_17_assignsubmission_file', file: '', time: '', place: 0 } },
      },
    };
    course.write(['students.json'], JSON.stringify(students));
    const said = await homework(course.folder, 'feedback');
    expect(said).toMatch(/12345: not yet, 2 points are to be marked by hand/);
    const page = join(course.folder, 'feedback', 'unanswered', 'small', 'small.html');
    expect(said).toContain(`  unanswered: ${page}`);
    const html = readFileSync(page, 'utf8');
    expect(html).toMatch(/small \(Score: 4\.0 \/ 6\.0\)/);
    expect(html).toContain('<a href="#penalty-check">penalty-check</a> (Score: 4.0 / 4.0)');
    expect(html).toContain('myPenalty agrees with the right answer');
    expect(html).toContain('No response.');
    expect(html).not.toMatch(/HIDDEN TESTS|not marked yet/);
    expect(existsSync(join(course.folder, 'feedback', '12345'))).toBe(false);
    const zip = readFileSync(join(course.folder, 'feedback', 'small-moodle.zip'));
    expect(zip.includes('Una Nswered_17_assignsubmission_file/small.html')).toBe(true);
    await homework(course.folder, 'feedback', '--unfinished');
    const unfinished = readFileSync(join(course.folder, 'feedback', '12345', 'small', 'small.html'), 'utf8');
    expect(unfinished).toContain('2 points are not marked yet; they count as 0 here.');
  }, 600_000);

  test('says what to do first', async () => {
    const other = new SmallCourse();
    try {
      const told = async (...args: string[]) => (await runHomework(other.folder, args)).stderr;
      expect(await told('grade')).toMatch(/Nothing was handed in: .*; run collect first/);
      expect(await told('feedback', 'small')).toMatch(/Nothing of small is graded yet: .* grade small/);
      expect(await told('mark')).toMatch(/nothing to mark .*: run release, collect and grade first/);
      other.write(['submitted', 'ada', 'small', 'small.ipynb'], '{}');
      expect(await told('grade')).toMatch(/small was not released yet: .* release small/);
      expect(await told('grade', 'large')).toMatch(/no assignment "large"; there are small/);
      expect(await told('grade', '--seconds', '0')).toMatch(/--seconds requires a whole number, 1 or more, not "0"/);
    } finally {
      other.remove();
    }
  }, 600_000);
});
