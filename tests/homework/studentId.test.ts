import type { Owner } from '../../homework/lms/exportedName';
import { cleanName, studentId } from '../../homework/lms/studentId';
import type { Lms, Students } from '../../homework/lms/students';

const owner = (name: string, number?: string, lms: Lms = number ? 'moodle' : 'folder'): Owner => ({
  ...{ lms, name, from: name, place: 0, file: 'a.zip' },
  ...(number && { number }),
});
const known = (id: string, name: string, lms: Lms, assignment: string, number: string): Students => ({
  [id]: { name, lms, submissions: { [assignment]: { number, from: '', file: '', time: '' } } },
});

describe("a student's id", () => {
  test.each([
    ['Jane Doe', 'jane-doe'],
    ["Zoë O'Brien-Groß", 'zoe-obrien-gross'],
    ['Łukasz Øst', 'lukasz-ost'],
    ['José'.normalize('NFD'), 'jose'],
    ['王小明', '王小明'],
    ['अनिता', 'अनिता'],
    ['../../etc', 'etc'],
    ['a/b\\c:d*?', 'a-b-c-d'],
    ['???', ''],
  ])('is made of %s', (name, id) => expect(cleanName(name)).toBe(id));

  test.each([
    [owner('Jane Doe', '1234567'), 'jane-doe-1234567'],
    [owner('???', '12'), 'student-12'],
    [owner('Jane Doe'), 'jane-doe'],
  ])('has the number of the LMS if there is one', (of, id) => expect(studentId(of, 'penalty', [of], {})).toBe(id));

  it('stays the same in the next collection, whatever the name is then', () => {
    const before = known('jane-doe-12', 'Jane Doe', 'moodle', 'penalty', '12');
    const married = owner('Jane Roe', '12');
    expect(studentId(married, 'penalty', [married], before)).toBe('jane-doe-12');
  });

  it('of Canvas is the same in all assignments', () => {
    const before = known('doejane-12', 'doejane', 'canvas', 'penalty', '12');
    const later = owner('doejane', '12', 'canvas');
    expect(studentId(later, 'experiment', [later], before)).toBe('doejane-12');
    const other = owner('doejane', '13', 'canvas');
    expect(studentId(other, 'experiment', [later, other], before)).toBe('doejane-13');
  });

  it('of Moodle, whose numbers change with the assignment, is told by the name', () => {
    const before = known('jane-doe-12', 'Jane Doe', 'moodle', 'penalty', '12');
    const later = owner('Jane Doe', '950');
    expect(studentId(later, 'experiment', [later], before)).toBe('jane-doe-12');
  });

  it('of two students of one name is told by the number', () => {
    const before = known('jane-doe-12', 'Jane Doe', 'moodle', 'penalty', '12');
    const two = [owner('Jane Doe', '950'), owner('Jane Doe', '951')];
    expect(two.map((of) => studentId(of, 'experiment', two, before))).toEqual(['jane-doe-950', 'jane-doe-951']);
    const second = owner('Jane Doe', '13');
    expect(studentId(second, 'penalty', [second], before)).toBe('jane-doe-13');
  });

  it('is never that of somebody else', () => {
    const before = known('jane-doe-12', 'Jane Doe', 'moodle', 'penalty', '12');
    const two = [owner('Jane Doe', '12'), owner('Jane Doe', '13')];
    expect(studentId(two[0]!, 'experiment', two, before)).toBe('jane-doe-12-2');
  });

  it('is that of a folder that somebody has made by hand', () => {
    const before = known('jane-doe-12', 'jane-doe-12', 'folder', 'penalty', '');
    const jane = owner('Jane Doe', '12');
    expect(studentId(jane, 'penalty', [jane], before)).toBe('jane-doe-12');
  });
});
