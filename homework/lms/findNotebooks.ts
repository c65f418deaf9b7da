import { gradeIds, parseNotebook } from '../notebook';
import type { Notebook } from '../notebook';
import { openZip } from './entries';
import type { Entry } from './entries';
import { isOfMany } from './exportedName';

/** A notebook that a student handed in. */
export interface FoundNotebook {
  /** Its path, through zips, e.g. `penalty-handin.zip/penalty/penalty.ipynb`. */
  readonly file: string;
  readonly bytes: Buffer;
  readonly notebook: Notebook;
  /** Canvas's number of the file that was handed in, which grows with time; 0 elsewhere. */
  readonly place: number;
  /** Of the file that was handed in. */
  readonly time: Date;
  /** Of the notebook in it: when the student saved it. */
  readonly saved: Date;
}

/** A file as a student handed it in. */
export interface HandedInFile {
  readonly name: string;
  readonly place: number;
  readonly entry: Entry;
}

/** What a student's files hold. */
export interface Found {
  readonly notebooks: FoundNotebook[];
  /** What could not be read, and why. */
  readonly problems: string[];
  /** Files that are neither notebook nor zip. */
  readonly others: string[];
}

/** All that is read of one student's files; a course's notebook has less than a megabyte. */
const MAX_BYTES = 300e6;

/** A zip in a zip in a zip is nobody's homework. */
const MAX_DEPTH = 2;

/** Finds all notebooks in a student's files, also in zips; what is broken is named and costs nothing else. */
export async function findNotebooks(files: readonly HandedInFile[]): Promise<Found> {
  const found: Found = { notebooks: [], problems: [], others: [] };
  let bytes = 0;
  const visit = async (name: string, entry: Entry, handedIn: HandedInFile, depth: number): Promise<void> => {
    const [, kind] = /\.(ipynb|zip)$/i.exec(name) ?? [];
    if (kind === undefined) return void found.others.push(name);
    try {
      bytes += entry.bytes;
      if (bytes > MAX_BYTES) throw new Error('it is refused: with it the files have more than 300 MB');
      const content = await entry.read();
      if (kind.toLowerCase() === 'zip') await visitZip(name, content, handedIn, depth);
      else {
        const notebook = parseNotebook(content.toString('utf8'));
        const { place, entry: outer } = handedIn;
        const times = { time: outer.modified, saved: entry.modified };
        found.notebooks.push({ file: name, bytes: content, notebook, place, ...times });
      }
    } catch (error) {
      found.problems.push(`${name}: ${(error as Error).message}`);
    }
  };
  const visitZip = async (name: string, content: Buffer, handedIn: HandedInFile, depth: number): Promise<void> => {
    if (depth === MAX_DEPTH) throw new Error('it is refused: a zip in a zip in a zip');
    const { entries, close } = await openZip(content);
    try {
      if (isOfMany(entries.map(({ path }) => path))) {
        throw new Error('it is an export of many students: collect it by its own path');
      }
      for (const entry of entries) await visit(`${name}/${entry.path}`, entry, handedIn, depth + 1);
    } finally {
      close();
    }
  };
  for (const file of files) await visit(file.name, file.entry, file, 0);
  return found;
}

/** Which assignment a notebook is, by the cells of nbgrader's in it: its name may be anything. */
export function recognize(
  notebook: Notebook,
  assignments: ReadonlyMap<string, ReadonlySet<string>>,
): string | undefined {
  const noted = notebook.metadata.l2lab?.assignment;
  if (noted !== undefined && assignments.has(noted)) return noted;
  const ids = gradeIds(notebook);
  const shares = [...assignments].map(([name, known]) => {
    const common = ids.filter((id) => known.has(id)).length;
    return { name, share: common / Math.max(1, known.size) };
  });
  const best = shares.reduce((a, b) => (b.share > a.share ? b : a));
  return best.share > 0 ? best.name : undefined;
}

/** Orders attempts of one student at one assignment: the last is the newest. */
export function byAge(attempts: readonly FoundNotebook[]): FoundNotebook[] {
  const times = attempts.map(({ time }) => time.getTime());
  // An LMS that stamps every file with the moment of the export says nothing by it; the student's own times do then.
  const sameExport = Math.max(...times) - Math.min(...times) < 10 * 60_000;
  const copy = ({ file }: FoundNotebook): number => Number(/ ?[(-](\d{1,2})\)?\.(ipynb|zip)$/i.exec(file)?.[1] ?? 0);
  return [...attempts].sort(
    (a, b) =>
      a.place - b.place ||
      (sameExport ? 0 : a.time.getTime() - b.time.getTime()) ||
      a.saved.getTime() - b.saved.getTime() ||
      copy(a) - copy(b) ||
      (a.file < b.file ? -1 : 1),
  );
}
