import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, describe as inWords } from '../../homework/commands/collect';
import { openCourse } from '../../homework/course';
import { readStudents } from '../../homework/lms/students';
import { by, CourseWithExports, MONDAY, OTHER, TUESDAY } from './CourseWithExports';
import { notebookFile } from './smallCourse';

describe('collect', () => {
  let course: CourseWithExports;
  beforeEach(() => (course = new CourseWithExports()));
  afterEach(() => course.remove());

  const students = (): string[] => readdirSync(join(course.folder, 'submitted')).sort();

  it("takes Moodle's folders, and writes what nbgrader and the other commands read", async () => {
    const path = await course.zip({
      'Jane Doe_1234567_assignsubmission_file_/small-handin.zip': await course.zipped({
        'small/small.ipynb': by('Jane'),
      }),
      'José Núñez_1234568_assignsubmission_file_/small (1).ipynb': by('José'),
      'Bo Ek_1234569_assignsubmission_file/my work/small-final.ipynb': by('Bo'),
      'Bo Ek_1234569_assignsubmission_onlinetext/onlinetext.html': 'see file',
    });
    const { lms, students: collected } = await course.collect(path);
    expect(lms).toBe('moodle');
    expect(collected.map(({ student }) => student).sort()).toEqual([
      'bo-ek-1234569',
      'jane-doe-1234567',
      'jose-nunez-1234568',
    ]);
    expect(course.submitted('jane-doe-1234567')).toBe(by('Jane'));
    expect(course.submitted('jose-nunez-1234568')).toBe(by('José'));
    expect(course.submitted('bo-ek-1234569')).toBe(by('Bo'));
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
    await course.collect(
      course.unpacked({
        'Course-Small-17/Jane Doe_12_assignsubmission_file_small.ipynb': by('Jane'),
        'Course-Small-17/Jane Doe_13_assignsubmission_file_small.ipynb': by('the other Jane'),
        'Course-Small-17/.DS_Store': '',
      }),
    );
    expect(course.submitted('jane-doe-12')).toBe(by('Jane'));
    expect(course.submitted('jane-doe-13')).toBe(by('the other Jane'));
  });

  it("takes Canvas's files: of several the one with the greatest number", async () => {
    await course.collect(
      await course.zip({
        'doejane_4711_99_small-handin-1.zip': await course.zipped({ 'small/small.ipynb': [by('second'), MONDAY] }),
        'doejane_4711_98_small-handin.zip': await course.zipped({ 'small/small.ipynb': [by('first'), TUESDAY] }),
        'ekbo_LATE_4712_97_small.ipynb': by('Bo'),
      }),
    );
    expect(course.submitted('doejane-4711')).toBe(by('second'));
    expect(course.submitted('ekbo-4712')).toBe(by('Bo'));
  });

  it('takes a plain folder with a file or folder for each student, and zips as macOS makes them', async () => {
    const { strays } = await course.collect(
      course.unpacked({
        [`${'Zoë Groß'.normalize('NFD')}/small.zip`]: await course.zipped({
          'small/small.ipynb': by('Zoë'),
          'small/.ipynb_checkpoints/small-checkpoint.ipynb': [by('an old Zoë'), TUESDAY],
          '__MACOSX/small/._small.ipynb': 'resource fork',
        }),
        'bo/small/small.ipynb': by('Bo'),
        '王小明-small-handin.zip': await course.zipped({ 'small/small.ipynb': by('王') }),
        'small.ipynb': by('nobody'),
      }),
    );
    expect(students()).toEqual(['bo', 'zoe-gross', '王小明']);
    expect(course.submitted('zoe-gross')).toBe(by('Zoë'));
    expect(strays).toEqual(['small.ipynb']);
  });

  it('takes dated files of a plain folder, and one in a zip of a student', async () => {
    await course.collect(
      course.unpacked({
        'jane_2026_11_27.ipynb': by('Jane'),
        'joe_2026_11_27.ipynb': by('Joe'),
        'bo.zip': await course.zipped({ 'small_2026_11_27.ipynb': by('Bo') }),
      }),
    );
    expect(students()).toEqual(['bo', 'jane-2026-11-27', 'joe-2026-11-27']);
  });

  it('reads names in UTF-8 that a zip does not announce', async () => {
    const path = await course.zip({ 'José Núñez_5_assignsubmission_file_/small.ipynb': by('José') });
    const content = readFileSync(path);
    // The eleventh bit of the flags in the central directory says UTF-8.
    content[content.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 9]! &= ~0x08;
    writeFileSync(path, content);
    await course.collect(path);
    expect(students()).toEqual(['jose-nunez-5']);
  });

  it('takes the newest of several attempts and says so', async () => {
    const files = { 'jane/small.ipynb': [by('late'), TUESDAY], 'jane/small (1).ipynb': [by('early'), MONDAY] } as const;
    const { students: collected } = await course.collect(course.unpacked(files));
    expect(course.submitted('jane')).toBe(by('late'));
    expect(collected[0]!.leftOut).toEqual(['small (1).ipynb: an earlier attempt than small.ipynb']);
  });

  it('orders attempts by when they were saved where the export gives all files its own time', async () => {
    await course.collect(
      await course.zip({
        'J_1_assignsubmission_file_/a.zip': await course.zipped({ 'small.ipynb': [by('late'), TUESDAY] }),
        'J_1_assignsubmission_file_/b.zip': await course.zipped({ 'small.ipynb': [by('early'), MONDAY] }),
      }),
    );
    expect(course.submitted('j-1')).toBe(by('late'));
  });

  it('knows a notebook by its cells, and takes two assignments out of one export', async () => {
    const files = {
      'jane/homework.zip': await course.zipped({ 'x.ipynb': by('Jane'), 'y.ipynb': notebookFile(OTHER) }),
    };
    await course.collect(course.unpacked(files));
    expect(course.submitted('jane', 'other')).toBe(notebookFile(OTHER));
    expect(course.submitted('jane')).toBe(by('Jane'));
  });

  it('leaves out what is not asked for', async () => {
    const { students: collected } = await course.collect(course.unpacked({ 'jane/small.ipynb': notebookFile(OTHER) }), [
      'small',
    ]);
    expect(collected[0]).toMatchObject({
      collected: [],
      leftOut: ['small.ipynb: it is other, which is not asked for'],
    });
  });

  it('takes only what is new or newer when it is run again, and loses nothing', async () => {
    await course.collect(course.unpacked({ 'jane/small.ipynb': by('Jane'), 'bo/small.ipynb': by('Bo') }));
    const again = await course.collect(
      course.unpacked({ 'jane/small.ipynb': [by('Jane again'), TUESDAY], 'ada/small.ipynb': by('Ada') }),
    );
    const placed = Object.fromEntries(again.students.map((one) => [one.student, one.collected[0]?.placed]));
    expect(placed).toEqual({ jane: 'newer', bo: 'same', ada: 'new' });
    expect(course.submitted('jane')).toBe(by('Jane again'));
    const kept = join(course.folder, 'replaced', 'jane', 'small 2026-11-23T10-00-00.ipynb');
    expect(readFileSync(kept, 'utf8')).toBe(by('Jane'));
    const older = await course.collect(course.unpacked({ 'jane/small.ipynb': by('Jane') }));
    expect(older.students.find(({ student }) => student === 'jane')).toMatchObject({
      collected: [{ placed: 'kept' }],
      leftOut: ['small.ipynb: older than what is collected already'],
    });
    expect(course.submitted('jane')).toBe(by('Jane again'));
  });

  it("keeps what is known from the LMS of a student whose file came another way, under the student's id", async () => {
    const handedIn = await course.zip({ 'Jane Doe_12_assignsubmission_file_/small.ipynb': by('Jane') });
    await course.collect(handedIn);
    await course.collect(course.unpacked({ 'jane-doe-12/small.ipynb': [by('Jane by mail'), TUESDAY] }));
    expect(course.submitted('jane-doe-12')).toBe(by('Jane by mail'));
    const submission = { number: '12', from: 'Jane Doe_12_assignsubmission_file_', file: 'small.ipynb' };
    const jane = { name: 'Jane Doe', lms: 'moodle', submissions: { small: submission } };
    expect(readStudents(course.folder)).toMatchObject({ 'jane-doe-12': jane });
    const { students: again } = await course.collect(handedIn);
    expect(again).toMatchObject([{ student: 'jane-doe-12', collected: [{ placed: 'kept' }] }]);
    expect(students()).toEqual(['jane-doe-12']);
  });

  it('speaks of each student and sums up', async () => {
    const path = course.unpacked({
      'jane/small.ipynb': by('Jane'),
      'jane/small (1).ipynb': [by('old'), new Date(0)],
      'bo/a.txt': '',
      'small.zip': '',
    });
    expect(inWords(await course.collect(path), 'EXPORT', 'grade it'))
      .toBe(`EXPORT is read as a file or folder for each student.

✗ bo: nothing collected
    left out: there is no notebook, only a.txt
✓ jane: small, new
    left out: small (1).ipynb: an earlier attempt than small.ipynb
? small.zip: its name tells no student; left out

2 students: 1 new, 1 with nothing to grade. Next: grade it`);
  });

  it('is a command that names what is wrong', async () => {
    const { signal } = new AbortController();
    const run = (...args: string[]) => command.run(args, openCourse(course.folder), signal);
    await expect(run()).rejects.toThrow('Name the zip or the folder');
    await expect(run(join(course.folder, 'nowhere'))).rejects.toThrow('nowhere is not there.');
    await expect(run(course.unpacked({ 'jane/small.ipynb': by('Jane') }), 'smal')).rejects.toThrow(
      'no assignment "smal"',
    );
    await expect(run(join(course.folder, 'source', 'small', 'small.ipynb'))).rejects.toThrow('it is no zip');
  });
});
