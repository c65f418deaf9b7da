import type { Notebook } from './notebook';

const LEFT = /(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)|gradePoints\(/;

/** What of solutions and hidden tests would still stand in a notebook that is handed out. */
export function releaseProblems({ cells }: Notebook): string[] {
  return cells.flatMap(({ id, source, metadata, outputs = [] }) => {
    const name = metadata.nbgrader?.grade_id ?? id ?? '';
    const problems = [];
    const left = LEFT.exec(source);
    if (left) problems.push(`${name}: "${left[0]}" is left in it`);
    if (outputs.length > 0) problems.push(`${name}: outputs are left in it`);
    return problems;
  });
}
