import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What became of a submission: `kept` is an older one that is not taken. */
export type Placed = 'new' | 'newer' | 'same' | 'kept';

/** Where a submission goes, and since when it is there. */
export interface Submission {
  readonly student: string;
  readonly assignment: string;
  readonly bytes: Buffer;
  readonly time: Date;
  /** When what is there now was handed in, as far as known. */
  readonly previous?: Date;
}

/**
 * Puts a notebook where nbgrader looks for it, with the time in its `timestamp.txt`. What is replaced goes to `replaced/`.
 *
 * @param course the course's folder.
 */
export function placeSubmission(course: string, { student, assignment, bytes, time, previous }: Submission): Placed {
  const folder = join(course, 'submitted', student, assignment);
  const notebook = join(folder, `${assignment}.ipynb`);
  const there = existsSync(notebook) ? readFileSync(notebook) : undefined;
  // nbgrader takes no mark of Windows editors before the text.
  const text = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? bytes.subarray(3) : bytes;
  if (there?.equals(text)) return 'same';
  if (there && previous && previous > time) return 'kept';
  if (there) {
    const stamp = (previous ?? new Date(0)).toISOString().replace(/:/g, '-').replace(/\..*/, '');
    keep(notebook, join(course, 'replaced', student, `${assignment} ${stamp}.ipynb`));
  }
  mkdirSync(folder, { recursive: true });
  const part = `${notebook}.part`;
  writeFileSync(part, text);
  renameSync(part, notebook);
  writeFileSync(join(folder, 'timestamp.txt'), `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`);
  return there ? 'newer' : 'new';
}

/** Moves a file to a name that is free. */
function keep(file: string, wanted: string): void {
  mkdirSync(dirname(wanted), { recursive: true });
  let target = wanted;
  for (let i = 2; existsSync(target); i++) target = wanted.replace(/\.ipynb$/, `-${i}.ipynb`);
  renameSync(file, target);
}
