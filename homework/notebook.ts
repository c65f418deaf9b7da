import { createHash } from 'node:crypto';

/** A cell of a notebook file, with what nbgrader and this project read of it. */
export interface NotebookCell {
  readonly id?: string;
  readonly cell_type: string;
  /** Joined to one text. */
  readonly source: string;
  readonly metadata: { readonly nbgrader?: GraderMetadata };
  readonly outputs?: readonly CellOutput[];
}

/** What nbgrader keeps about a cell; `grade` and `solution` together are an answer that a person marks. */
export interface GraderMetadata {
  readonly grade_id: string;
  readonly grade: boolean;
  readonly solution: boolean;
  readonly locked: boolean;
  readonly points?: number;
  /** Of the cell as it was handed out. */
  readonly checksum?: string;
}

/** An output as Jupyter's notebook format has it. */
export interface CellOutput {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly ename?: string;
  readonly evalue?: string;
}

/** A notebook file. */
export interface Notebook {
  readonly cells: readonly NotebookCell[];
  readonly metadata: { readonly l2lab?: HandoutMetadata };
}

/** What `zip` notes in a notebook that is handed out. */
export interface HandoutMetadata {
  readonly assignment: string;
  /** Ids of all cells that nbgrader knows, so that a lost one can be named. */
  readonly cells: readonly string[];
}

/** What the line throws that nbgrader_config.json puts in place of a solution. */
export const UNFINISHED = 'not done yet';

/** Joins the lines in which a notebook file keeps its texts. */
export const joinLines = (text: unknown): string => (Array.isArray(text) ? text.join('') : String(text ?? ''));

/**
 * Reads a notebook file of format 4.
 *
 * @throws an error in plain words if the text is no notebook.
 */
export function parseNotebook(text: string): Notebook {
  let file: { cells?: unknown; metadata?: unknown };
  try {
    // Editors on Windows put a mark before the text.
    file = JSON.parse(text.replace(/^\uFEFF/, '')) as typeof file;
  } catch {
    throw new Error('it is no notebook, or a damaged one: its text is not JSON');
  }
  const { cells } = file ?? {};
  if (!Array.isArray(cells) || !cells.every(isCell)) throw new Error('it is no notebook: it has no cells');
  return {
    metadata: isRecord(file.metadata) ? file.metadata : {},
    cells: cells.map((cell) => ({ ...cell, source: joinLines(cell.source), metadata: knownMetadata(cell.metadata) })),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCell = (value: unknown): value is NotebookCell => isRecord(value) && typeof value['cell_type'] === 'string';

/** Metadata with nbgrader's part, if that is whole. */
function knownMetadata(metadata: unknown): NotebookCell['metadata'] {
  const grader = isRecord(metadata) ? metadata['nbgrader'] : undefined;
  return isRecord(grader) && typeof grader['grade_id'] === 'string'
    ? { nbgrader: grader as unknown as GraderMetadata }
    : {};
}

/** Ids of the cells that nbgrader knows, in the notebook's order. */
export const gradeIds = ({ cells }: Notebook): string[] =>
  cells.flatMap(({ metadata }) => metadata.nbgrader?.grade_id ?? []);

/**
 * The sum by which nbgrader knows whether a cell is as it was handed out (`compute_checksum` of its utils.py): MD5 of the
 * source, the type, Python's words for graded, solution and locked, the id, and the points as a float.
 */
export function checksum({ source, cell_type, metadata }: NotebookCell): string {
  const { grade = false, solution = false, locked = false, grade_id = '', points = 0 } = metadata.nbgrader ?? {};
  const isLocked = !solution && (grade || locked);
  const words = [grade, solution, isLocked].map((flag) => (flag ? 'True' : 'False'));
  const float = Number.isInteger(points) ? `${points}.0` : String(points);
  return createHash('md5')
    .update([source, cell_type, ...words, grade_id, grade ? float : ''].join(''))
    .digest('hex');
}
