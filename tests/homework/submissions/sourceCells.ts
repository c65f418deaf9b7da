import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOLUTION = /^( *)(?:\/\/|###) BEGIN SOLUTION\n([^]*?)^ *(?:\/\/|###) END SOLUTION\n?/m;

/** A cell of an assignment's source, as far as submissions need it. */
interface SourceCell {
  readonly id: string;
  readonly source: string;
  /** For those that are graded by machine. */
  readonly points?: number;
}

/** The cells of `homework/source/ASSIGNMENT`. */
function sourceCells(assignment: string): SourceCell[] {
  const file = join(__dirname, '..', '..', '..', 'homework', 'source', assignment, `${assignment}.ipynb`);
  const { cells } = JSON.parse(readFileSync(file, 'utf8')) as {
    cells: {
      id: string;
      source: string[];
      metadata: { nbgrader: { grade: boolean; solution: boolean; points: number } };
    }[];
  };
  return cells.map(({ id, source, metadata: { nbgrader } }) => ({
    ...{ id, source: source.join('') },
    ...(nbgrader.grade && !nbgrader.solution && { points: nbgrader.points }),
  }));
}

/** What a perfect student writes: the solutions of all cells that have one, by the cell's id. */
export const solutionsOf = (assignment: string): Record<string, string> =>
  Object.fromEntries(
    sourceCells(assignment)
      .filter(({ source }) => SOLUTION.test(source))
      .map(({ id, source }) => [id, source.replace(SOLUTION, '$2').trimEnd()]),
  );

/** All points that a machine can give, by the cell's id. */
export const fullMarks = (assignment: string): Record<string, number> =>
  Object.fromEntries(sourceCells(assignment).flatMap(({ id, points }) => (points === undefined ? [] : [[id, points]])));

/** No points in any of these cells. */
export const noMarks = (assignment: string): Record<string, number> =>
  Object.fromEntries(Object.keys(fullMarks(assignment)).map((id) => [id, 0]));

/**
 * Cells in which a student has written these lines in place of the stub, by the cell's id.
 *
 * @throws if the assignment has no such cell, or nobody writes in it.
 */
export function written(assignment: string, bodies: Readonly<Record<string, string>>): Record<string, string> {
  const cells = new Map(sourceCells(assignment).map(({ id, source }) => [id, source]));
  return Object.fromEntries(
    Object.entries(bodies).map(([id, body]) => {
      const source = cells.get(id);
      if (!source || !SOLUTION.test(source)) throw new Error(`${assignment} has no cell "${id}" to write in.`);
      return [id, source.replace(SOLUTION, (_, indent: string) => `${body.replace(/^/gm, indent)}\n`)];
    }),
  );
}
