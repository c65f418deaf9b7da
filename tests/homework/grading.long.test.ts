import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCourse, ROOT } from '../../homework/course';
import type { AssignmentMarks } from '../../homework/marks';
import { readMarks } from '../../homework/marks';
import { homework } from './runHomework';
import { runScript } from './runScript';
import { CourseCopy, idOf } from './submit';
import type { Submission } from './submissions/Submission';

/** What a cell may use; enough for those that train, and small where nothing does. */
const LIMITS: Readonly<Record<string, { seconds: number; memory: number }>> = {
  penalty: { seconds: 20, memory: 2000 },
};
const USUAL = { seconds: 120, memory: 4000 };

const submissionsOf = (assignment: string): readonly Submission[] =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require(`./submissions/${assignment}`) as { submissions: readonly Submission[] }).submissions;

/** A cell after a run, as `run_cells.py` has it. */
interface CellRun {
  readonly id: string;
  readonly grade: boolean;
  readonly points: number;
  readonly errors: readonly string[];
  readonly stderr: string;
  readonly value: string;
}

const runCells = (notebook: string, course: string) => runScript<CellRun[]>('run_cells.py', notebook, course);

describe.each(openCourse(join(ROOT, 'homework')).assignments)('%s', (assignment) => {
  const { seconds, memory } = LIMITS[assignment] ?? USUAL;
  const submissions = submissionsOf(assignment).map((each, n) => ({ ...each, id: idOf(each.student, n) }));
  let course: CourseCopy;
  let marks: AssignmentMarks;
  let summary: string;

  beforeAll(async () => {
    course = new CourseCopy(assignment);
    await homework(course.folder, 'release', assignment);
    await homework(course.folder, 'collect', course.exportOf(submissions));
    summary = await homework(course.folder, 'grade', '--seconds', String(seconds), '--memory', String(memory));
    process.stderr.write(summary);
    marks = (await readMarks(openCourse(course.folder))).assignments[assignment]!;
  }, 3_600_000);
  afterAll(() => course.remove());

  test.each(submissions)('$student: $about', ({ id, marks: fair, says = [] }) => {
    const automatic = marks.cells.filter(({ manual }) => !manual).map(({ name }) => name);
    const given = Object.fromEntries(automatic.map((name) => [name, marks.students[id]?.cells[name]]));
    expect(given).toEqual(fair);
    const line = summary.split('\n').find((each) => each.trim().startsWith(`${id} `));
    for (const words of says) expect(line).toContain(words);
  });

  test('an answer in words waits for a person if there is one, and counts 0 if there is none', () => {
    const byHand = marks.cells.filter(({ manual }) => manual).map(({ name }) => name);
    for (const { id, answers } of submissions) {
      const fair = byHand.map((name) => [name, name in answers ? null : 0]);
      expect([id, byHand.map((name) => [name, marks.students[id]?.cells[name]])]).toEqual([id, fair]);
    }
  });

  test('nobody has written outside of their folder', () => {
    const ours = [
      'autograded',
      'export',
      'gradebook.db',
      'node_modules',
      'release',
      'source',
      'students.json',
      'submitted',
    ];
    expect(readdirSync(course.folder).sort()).toEqual(ours);
    const students = submissions.map(({ id }) => id).sort();
    expect(readdirSync(join(course.folder, 'autograded')).sort()).toEqual(students);
    for (const student of students) {
      expect(readdirSync(join(course.folder, 'autograded', student))).toEqual([assignment]);
    }
    expect(existsSync(join(course.folder, '..', 'outside.txt'))).toBe(false);
  });

  test("in the students' version every cell runs or is not done yet, and every check says so", async () => {
    const notebook = join(course.folder, 'release', assignment, `${assignment}.ipynb`);
    for (const { id, grade, errors, stderr, value } of await runCells(notebook, course.folder)) {
      expect([id, errors.filter((error) => error !== 'Error: not done yet'), stderr]).toEqual([id, [], '']);
      if (grade) expect([id, errors.length > 0 ? errors : value]).toEqual([id, expect.stringMatching(/^○/)]);
    }
    expect(readFileSync(notebook, 'utf8')).not.toMatch(/SOLUTION|HIDDEN|gradePoints\(/);
  }, 1_200_000);

  test('the reference solutions run without errors and stderr on the kernel of lessons, and get all points', async () => {
    const notebook = join(course.folder, 'source', assignment, `${assignment}.ipynb`);
    for (const { id, grade, points, errors, stderr, value } of await runCells(notebook, course.folder)) {
      expect([id, errors, stderr]).toEqual([id, [], '']);
      if (grade) expect([id, Number(value)]).toEqual([id, points]);
    }
  }, 1_200_000);
});
