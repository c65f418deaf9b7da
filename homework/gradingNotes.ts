import { existsSync, readFileSync } from 'node:fs';
import type { CellOutput, Notebook, NotebookCell } from './notebook';
import { parseNotebook } from './notebook';

/** Errors of a cell that did not end by itself; what they say is meant to be read. */
const STOPS = /^(SessionEnded|MemoryLimit|Interrupted|CellTimeoutError)/;

/** What an instructor should know of a graded notebook: cells that were stopped, mended, or do not run at all. */
export function gradingNotes(file: string): string[] {
  if (!existsSync(file)) return [];
  const notebook = parseNotebook(readFileSync(file, 'utf8'));
  const { l2lab } = notebook.metadata as { l2lab?: { remarks?: readonly string[] } };
  return [...(l2lab?.remarks ?? []), ...cellNotes(notebook)];
}

function cellNotes({ cells }: Notebook): string[] {
  return cells.flatMap((cell) => {
    const errors = (cell.outputs ?? []).filter((output) => output.output_type === 'error');
    const stop = errors.find(({ ename }) => ename === 'CellTimeoutError') ?? errors.find(isStop);
    // A check that fails costs its points, and no more is to be said; code that does not even start costs several cells.
    const failed = cell.metadata.nbgrader?.grade ? [] : errors.filter(({ evalue }) => evalue !== 'not done yet');
    const said = stop ?? failed[0];
    return said ? `${nameOf(cell)}: ${inWords(said)}` : [];
  });
}

function inWords({ ename, evalue }: CellOutput): string {
  const text = firstLine(evalue).replace(/\.$/, '');
  if (ename === 'CellTimeoutError') return text.replace(/^Stopped: the cell ran longer than/, 'stopped after');
  return ename === 'TypeScriptError' ? `does not compile (${text})` : text;
}

const isStop = ({ ename = '' }: CellOutput): boolean => STOPS.test(ename);

const nameOf = ({ metadata }: NotebookCell): string => metadata.nbgrader?.grade_id ?? 'a cell of their own';

const firstLine = (text = ''): string => (text.trim().split('\n')[0] ?? '').slice(0, 120);
