import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { packHandout } from '../../homework/commands/zip';
import { openCourse } from '../../homework/course';
import { openZip } from '../../homework/lms/entries';
import { gradeIds, parseNotebook } from '../../homework/notebook';
import { notebookFile, SMALL, SmallCourse } from './smallCourse';

describe('zip', () => {
  let course: SmallCourse;
  beforeEach(() => (course = new SmallCourse()));
  afterEach(() => course.remove());

  const release = () => course.write(['release', 'small', 'small.ipynb'], notebookFile(SMALL));
  const pack = () => packHandout(openCourse(course.folder), 'small');

  it('packs the released notebook, which names its assignment and cells, and a README of three steps', async () => {
    release();
    const file = await pack();
    expect(file).toBe(join(course.folder, 'handout', 'small.zip'));
    const { entries, close } = await openZip(file);
    expect(entries.map(({ path }) => path)).toEqual(['small/small.ipynb', 'small/README.md']);
    const [notebook, readme] = await Promise.all(entries.map(async (entry) => (await entry.read()).toString('utf8')));
    close();
    const { cells, metadata } = JSON.parse(notebook!);
    const released = JSON.parse(notebookFile(SMALL));
    expect(cells).toEqual(released.cells);
    const l2lab = { assignment: 'small', cells: gradeIds(parseNotebook(notebookFile(SMALL))) };
    expect(metadata).toEqual({ ...released.metadata, l2lab });
    expect(readme!.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ']);
    expect(readme).toContain('npm run homework -- submit small');
    expect(readme).toContain('npm start -- homework/small/small.ipynb');
  });

  it('replaces an older zip', async () => {
    release();
    const first = readFileSync(await pack());
    course.write(['release', 'small', 'small.ipynb'], notebookFile(SMALL.slice(0, 3)));
    expect(readFileSync(await pack()).equals(first)).toBe(false);
  });

  it('says what to do where nothing is released, or the source is newer', async () => {
    await expect(pack()).rejects.toThrow('small is not released yet; run: npm run homework -- release small');
    release();
    const later = new Date(Date.now() + 10_000);
    utimesSync(join(course.folder, 'source', 'small', 'small.ipynb'), later, later);
    await expect(pack()).rejects.toThrow('is newer than the released notebook; run: npm run homework -- release small');
  });
});
