import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCourse, ROOT } from '../../homework/course';
import { parseNotebook } from '../../homework/notebook';
import { sourceProblems } from '../../homework/sourceProblems';
import { fullMarks, solutionsOf } from './submissions/sourceCells';
import type { Submission } from './submissions/Submission';

const COURSE = openCourse(join(ROOT, 'homework'));

describe.each(COURSE.assignments)('%s', (assignment) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { submissions } = require(`./submissions/${assignment}`) as { submissions: readonly Submission[] };
  const text = readFileSync(join(COURSE.folder, 'source', assignment, `${assignment}.ipynb`), 'utf8');
  const full = fullMarks(assignment);

  test('can be released', () => {
    expect(sourceProblems(parseNotebook(text))).toEqual([]);
  });

  test.each(submissions.map((submission) => [submission.student, submission] as const))(
    'the submission of %s has cells of the assignment, and marks that it can give',
    (_, { answers, marks }) => {
      const ids = parseNotebook(text).cells.map(({ id }) => id);
      expect(Object.keys(answers).filter((id) => !ids.includes(id))).toEqual([]);
      expect(Object.keys(marks).sort()).toEqual(Object.keys(full).sort());
      for (const [id, points] of Object.entries(marks)) expect(points).toBeLessThanOrEqual(full[id]!);
    },
  );

  test('solutions hold no markers', () => {
    expect(JSON.stringify(solutionsOf(assignment))).not.toMatch(/SOLUTION|HIDDEN/);
  });
});
