import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openCourse } from '../../homework/course';
import { readMarks } from '../../homework/marks';
import { gradedFile, readSubmissions } from '../../homework/submissions';
import { homework } from './runHomework';
import { runScript } from './runScript';
import type { MadeCell } from './smallCourse';
import { PENALTY, SmallCourse } from './smallCourse';

/** A mark by hand is of one notebook, and the student may hand in another. */
describe('what a person has marked', () => {
  let course: SmallCourse;
  afterAll(() => course.remove());

  function submit(answer: string): void {
    const file = JSON.parse(readFileSync(join(course.folder, 'release', 'small', 'small.ipynb'), 'utf8')) as {
      cells: MadeCell[];
    };
    const answers: Record<string, string> = { 'penalty-code': PENALTY, 'why-answer': answer };
    const cells = file.cells.map((cell) => ({ ...cell, source: answers[cell.id] ?? cell.source }));
    // Another program's.
    cells[0] = { ...cells[0]!, metadata: { nbgrader: 'none' as unknown as object } };
    course.write(['submitted', 'ada', 'small', 'small.ipynb'], JSON.stringify({ ...file, cells }));
  }

  const marksOfAda = async () => (await readMarks(openCourse(course.folder))).assignments['small']!.students['ada'];
  const page = () => join(course.folder, 'feedback', 'ada', 'small', 'small.html');
  const zip = () => join(course.folder, 'feedback', 'small-moodle.zip');

  beforeAll(async () => {
    course = new SmallCourse();
    await homework(course.folder, 'release');
    submit('First: a<b. <script>alert(1)</script>');
    const submissions = { small: { from: 'Ada_1_assignsubmission_file', file: '', time: '', place: 0 } };
    course.write(['students.json'], JSON.stringify({ ada: { name: 'Ada', lms: 'moodle', submissions } }));
  }, 300_000);

  test('counts, and is given back without running what the student wrote', async () => {
    expect(await homework(course.folder, 'grade')).toMatch(/ada 4 of 6, by hand still 2\n/);
    await runScript('mark_by_hand.py', course.folder, 'ada', 'small', 'why-answer', '2');
    expect(await marksOfAda()).toEqual({ score: 6, cells: { 'penalty-check': 4, 'why-answer': 2 }, review: [] });
    expect(await homework(course.folder, 'export')).toMatch(/^small: 1 of 1 students/);
    expect(await homework(course.folder, 'feedback')).toContain(`  ada: ${page()}\n`);
    const html = readFileSync(page(), 'utf8');
    expect(html).toContain('First: a&lt;b. &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(existsSync(zip())).toBe(true);
  }, 600_000);

  test('is neither exported nor given back while another notebook waits', async () => {
    submit('Second.');
    expect(await homework(course.folder, 'export')).toMatch(/^small: 0 of 1[^]*handed in anew since.*: ada$/m);
    expect(await homework(course.folder, 'feedback')).toMatch(/ada: not yet, what was handed in last is not graded\n/);
    expect([existsSync(page()), existsSync(zip())]).toEqual([false, false]);
  }, 300_000);

  test('is to be looked at again when that is graded, which one that comes meanwhile is not', async () => {
    const running = homework(course.folder, 'grade');
    const file = gradedFile(openCourse(course.folder), 'ada', 'small');
    while (!existsSync(file) || !readFileSync(file, 'utf8').includes('Second.')) await wait(100);
    submit('Third.');
    expect(await running).toMatch(/ada 6 of 6 \| marked by hand before this grading: why-answer; look again \(mark\)/);
    expect(readSubmissions(openCourse(course.folder), 'small')).toMatchObject([{ isGraded: false }]);
    await homework(course.folder, 'grade');
    expect(readSubmissions(openCourse(course.folder), 'small')).toMatchObject([{ isGraded: true }]);
    expect(await homework(course.folder, 'export')).toMatch(/1 of 1 [^]*look again .*: ada \(why-answer\)$/m);
    expect(await homework(course.folder, 'feedback')).toMatch(/small\.html \| marked by hand before this grading/);
    await runScript('mark_by_hand.py', course.folder, 'ada', 'small', 'why-answer', '1');
    expect(await marksOfAda()).toMatchObject({ score: 5, review: [] });
  }, 600_000);
});
