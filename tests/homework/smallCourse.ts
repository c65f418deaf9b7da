import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A cell of a made-up assignment. */
export interface MadeCell {
  readonly cell_type: 'code' | 'markdown';
  readonly id: string;
  readonly metadata: { readonly nbgrader?: object };
  readonly source: string;
  readonly outputs?: readonly unknown[];
  readonly execution_count?: null;
}

const cell = (type: 'code' | 'markdown', id: string, source: string, settings: object): MadeCell => ({
  cell_type: type,
  id,
  metadata: {
    nbgrader: { grade_id: id, schema_version: 3, cell_type: type, task: false, ...settings },
  },
  source,
  ...(type === 'code' ? { outputs: [], execution_count: null } : {}),
});

export const text = (id: string, source: string): MadeCell =>
  cell('markdown', id, source, { grade: false, solution: false, locked: true });
export const given = (id: string, source: string): MadeCell =>
  cell('code', id, source, { grade: false, solution: false, locked: true });
export const solution = (id: string, source: string): MadeCell =>
  cell('code', id, source, { grade: false, solution: true, locked: false });
export const graded = (id: string, points: number, source: string): MadeCell =>
  cell('code', id, source, { grade: true, solution: false, locked: true, points });
export const byHand = (id: string, points: number, source: string): MadeCell =>
  cell('markdown', id, source, { grade: true, solution: true, locked: false, points });

/** A notebook file of these cells. */
export function notebookFile(cells: readonly MadeCell[], language = 'typescript'): string {
  const kernelspec = { display_name: 'TypeScript (tslab)', language, name: 'tslab' };
  return JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }, null, 1) + '\n';
}

export const PENALTY = `const myPenalty = (weights: number[][], lambda: number): number => {
  // BEGIN SOLUTION
  return (lambda / 2) * weights.flat().reduce((sum, w) => sum + w * w, 0);
  // END SOLUTION
};`;

/** An assignment as it should be: a function that is worth 4 points, an answer in words that is worth 2. */
export const SMALL: readonly MadeCell[] = [
  text('title', '# A small assignment'),
  given('setup', "import { checkPenalty } from 'l2lab';"),
  text('penalty', '## 1. The penalty (4 points)\n\nWrite it: $\\frac12 \\lambda \\sum w^2$.'),
  solution('penalty-code', PENALTY),
  graded(
    'penalty-check',
    4,
    `import { checkPenalty, gradePoints } from 'l2lab';

await checkPenalty(myPenalty);
// BEGIN HIDDEN TESTS
await gradePoints([{ points: 4, check: checkPenalty(myPenalty), half: ['the ½ is forgotten'] }]);
// END HIDDEN TESTS`,
  ),
  text('why', '## 2. Why ½? (2 points)\n\n1 point for the derivative, 1 for the factor.'),
  byHand('why-answer', 2, '### BEGIN SOLUTION\nThe derivative of $w^2$ is $2w$.\n### END SOLUTION'),
];

/** The cells with some of them in other words. */
export const saying = (answers: Readonly<Record<string, string>>, cells = SMALL): MadeCell[] =>
  cells.map((each) => (each.id in answers ? { ...each, source: answers[each.id]! } : each));

/** A course of assignments in a folder of its own, to be taken away afterwards. */
export class SmallCourse {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'l2lab-course-')));

  constructor(assignments: Readonly<Record<string, readonly MadeCell[]>> = { small: SMALL }) {
    for (const [name, cells] of Object.entries(assignments)) {
      this.write(['source', name, `${name}.ipynb`], notebookFile(cells));
    }
  }

  write(path: readonly string[], content: string): void {
    const file = join(this.folder, ...path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
