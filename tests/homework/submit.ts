import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../homework/course';
import type { Submission } from './submissions/Submission';

/** Moodle's number of the first student. */
const FIRST = 1000;

/** By what name the n-th of them is graded. */
export const idOf = (student: string, n: number): string => `${student}-${FIRST + n}`;

/** A course elsewhere with one of this project's assignments in it. */
export class CourseCopy {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'l2lab-course-')));

  constructor(readonly assignment: string) {
    cpSync(join(ROOT, 'homework', 'source', assignment), join(this.folder, 'source', assignment), { recursive: true });
  }

  /** Packs submissions as Moodle exports them: the handed-out notebook, with what each student wrote. */
  exportOf(submissions: readonly Submission[]): string {
    const { folder, assignment } = this;
    const released = readFileSync(join(folder, 'release', assignment, `${assignment}.ipynb`), 'utf8');
    submissions.forEach(({ student, answers }, n) => {
      const place = join(folder, 'export', `${student}_${FIRST + n}_assignsubmission_file`);
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, `${assignment}.ipynb`), answered(released, answers));
    });
    return join(folder, 'export');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A notebook with other sources in some of its cells. */
function answered(notebook: string, answers: Readonly<Record<string, string>>): string {
  const file = JSON.parse(notebook) as { cells: { id: string; source: string | string[] }[] };
  const unknown = Object.keys(answers).find((id) => !file.cells.some((cell) => cell.id === id));
  if (unknown) throw new Error(`The handed-out notebook has no cell "${unknown}".`);
  for (const cell of file.cells) cell.source = answers[cell.id] ?? cell.source;
  return JSON.stringify(file);
}
