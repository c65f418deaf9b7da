import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openCourse } from '../../homework/course';
import { collectExport } from '../../homework/lms/collectExport';
import type { Collected } from '../../homework/lms/collectExport';
import { openExport } from '../../homework/lms/entries';
import { readStudents, writeStudents } from '../../homework/lms/students';
import { writeZip } from '../../homework/lms/zipFile';
import { given, graded, notebookFile, saying, SMALL, SmallCourse, solution, text } from './smallCourse';

export const OTHER = [
  text('start', '# Another'),
  given('setup', ''),
  solution('ratio-code', ''),
  graded('ratio-check', 1, ''),
];
export const MONDAY = new Date('2026-11-23T10:00:00Z');
export const TUESDAY = new Date('2026-11-24T10:00:00Z');

/** A notebook of the small assignment that says who wrote it. */
export const by = (author: string): string => notebookFile(saying({ 'penalty-code': `// ${author}` }));

/** Contents by path, from Monday or with their own time. */
export type Files = Readonly<Record<string, string | Buffer | readonly [string, Date]>>;

const listed = (files: Files) =>
  Object.entries(files).map(([path, value]) => {
    const [content, modified] = typeof value === 'string' || Buffer.isBuffer(value) ? [value, MONDAY] : value;
    return { path, content: Buffer.from(content as string), modified };
  });

/** A course of two assignments, `small` and `other`, with exports of an LMS to be collected. */
export class CourseWithExports extends SmallCourse {
  constructor() {
    super({ small: SMALL, other: OTHER });
  }

  async zip(files: Files, name = 'export.zip'): Promise<string> {
    const file = join(this.folder, 'exports', name);
    await writeZip(file, listed(files));
    return file;
  }

  /** The content of a zip. */
  async zipped(files: Files): Promise<Buffer> {
    return readFileSync(await this.zip(files, 'inner.zip'));
  }

  unpacked(files: Files): string {
    const root = join(this.folder, 'exports', 'folder');
    for (const { path, content, modified } of listed(files)) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      utimesSync(file, modified, modified);
    }
    return root;
  }

  async collect(path: string, only: readonly string[] = ['small', 'other']): Promise<Collected> {
    const { entries, close } = await openExport(path);
    const collected = await collectExport(openCourse(this.folder), entries, only, readStudents(this.folder));
    close();
    writeStudents(this.folder, collected.known);
    return collected;
  }

  submitted(student: string, assignment = 'small'): string {
    return readFileSync(join(this.folder, 'submitted', student, assignment, `${assignment}.ipynb`), 'utf8');
  }
}
