import { openCourse } from '../../homework/course';
import { cleanName } from '../../homework/lms/studentId';
import { readSubmissions } from '../../homework/submissions';
import { notebookFile, SMALL, SmallCourse } from './smallCourse';

describe('what lies in submitted/', () => {
  let course: SmallCourse;
  beforeEach(() => (course = new SmallCourse()));
  afterEach(() => course.remove());

  const submit = (student: string, content: string, name = 'small.ipynb') =>
    course.write(['submitted', student, 'small', name], content);
  const problemOf = (student: string) =>
    readSubmissions(openCourse(course.folder), 'small').find((each) => each.student === student)?.problem;

  test('a notebook can be graded, and is until its graded version is there', () => {
    submit('ada', notebookFile(SMALL));
    const [before] = readSubmissions(openCourse(course.folder), 'small');
    expect(before).toMatchObject({ student: 'ada', isGraded: false });
    expect(before).not.toHaveProperty('problem');
    const graded = (version: string) =>
      course.write(
        ['autograded', 'ada', 'small', 'small.ipynb'],
        JSON.stringify({ metadata: { l2lab: { graded: version } } }),
      );
    graded(before!.version);
    expect(readSubmissions(openCourse(course.folder), 'small')).toMatchObject([{ isGraded: true }]);
    // A run that was cut off left the notebook without the note.
    course.write(['autograded', 'ada', 'small', 'small.ipynb'], notebookFile(SMALL));
    expect(readSubmissions(openCourse(course.folder), 'small')).toMatchObject([{ isGraded: false }]);
    // She handed in again.
    graded(before!.version);
    submit('ada', notebookFile(SMALL.slice(1)));
    expect(readSubmissions(openCourse(course.folder), 'small')).toMatchObject([{ isGraded: false }]);
  });

  test('what cannot be graded is told with what to do', () => {
    submit('broken', '{"cells": [');
    submit('empty', '');
    submit('list', '[]');
    submit('renamed', notebookFile(SMALL), 'small (1).ipynb');
    submit('nothing', 'a text', 'notes.txt');
    submit('ada[1]', notebookFile(SMALL));
    expect(problemOf('broken')).toMatch(/small\.ipynb cannot be read \(.*not JSON\): ask for it again/);
    expect(problemOf('empty')).toMatch(/cannot be read/);
    expect(problemOf('list')).toMatch(/it has no cells/);
    expect(problemOf('renamed')).toBe('there is small (1).ipynb in place of small.ipynb: rename the one that counts');
    expect(problemOf('nothing')).toBe('there is no notebook small.ipynb');
    expect(problemOf('ada[1]')).toMatch(/must have a name of letters/);
  });

  test.each(['प्रिया', 'สุดา', 'محمّد', 'Nguyễn Thị', "Zoë O'Brien-Groß", '王小明'])(
    'the folder that collect makes for %s can be graded',
    (name) => {
      submit(cleanName(name), notebookFile(SMALL));
      expect(readSubmissions(openCourse(course.folder), 'small')).toHaveLength(1);
      expect(problemOf(cleanName(name))).toBeUndefined();
    },
  );

  test('students of other assignments, and a course without submissions', () => {
    expect(readSubmissions(openCourse(course.folder), 'small')).toEqual([]);
    submit('ada', notebookFile(SMALL));
    expect(readSubmissions(openCourse(course.folder), 'large')).toEqual([]);
  });
});
