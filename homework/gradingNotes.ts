import { existsSync, readFileSync } from 'node:fs';
import type { CellOutput, Notebook, NotebookCell } from './notebook';
import { joinLines, parseNotebook } from './notebook';

/** Errors of a cell that did not end by itself; what they say is meant to be read. */
const STOPS = /^(SessionEnded|MemoryLimit|TimeLimit|Interrupted|CellTimeoutError)$/;

/** What the grading kernel refuses, which a check may tell as well as an error. */
const REFUSALS: readonly { readonly text: RegExp; readonly note: string }[] = [
  { text: /may not end the process/, note: 'tried to end the process' },
  {
    text: /writes inside its own folder only|Access to this API has been restricted/,
    note: 'tried to write outside of its folder or to start a program, which was refused',
  },
];

/** What an instructor should know of a graded notebook: cells that were stopped, refused, mended, or do not run at all. */
export function gradingNotes(file: string): string[] {
  if (!existsSync(file)) return [];
  const notebook = parseNotebook(readFileSync(file, 'utf8'));
  const { l2lab } = notebook.metadata as { l2lab?: { remarks?: readonly string[] } };
  return [...(l2lab?.remarks ?? []), ...refusals(notebook), ...notebook.cells.flatMap(errorNote)];
}

/** Each refusal once: what runs into it in one cell does so in the cells that use it. */
function refusals({ cells }: Notebook): string[] {
  return REFUSALS.flatMap(({ text, note }) => {
    const cell = cells.find(({ outputs = [] }) =>
      outputs.some((output) => text.test(`${joinLines(output.text)}${output.evalue ?? ''}`)),
    );
    return cell ? `${nameOf(cell)}: ${note}` : [];
  });
}

/** A check or a given cell that fails follows from what the student wrote, and no more is to be said. */
function errorNote(cell: NotebookCell): string[] {
  const errors = (cell.outputs ?? []).filter((output) => output.output_type === 'error');
  const isStudents = cell.metadata.nbgrader?.solution !== false;
  const own = isStudents ? errors.filter(({ evalue }) => evalue !== 'not done yet' && !isRefusal(evalue)) : [];
  const said = errors.find(isStop) ?? own[0];
  return said ? [`${nameOf(cell)}: ${inWords(said)}`] : [];
}

function inWords({ ename, evalue }: CellOutput): string {
  const text = firstLine(evalue).replace(/\.$/, '');
  const [limit] = /\d+ s\b/.exec(text) ?? [];
  if (ename === 'TimeLimit' && limit) return `stopped after ${limit}`;
  return ename === 'TypeScriptError' ? `does not compile (${text})` : text;
}

const isRefusal = (evalue = ''): boolean => REFUSALS.some(({ text }) => text.test(evalue));

const isStop = ({ ename = '' }: CellOutput): boolean => STOPS.test(ename);

const nameOf = ({ metadata }: NotebookCell): string => metadata.nbgrader?.grade_id ?? 'a cell of their own';

const firstLine = (text = ''): string => (text.trim().split('\n')[0] ?? '').slice(0, 120);
