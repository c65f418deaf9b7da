import { checksum, gradeIds, parseNotebook } from '../../homework/notebook';
import { notebookFile, SMALL } from './smallCourse';

describe('a notebook file', () => {
  // Computed by nbgrader 0.9.6 of the same cells.
  test.each([
    ['code', { grade: false, solution: true, locked: false }, '23a51efc3e0d109b6efacbf60b344722'],
    ['code', { grade: true, solution: false, locked: true, points: 4 }, '02e5c329a74710cc5e80268bb1593dc2'],
    ['code', { grade: true, solution: false, locked: false, points: 2.5 }, '91f04ee97da9b27ad8d9c4012e71aeca'],
    ['markdown', { grade: true, solution: true, locked: false, points: 3 }, '16980739941d3149868bea4e2dc4d993'],
    ['markdown', { grade: false, solution: false, locked: true }, 'dd092da4389f0ebda7e43712b63d7d85'],
  ])('has the checksum of nbgrader for a %s cell with %j', (cell_type, settings, sum) => {
    const metadata = { nbgrader: { grade_id: 'x-é', ...settings } };
    expect(checksum({ cell_type, source: '// λ\nlet a = 1;', metadata })).toBe(sum);
  });

  it('tells the ids of the cells that nbgrader knows', () => {
    expect(gradeIds(parseNotebook(notebookFile(SMALL.slice(0, 3))))).toEqual(['title', 'setup', 'penalty']);
  });

  it('is read with a mark of Windows before it, and with sources in lines', () => {
    const [cell] = parseNotebook('\uFEFF{"cells": [{"cell_type": "code", "source": ["a\\n", "b"]}]}').cells;
    expect(cell).toMatchObject({ source: 'a\nb', metadata: {} });
  });

  test.each([
    ['{"cells": [', 'it is no notebook, or a damaged one: its text is not JSON'],
    ['<html>', 'it is no notebook, or a damaged one: its text is not JSON'],
    ['null', 'it is no notebook: it has no cells'],
    ['{"cells": [3]}', 'it is no notebook: it has no cells'],
    ['{"worksheets": []}', 'it is no notebook: it has no cells'],
  ])('is refused in plain words when it is %s', (text, message) => {
    expect(() => parseNotebook(text)).toThrow(message);
  });
});
