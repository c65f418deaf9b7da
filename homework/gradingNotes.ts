import { existsSync, readFileSync } from 'node:fs';
import type { CellOutput, Notebook, NotebookCell } from './notebook';
import { joinLines, parseNotebook, UNFINISHED } from './notebook';

/** Errors of a cell that did not end by itself; what they say is meant to be read. */
const STOPS = /^(SessionEnded|MemoryLimit|TimeLimit|Interrupted|CellTimeoutError)$/;

/** What is said once, whether a check tells it or an error does: what the kernel refuses, and a machine without the library. */
const REFUSALS: readonly { readonly text: RegExp; readonly note?: string }[] = [
  { text: /Cannot find module '[^']*'/ },
  { text: /a cell may not end the process that runs it/ },
  { text: /a graded notebook writes inside its own folder only.*/ },
  {
    text: /Access to this API has been restricted/,
    note: 'tried to write outside of its folder or to start a program, which was refused',
  },
];

/** What an instructor should know of a graded notebook: cells that were stopped, refused, mended, or do not run at all. */
export function gradingNotes(file: string): string[] {
  if (!existsSync(file)) return [];
  const notebook = parseNotebook(readFileSync(file, 'utf8'));
  const { l2lab } = notebook.metadata as { l2lab?: { remarks?: readonly string[] } };
  return [...(l2lab?.remarks ?? []), ...refusals(notebook), ...errorNotes(notebook)];
}

/** Each refusal once: what runs into it in one cell does so in the cells that use it. */
function refusals({ cells }: Notebook): string[] {
  return REFUSALS.flatMap(({ text, note }) => {
    for (const cell of cells) {
      const said = (cell.outputs ?? []).map((output) => `${joinLines(output.text)}${output.evalue ?? ''}`).join('\n');
      const [words] = text.exec(said) ?? [];
      if (words !== undefined) return `${nameOf(cell)}: ${note ?? words}`;
    }
    return [];
  });
}

/** Errors of cells that the student wrote, and the first of all: a check or given cell that fails later may follow from it. */
function errorNotes({ cells }: Notebook): string[] {
  let isFirst = true;
  return cells.flatMap((cell) => {
    const errors = (cell.outputs ?? []).filter((output) => output.output_type === 'error');
    const isSaid = isFirst || cell.metadata.nbgrader?.solution !== false;
    const own = isSaid ? errors.filter(({ evalue }) => evalue !== UNFINISHED && !isRefusal(evalue)) : [];
    if (errors.length > 0) isFirst = false;
    const said = errors.find(isStop) ?? own[0];
    return said ? [`${nameOf(cell)}: ${inWords(said)}`] : [];
  });
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
