import { joinLines, UNFINISHED } from '../notebook';
import type { NotebookCell } from '../notebook';
import type { NotebookRun } from './runAllCells';

/** What a student is told of a cell. */
export interface Verdict {
  /** `✓` right, `✗` wrong or failed, `○` not done yet, `?` a check that says nothing. */
  readonly sign: '✓' | '✗' | '○' | '?';
  /** A check, another cell that fails, or an answer that a person will mark. */
  readonly kind: 'check' | 'cell' | 'answer';
  /** The heading that it stands under. */
  readonly section: string;
  /** Its id, or its first line. */
  readonly cell: string;
  readonly says: string;
}

/** The worst first: a cell says as much as its worst check. */
const SIGNS = ['✗', '○', '✓'] as const;

/**
 * Says what a run shows, in the notebook's order: of every graded check what it says, of other code cells those that
 * fail, of answers in words whether there is one.
 *
 * @param untouched whether a cell is as it was handed out.
 * @param seconds that each cell had.
 */
export function verdicts(
  { executed, stopped, dead }: NotebookRun,
  untouched: (cell: NotebookCell) => boolean,
  seconds: number,
): Verdict[] {
  let section = '';
  return executed.cells.flatMap((cell, index): Verdict[] => {
    section = (cell.cell_type === 'markdown' && headingOf(cell.source)) || section;
    const { grade = false, solution = false, grade_id } = cell.metadata.nbgrader ?? {};
    const name = grade_id ?? (cell.source.trim().split('\n')[0] || `cell ${index + 1}`);
    const kind = grade ? (solution ? 'answer' : 'check') : 'cell';
    const about = { kind, section, cell: name } as const;
    if (kind === 'answer' && (untouched(cell) || isBlank(cell)))
      return [{ ...about, sign: '○', says: 'nothing is written here yet' }];
    if (cell.cell_type !== 'code' || !cell.source.trim()) return [];
    if (dead !== undefined && index >= dead) {
      return kind === 'check' ? [{ ...about, sign: '✗', says: 'did not run: the kernel had ended before' }] : [];
    }
    const error = errorOf(cell);
    if (stopped.has(index)) {
      return [{ ...about, sign: '✗', says: `stopped after ${seconds} s: does a loop never end?` }];
    }
    if (error === UNFINISHED) return [{ ...about, sign: '○', says: UNFINISHED }];
    if (error !== undefined) return [{ ...about, sign: '✗', says: error }];
    return kind === 'check' ? [{ ...about, ...checkOf(cell) }] : [];
  });
}

/** Whether nothing but headings and the line to replace stands in an answer. */
const isBlank = ({ source }: NotebookCell): boolean =>
  source.split('\n').every((line) => /^\s*$|^#|^\*\*[^*]*\*\*$|^\*Write your answer here/.test(line.trim()));

const headingOf = (text: string): string | undefined => /^#{1,6} +(.+)$/m.exec(text)?.[1]?.trim();

function errorOf({ outputs = [] }: NotebookCell): string | undefined {
  const error = outputs.find(({ output_type }) => output_type === 'error');
  if (!error) return undefined;
  const { ename = 'Error', evalue = '' } = error;
  return evalue === UNFINISHED || ename === 'SessionEnded' ? evalue : `${ename}: ${evalue}`;
}

/** What the checks of a cell have printed or shown. */
function checkOf({ outputs = [] }: NotebookCell): Pick<Verdict, 'sign' | 'says'> {
  const lines = outputs.flatMap(({ text, data }) => joinLines(text ?? data?.['text/plain']).split('\n'));
  for (const sign of SIGNS) {
    const line = lines.find((text) => text.startsWith(sign));
    if (line) return { sign, says: line.slice(1).trim() };
  }
  return { sign: '?', says: 'it ran, but no check said anything' };
}
