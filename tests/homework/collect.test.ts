import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { command, describe as inWords } from '../../homework/commands/collect';
import { openCourse } from '../../homework/course';
import { collectExport } from '../../homework/lms/collectExport';
import type { Collected } from '../../homework/lms/collectExport';
import { openExport } from '../../homework/lms/entries';
import { readStudents, writeStudents } from '../../homework/lms/students';
import { writeZip } from '../../homework/lms/zipFile';
import { given, graded, notebookFile, saying, SMALL, SmallCourse, solution, text } from './smallCourse';

const OTHER = [
  text('start', '# Another'),
  given('setup', ''),
  solution('ratio-code', ''),
  graded('ratio-check', 1, ''),
];
const MONDAY = new Date('2026-11-23T10:00:00Z');
const TUESDAY = new Date('2026-11-24T10:00:00Z');

/** A notebook of the small assignment that says who wrote it. */
const by = (author: string): string => notebookFile(saying({ 'penalty-code': `// ${author}` }));
const bytes = (content: string | Buffer): Buffer => (typeof content === 'string' ? Buffer.from(content) : content);

describe('collect', () => {
  let course: SmallCourse;
  beforeEach(() => (course = new SmallCourse({ small: SMALL, other: OTHER })));
  afterEach(() => course.remove());

  type Files = Readonly<Record<string, string | Buffer | readonly [string | Buffer, Date]>>;
  const listed = (files: Files) =>
    Object.entries(files).map(([path, value]) => {
      const [content, modified] = Array.isArray(value) ? (value as [string, Date]) : [value as string, MONDAY];
      return { path, content: bytes(content), modified };
    });

  async function zip(files: Files, name = 'export.zip'): Promise<string> {
    const file = join(course.folder, 'exports', name);
    await writeZip(file, listed(files));
    return file;
  }
  const zipped = async (files: Files): Promise<Buffer> => readFileSync(await zip(files, 'inner.zip'));

  function folder(files: Files): string {
    const root = join(course.folder, 'exports', 'folder');
    for (const { path, content, modified } of listed(files)) {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      utimesSync(file, modified, modified);
    }
    return root;
  }

  async function collect(path: string, only: readonly string[] = ['small', 'other']): Promise<Collected> {
    const { entries, close } = await openExport(path);
    const collected = await collectExport(openCourse(course.folder), entries, only, readStudents(course.folder));
    close();
    writeStudents(course.folder, collected.known);
    return collected;
  }
  const submitted = (student: string, assignment = 'small'): string =>
    readFileSync(join(course.folder, 'submitted', student, assignment, `${assignment}.ipynb`), 'utf8');
  const students = (): string[] => readdirSync(join(course.folder, 'submitted')).sort();

  it("takes Moodle's folders, and writes what nbgrader and the other commands read", async () => {
    const path = await zip({
      'Jane Doe_1234567_assignsubmission_file_/small-handin.zip': await zipped({ 'small/small.ipynb': by('Jane') }),
      'José Núñez_1234568_assignsubmission_file_/small (1).ipynb': by('José'),
      'Bo Ek_1234569_assignsubmission_file/my work/small-final.ipynb': by('Bo'),
      'Bo Ek_1234569_assignsubmission_onlinetext/onlinetext.html': 'see file',
    });
    const { lms, students: collected } = await collect(path);
    expect(lms).toBe('moodle');
    expect(collected.map(({ student }) => student).sort()).toEqual([
      'bo-ek-1234569',
      'jane-doe-1234567',
      'jose-nunez-1234568',
    ]);
    expect(submitted('jane-doe-1234567')).toBe(by('Jane'));
    expect(submitted('jose-nunez-1234568')).toBe(by('José'));
    expect(submitted('bo-ek-1234569')).toBe(by('Bo'));
    const stamp = join(course.folder, 'submitted', 'jane-doe-1234567', 'small', 'timestamp.txt');
    expect(readFileSync(stamp, 'utf8')).toBe('2026-11-23 10:00:00 UTC');
    expect(readStudents(course.folder)['jane-doe-1234567']).toEqual({
      name: 'Jane Doe',
      lms: 'moodle',
      submissions: {
        small: {
          number: '1234567',
          from: 'Jane Doe_1234567_assignsubmission_file_',
          file: 'small-handin.zip/small/small.ipynb',
          time: '2026-11-23T10:00:00.000Z',
        },
      },
    });
  });

  it("takes Moodle's files without folders, unpacked by hand", async () => {
    await collect(
      folder({
        'Course-Small-17/Jane Doe_12_assignsubmission_file_small.ipynb': by('Jane'),
        'Course-Small-17/Jane Doe_13_assignsubmission_file_small.ipynb': by('the other Jane'),
        'Course-Small-17/.DS_Store': '',
      }),
    );
    expect(submitted('jane-doe-12')).toBe(by('Jane'));
    expect(submitted('jane-doe-13')).toBe(by('the other Jane'));
  });

  it("takes Canvas's files: of several the one with the greatest number", async () => {
    await collect(
      await zip({
        'doejane_4711_99_small-handin-1.zip': await zipped({ 'small/small.ipynb': [by('second'), MONDAY] }),
        'doejane_4711_98_small-handin.zip': await zipped({ 'small/small.ipynb': [by('first'), TUESDAY] }),
        'ekbo_LATE_4712_97_small.ipynb': by('Bo'),
      }),
    );
    expect(submitted('doejane-4711')).toBe(by('second'));
    expect(submitted('ekbo-4712')).toBe(by('Bo'));
  });

  it('takes a plain folder with a file or folder for each student, and zips as macOS makes them', async () => {
    const { strays } = await collect(
      folder({
        [`${'Zoë Groß'.normalize('NFD')}/small.zip`]: await zipped({
          'small/small.ipynb': by('Zoë'),
          'small/.ipynb_checkpoints/small-checkpoint.ipynb': [by('an old Zoë'), TUESDAY],
          '__MACOSX/small/._small.ipynb': 'resource fork',
        }),
        'bo/small/small.ipynb': by('Bo'),
        '王小明-small-handin.zip': await zipped({ 'small/small.ipynb': by('王') }),
        'small.ipynb': by('nobody'),
      }),
    );
    expect(students()).toEqual(['bo', 'zoe-gross', '王小明']);
    expect(submitted('zoe-gross')).toBe(by('Zoë'));
    expect(strays).toEqual(['small.ipynb']);
  });

  it('reads names in UTF-8 that a zip does not announce', async () => {
    const path = await zip({ 'José Núñez_5_assignsubmission_file_/small.ipynb': by('José') });
    const content = readFileSync(path);
    // The eleventh bit of the flags in the central directory says UTF-8.
    content[content.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 9]! &= ~0x08;
    writeFileSync(path, content);
    await collect(path);
    expect(students()).toEqual(['jose-nunez-5']);
  });

  it('takes the newest of several attempts and says so', async () => {
    const files = { 'jane/small.ipynb': [by('late'), TUESDAY], 'jane/small (1).ipynb': [by('early'), MONDAY] } as const;
    const { students: collected } = await collect(folder(files));
    expect(submitted('jane')).toBe(by('late'));
    expect(collected[0]!.leftOut).toEqual(['small (1).ipynb: an earlier attempt than small.ipynb']);
  });

  it('orders attempts by when they were saved where the export gives all files its own time', async () => {
    await collect(
      await zip({
        'J_1_assignsubmission_file_/a.zip': await zipped({ 'small.ipynb': [by('late'), TUESDAY] }),
        'J_1_assignsubmission_file_/b.zip': await zipped({ 'small.ipynb': [by('early'), MONDAY] }),
      }),
    );
    expect(submitted('j-1')).toBe(by('late'));
  });

  it('knows a notebook by its cells, and takes two assignments out of one export', async () => {
    const files = { 'jane/homework.zip': await zipped({ 'x.ipynb': by('Jane'), 'y.ipynb': notebookFile(OTHER) }) };
    await collect(folder(files));
    expect(submitted('jane', 'other')).toBe(notebookFile(OTHER));
    expect(submitted('jane')).toBe(by('Jane'));
  });

  it('leaves out what is not asked for', async () => {
    const { students: collected } = await collect(folder({ 'jane/small.ipynb': notebookFile(OTHER) }), ['small']);
    expect(collected[0]).toMatchObject({
      collected: [],
      leftOut: ['small.ipynb: it is other, which is not asked for'],
    });
  });

  it('takes only what is new or newer when it is run again, and loses nothing', async () => {
    await collect(folder({ 'jane/small.ipynb': by('Jane'), 'bo/small.ipynb': by('Bo') }));
    const again = await collect(
      folder({ 'jane/small.ipynb': [by('Jane again'), TUESDAY], 'ada/small.ipynb': by('Ada') }),
    );
    const placed = Object.fromEntries(again.students.map((one) => [one.student, one.collected[0]?.placed]));
    expect(placed).toEqual({ jane: 'newer', bo: 'same', ada: 'new' });
    expect(submitted('jane')).toBe(by('Jane again'));
    const kept = join(course.folder, 'replaced', 'jane', 'small 2026-11-23T10-00-00.ipynb');
    expect(readFileSync(kept, 'utf8')).toBe(by('Jane'));
    const older = await collect(folder({ 'jane/small.ipynb': by('Jane') }));
    expect(older.students.find(({ student }) => student === 'jane')).toMatchObject({
      collected: [{ placed: 'kept' }],
      leftOut: ['small.ipynb: older than what is collected already'],
    });
    expect(submitted('jane')).toBe(by('Jane again'));
  });

  it('says what it cannot take, and takes all the rest', async () => {
    const slip = await zipped({ 'aa/small.ipynb': by('thief') });
    const many = await zipped({ 'Jane Doe_12_assignsubmission_file_/small.ipynb': by('Jane') });
    const path = folder({
      'broken/small.ipynb': by('x').slice(0, 40),
      'damaged/small.zip': 'PK no zip',
      'export/Course.zip': many,
      'fine/small.ipynb': by('fine'),
      'foreign/lesson.ipynb': notebookFile([text('intro', '')]),
      'huge/small.zip': await zipped({ 'small.ipynb': Buffer.alloc(101e6) }),
      'nested/a.zip': await zipped({ 'b.zip': await zipped({ 'c.zip': await zipped({ 'small.ipynb': by('x') }) }) }),
      'pdf/report.pdf': '%PDF',
      'slip/small.zip': Buffer.from(slip.toString('latin1').replaceAll('aa/small', '../small'), 'latin1'),
      'root/small.zip': Buffer.from(slip.toString('latin1').replaceAll('aa/small', '/a/small'), 'latin1'),
    });
    const { students: collected } = await collect(path);
    expect(Object.fromEntries(collected.map(({ student, leftOut }) => [student, leftOut.join()]))).toEqual({
      broken: 'small.ipynb: it is no notebook, or a damaged one: its text is not JSON',
      damaged: expect.stringMatching(/^small.zip: it is no zip, or a damaged one/),
      export: 'Course.zip: it is an export of many students: collect it by its own path',
      fine: '',
      foreign: 'lesson.ipynb: it has none of the cells that were handed out',
      huge: 'small.zip/small.ipynb: small.ipynb is refused: it is 101 MB large',
      nested: 'a.zip/b.zip/c.zip: it is refused: a zip in a zip in a zip',
      pdf: 'there is no notebook, only report.pdf',
      slip: 'small.zip: it is refused: it holds a path that leads outside of it (../small.ipynb)',
      root: 'small.zip: it is refused: it holds a path that leads outside of it (/a/small.ipynb)',
    });
    expect(students()).toEqual(['fine']);
    expect(existsSync(join(course.folder, 'submitted', 'slip'))).toBe(false);
  });

  it('speaks of each student and sums up', async () => {
    const path = folder({
      'jane/small.ipynb': by('Jane'),
      'jane/small (1).ipynb': [by('old'), new Date(0)],
      'bo/a.txt': '',
      'small.zip': '',
    });
    expect(inWords(await collect(path), 'EXPORT')).toBe(`EXPORT is read as a file or folder for each student.

✗ bo: nothing collected
    left out: there is no notebook, only a.txt
✓ jane: small, new
    left out: small (1).ipynb: an earlier attempt than small.ipynb
? small.zip: its name tells no student; left out

2 students: 1 new, 1 with nothing to grade. Next: npm run homework -- grade`);
  });

  it('is a command that names what is wrong', async () => {
    const { signal } = new AbortController();
    const run = (...args: string[]) => command.run(args, openCourse(course.folder), signal);
    await expect(run()).rejects.toThrow('Name the zip or the folder');
    await expect(run(join(course.folder, 'nowhere'))).rejects.toThrow('nowhere is not there.');
    await expect(run(folder({ 'jane/small.ipynb': by('Jane') }), 'smal')).rejects.toThrow('no assignment "smal"');
    await expect(run(join(course.folder, 'source', 'small', 'small.ipynb'))).rejects.toThrow('it is no zip');
  });
});
