import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { release } from '../../homework/commands/release';
import { openCourse } from '../../homework/course';
import { readMarks } from '../../homework/marks';
import { parseNotebook } from '../../homework/notebook';
import { releaseProblems } from '../../homework/releaseProblems';
import { notebookFile, PENALTY, SmallCourse, saying } from './smallCourse';

describe('release', () => {
  let course: SmallCourse;
  beforeEach(() => (course = new SmallCourse()));
  afterEach(() => course.remove());

  test("makes the students' version and notes the cells in the gradebook", async () => {
    const file = await release(openCourse(course.folder), 'small');
    expect(file).toBe(join(course.folder, 'release', 'small', 'small.ipynb'));
    const { cells } = parseNotebook(readFileSync(file, 'utf8'));
    const sourceOf = (id: string) => cells.find((cell) => cell.metadata.nbgrader?.grade_id === id)?.source;
    expect(sourceOf('penalty-code')).toBe(
      'const myPenalty = (weights: number[][], lambda: number): number => {\n' +
        "  // Write here, in place of the next line.\n  throw new Error('not done yet');\n};",
    );
    expect(sourceOf('penalty-check')).toBe(
      "import { checkPenalty, gradePoints } from 'l2lab';\n\nawait checkPenalty(myPenalty);",
    );
    expect(sourceOf('why-answer')).toBe('*Write your answer here, in place of this line.*');
    expect(readFileSync(file, 'utf8')).not.toMatch(/SOLUTION|HIDDEN|derivative of/);
    expect(unlocked(file)).toEqual({ editable: ['penalty-code', 'why-answer'], deletable: [] });

    const { assignments } = await readMarks(openCourse(course.folder));
    expect(assignments['small']).toEqual({
      max: 6,
      cells: [
        { name: 'penalty-check', max: 4, manual: false },
        { name: 'why-answer', max: 2, manual: true },
      ],
      students: {},
    });
  }, 60_000);

  test('refuses a source by the names of its cells, and hands nothing out', async () => {
    course.write(['source', 'small', 'small.ipynb'], notebookFile(saying({ 'penalty-check': 'false' })));
    await expect(release(openCourse(course.folder), 'small')).rejects.toThrow(
      /small\.ipynb cannot be handed out as it is:\n {2}penalty-check: has no BEGIN HIDDEN TESTS/,
    );
    expect(existsSync(join(course.folder, 'release'))).toBe(false);
  });

  test('leaves what was released before where nbgrader fails', async () => {
    const file = await release(openCourse(course.folder), 'small');
    const before = readFileSync(file, 'utf8');
    const nested = PENALTY.replace('return', '// BEGIN SOLUTION\n  return');
    course.write(['source', 'small', 'small.ipynb'], notebookFile(saying({ 'penalty-code': nested })));
    await expect(release(openCourse(course.folder), 'small')).rejects.toThrow(/small cannot be released: .*nested/);
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(join(course.folder, 'release'))).toEqual(['small']);
  }, 60_000);

  test('refuses what would be left in it of solutions and hidden tests', () => {
    const cells = saying({ setup: 'gradePoints([]);', 'penalty-code': PENALTY });
    expect(releaseProblems(parseNotebook(notebookFile(cells)))).toEqual([
      'setup: "gradePoints(" is left in it',
      'penalty-code: "BEGIN SOLUTION" is left in it',
      'penalty-check: "BEGIN HIDDEN TESTS" is left in it',
      'why-answer: "BEGIN SOLUTION" is left in it',
    ]);
  });
});

/** Ids of the cells that a student can change, and delete. */
function unlocked(file: string) {
  const { cells } = JSON.parse(readFileSync(file, 'utf8')) as { cells: { id: string; metadata: Metadata }[] };
  const ids = (flag: keyof Metadata) => cells.filter(({ metadata }) => metadata[flag] !== false).map(({ id }) => id);
  return { editable: ids('editable'), deletable: ids('deletable') };
}

interface Metadata {
  readonly editable?: boolean;
  readonly deletable?: boolean;
}
