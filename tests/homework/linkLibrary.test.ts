import { mkdirSync, readFileSync, realpathSync, renameSync, symlinkSync } from 'node:fs';
import { join, win32 } from 'node:path';
import { openCourse, ROOT } from '../../homework/course';
import { isInside, linkLibrary } from '../../homework/linkLibrary';
import { SmallCourse } from './smallCourse';

describe('a course outside the clone', () => {
  let course: SmallCourse;
  beforeEach(() => (course = new SmallCourse()));
  afterEach(() => course.remove());

  const link = () => join(course.folder, 'node_modules', 'l2lab');
  const linked = () => {
    linkLibrary(openCourse(course.folder));
    return realpathSync(link());
  };

  test('gets a link to the library, once', () => {
    expect(linked()).toBe(realpathSync(ROOT));
    expect(linked()).toBe(realpathSync(ROOT));
  });

  test.each(['nothing', 'another clone'])('whose link leads to %s gets a new one', (target) => {
    const other = join(course.folder, 'other');
    if (target === 'another clone') mkdirSync(other);
    mkdirSync(join(course.folder, 'node_modules'));
    symlinkSync(other, link(), 'junction');
    expect(linked()).toBe(realpathSync(ROOT));
  });

  test('keeps a library that is no link', () => {
    course.write(['node_modules', 'l2lab', 'package.json'], '{}');
    expect(linked()).toBe(realpathSync(link()));
    expect(readFileSync(join(link(), 'package.json'), 'utf8')).toBe('{}');
  });

  test('is one on another drive of Windows', () => {
    expect(isInside('D:\\course', 'C:\\l2lab', win32)).toBe(false);
    expect(isInside('C:\\l2lab\\homework', 'C:\\l2lab', win32)).toBe(true);
    expect(isInside('C:\\course', 'C:\\l2lab', win32)).toBe(false);
  });

  test('is refused where nbgrader would not find it', () => {
    const odd = `${course.folder} [2026]`;
    renameSync(course.folder, odd);
    try {
      expect(() => openCourse(odd)).toThrow(/\[2026\] has one of \[ \] \* \? in it: rename the folder/);
    } finally {
      renameSync(odd, course.folder);
    }
  });
});
