import { parseNotebook } from '../../homework/notebook';
import { sourceProblems } from '../../homework/sourceProblems';
import type { MadeCell } from './smallCourse';
import { notebookFile, PENALTY, SMALL, saying, solution, text } from './smallCourse';

const problemsOf = (cells: readonly MadeCell[], language?: string) =>
  sourceProblems(parseNotebook(notebookFile(cells, language)));

const hidden = (code: string) => `await checkPenalty(myPenalty);\n// BEGIN HIDDEN TESTS\n${code}\n// END HIDDEN TESTS`;
const points = (...parts: number[]) =>
  hidden(
    `await gradePoints([\n${parts.map((p) => `  { points: ${p}, check: checkPenalty(myPenalty) },\n`).join('')}]);`,
  );

describe('what release refuses', () => {
  test('a good assignment has no problems', () => {
    expect(problemsOf(SMALL)).toEqual([]);
    expect(problemsOf(saying({ 'penalty-check': points(2.5, 1.5) }))).toEqual([]);
  });

  test.each([
    [
      'points that are not those of the settings',
      points(3),
      /^penalty-check: brings 4 points by its settings and 3 by gr/,
    ],
    ['no hidden tests', 'await checkPenalty(myPenalty);', /^penalty-check: has no BEGIN HIDDEN TESTS/],
    ['a value after the points', `${points(4)}\nfalse`, /^penalty-check: must end in `await gradePoints/],
    [
      'points that are no last line',
      hidden('await gradePoints([{ points: 4, check }]);\nfalse'),
      /^penalty-check: must end/,
    ],
    ['points that nobody waits for', hidden('gradePoints([{ points: 4, check }]);'), /^penalty-check: must end/],
  ])('a graded cell with %s', (_, source, problem) => {
    expect(problemsOf(saying({ 'penalty-check': source }))).toEqual([expect.stringMatching(problem)]);
  });

  test.each([
    [
      'outside of a function',
      '// BEGIN SOLUTION\nconst myPenalty = 1;\n// END SOLUTION',
      /stands outside of a function body/,
    ],
    [
      'after a function',
      `const f = () => {};\n// BEGIN SOLUTION\nf();\n// END SOLUTION`,
      /stands outside of a function body/,
    ],
    [
      'in an object',
      `const a = { b: '}' };\n// BEGIN SOLUTION\n1;\n// END SOLUTION`,
      /stands outside of a function body/,
    ],
    ['without its marks', 'const myPenalty = () => 1;', /all of it would be taken away/],
  ])('a solution %s', (_, source, problem) => {
    expect(problemsOf(saying({ 'penalty-code': source }))).toEqual([expect.stringMatching(problem)]);
  });

  test('a solution in a cell that is no answer', () => {
    expect(problemsOf(saying({ setup: PENALTY }))).toEqual(['setup: has a solution, but is not marked as one']);
  });

  test('two cells of one name, a cell without settings, another id', () => {
    expect(problemsOf([...SMALL, solution('penalty-code', PENALTY)])).toEqual([
      'penalty-code: is the name of two cells',
    ]);
    expect(problemsOf([...SMALL, { ...text('more', ''), metadata: {} }])).toEqual([
      expect.stringMatching(/^more: nbgrader's settings are missing/),
    ]);
    expect(problemsOf([...SMALL, { ...text('more', ''), id: 'other' }])).toEqual([
      'more: its id is other, and should be the same',
    ]);
  });

  test('another language, or nothing that brings points', () => {
    expect(problemsOf(SMALL, 'python')).toEqual([expect.stringMatching(/kernel is not TypeScript/)]);
    expect(problemsOf([text('title', '# Nothing')])).toEqual(['the notebook: no cell brings points']);
  });
});
