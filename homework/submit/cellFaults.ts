import { checksum, gradeIds } from '../notebook';
import type { Notebook, NotebookCell } from '../notebook';

/** Whether a cell is as it was handed out; false for one that nbgrader does not know. */
export function isUntouched(cell: NotebookCell): boolean {
  const handedOut = cell.metadata.nbgrader?.checksum;
  return handedOut !== undefined && handedOut === checksum(cell);
}

/** Cells that grading needs and that were lost, copied or changed, each with what to do. */
export function cellFaults(notebook: Notebook): string[] {
  const ids = gradeIds(notebook);
  const lost = (notebook.metadata.l2lab?.cells ?? []).filter((id) => !ids.includes(id));
  const copied = ids.filter((id, i) => ids.indexOf(id) < i);
  const changed = notebook.cells.filter((cell) => {
    const { grade = false, solution = false, locked = false, checksum: known } = cell.metadata.nbgrader ?? {};
    return known !== undefined && !solution && (grade || locked) && !isUntouched(cell);
  });
  return [
    ...lost.map((id) => `The cell ${id} is missing: copy it back from the notebook that you were given.`),
    ...[...new Set(copied)].map(
      (id) => `There are two cells ${id}: delete the one that is a copy, since only the last changed one counts.`,
    ),
    ...changed.map(
      ({ metadata }) =>
        `The cell ${metadata.nbgrader!.grade_id} was changed: it is graded as it was handed out. ` +
        'Take it from the notebook that you were given, and write your code elsewhere.',
    ),
  ];
}
