import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { by, CourseWithExports, OTHER } from './CourseWithExports';
import { notebookFile, text } from './smallCourse';

describe('what collect cannot take', () => {
  let course: CourseWithExports;
  beforeEach(() => (course = new CourseWithExports()));
  afterEach(() => course.remove());

  it('is said, and all the rest is taken', async () => {
    const slip = await course.zipped({ 'aa/small.ipynb': by('thief') });
    const lies = await course.zipped({ 'small.ipynb': by('x') });
    const directory = Buffer.from('PK\x01\x02', 'latin1');
    lies.writeUInt32LE(10, lies.indexOf(directory) + 24);
    const cut = Buffer.from(slip);
    cut.fill(0, cut.indexOf(directory), cut.length - 22);
    const many = await course.zipped({ 'Jane Doe_12_assignsubmission_file_/small.ipynb': by('Jane') });
    const path = course.unpacked({
      'broken/small.ipynb': by('x').slice(0, 40),
      'damaged/small.zip': 'PK no zip',
      'export/Course.zip': many,
      'fine/small.ipynb': by('fine'),
      'foreign/lesson.ipynb': notebookFile([text('intro', '')]),
      'huge/small.zip': await course.zipped({ 'small.ipynb': Buffer.alloc(101e6) }),
      'cut/small.zip': cut,
      'lies/small.zip': lies,
      'nested/a.zip': await course.zipped({
        'b.zip': await course.zipped({ 'c.zip': await course.zipped({ 'small.ipynb': by('x') }) }),
      }),
      'pdf/report.pdf': '%PDF',
      'slip/small.zip': Buffer.from(slip.toString('latin1').replaceAll('aa/small', '../small'), 'latin1'),
      'root/small.zip': Buffer.from(slip.toString('latin1').replaceAll('aa/small', '/a/small'), 'latin1'),
    });
    const { students: collected } = await course.collect(path);
    expect(Object.fromEntries(collected.map(({ student, leftOut }) => [student, leftOut.join()]))).toEqual({
      broken: 'small.ipynb: it is no notebook, or a damaged one: its text is not JSON',
      damaged: expect.stringMatching(/^small.zip: it is no zip, or a damaged one/),
      export: 'Course.zip: it is an export of many students: collect it by its own path',
      fine: '',
      foreign: 'lesson.ipynb: it has none of the cells that were handed out',
      huge: 'small.zip/small.ipynb: small.ipynb is refused: it is 101 MB large',
      cut: expect.stringMatching(/^small.zip: it is no zip, or a damaged one/),
      lies: expect.stringMatching(/^small.zip.small.ipynb: too many bytes/),
      nested: 'a.zip/b.zip/c.zip: it is refused: a zip in a zip in a zip',
      pdf: 'there is no notebook, only report.pdf',
      slip: 'small.zip: it is refused: it holds a path that leads outside of it (../small.ipynb)',
      root: 'small.zip: it is refused: it holds a path that leads outside of it (/a/small.ipynb)',
    });
    expect(readdirSync(join(course.folder, 'submitted'))).toEqual(['fine']);
    expect(readdirSync(join(course.folder, 'exports')).sort()).toEqual(['folder', 'inner.zip']);
  });

  it('says which students of a plain folder would become one', async () => {
    const { students: collected } = await course.collect(
      course.unpacked({
        'José/small.ipynb': by('José'),
        'Jose/small.ipynb': by('Jose'),
        'ana-maria.ipynb': by('ana'),
        'Ana María-small-handin.zip': await course.zipped({ 'small.ipynb': by('Ana') }),
        'Bo-small.ipynb': by('Bo'),
        'Bo-other.ipynb': notebookFile(OTHER),
      }),
    );
    const leftOut = Object.fromEntries(collected.map(({ student, leftOut: lines }) => [student, lines.join()]));
    expect(leftOut).toEqual({
      José: 'José and Jose would both be the student jose: rename one, or put the files of both into one folder',
      Jose: 'Jose and José would both be the student jose: rename one, or put the files of both into one folder',
      'ana-maria': expect.stringMatching(/^ana-maria.ipynb and Ana María-small-handin.zip would both be .* ana-maria:/),
      'Ana María': expect.stringMatching(/^Ana María-small-handin.zip and ana-maria.ipynb would both be/),
      bo: '',
    });
    expect(readdirSync(join(course.folder, 'submitted'))).toEqual(['bo']);
  });

  it('is a zip of a student that holds the files of several, as Canvas names them', async () => {
    const many = { 'doejane_1_2_small.ipynb': by('Jane'), 'ekbo_3_4_small.ipynb': by('Bo') };
    const { students: collected } = await course.collect(course.unpacked({ 'x/a.zip': await course.zipped(many) }));
    expect(collected[0]!.leftOut).toEqual(['a.zip: it is an export of many students: collect it by its own path']);
  });
});
