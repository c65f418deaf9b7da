import { lmsOf, ownerOf, unwrapped } from '../../homework/lms/exportedName';
import type { Lms } from '../../homework/lms/students';

const ASSIGNMENTS = ['penalty', 'experiment'];

describe('a name in an export', () => {
  test.each<[string, Lms, object | undefined]>([
    [
      'Jane Doe_1234567_assignsubmission_file_/penalty-handin.zip',
      'moodle',
      {
        ...{ name: 'Jane Doe', number: '1234567', file: 'penalty-handin.zip' },
        from: 'Jane Doe_1234567_assignsubmission_file_',
      },
    ],
    [
      'Jane Doe_1234567_assignsubmission_file/sub/penalty.ipynb',
      'moodle',
      { name: 'Jane Doe', from: 'Jane Doe_1234567_assignsubmission_file', file: 'sub/penalty.ipynb' },
    ],
    [
      'Course-17/José María Núñez_98_assignsubmission_file_my_work.zip',
      'moodle',
      {
        name: 'José María Núñez',
        number: '98',
        from: 'José María Núñez_98_assignsubmission_file_',
        file: 'my_work.zip',
      },
    ],
    ['Jane Doe_12_assignsubmission_onlinetext/onlinetext.html', 'moodle', { file: 'onlinetext/onlinetext.html' }],
    ['Participant_77_assignsubmission_file/a.zip', 'moodle', { name: 'Participant', number: '77' }],
    [
      'Mal Ory_21_assignsubmission_file_X_22_assignsubmission_file_small.ipynb',
      'moodle',
      {
        ...{ name: 'Mal Ory', number: '21', file: 'X_22_assignsubmission_file_small.ipynb' },
        from: 'Mal Ory_21_assignsubmission_file_',
      },
    ],
    [
      'Mal_22_assignsubmission_file_21_assignsubmission_file/small.ipynb',
      'moodle',
      { name: 'Mal_22_assignsubmission_file', number: '21' },
    ],
    ['readme.txt', 'moodle', undefined],
    [
      'doejane_4711_99123_penalty-handin.zip',
      'canvas',
      { name: 'doejane', number: '4711', place: 99123, file: 'penalty-handin.zip' },
    ],
    ['doejane_LATE_4711_99123_penalty-1.ipynb', 'canvas', { name: 'doejane', number: '4711', file: 'penalty-1.ipynb' }],
    ['LATE_anon_aB3x9_5_penalty.ipynb', 'canvas', { name: 'anon_aB3x9', place: 5 }],
    ['submissions/王小明_3_4_a_1_2_b.zip', 'canvas', { name: '王小明', number: '3', place: 4, file: 'a_1_2_b.zip' }],
    ['doejane_4711_text.html', 'canvas', undefined],
    ['jane-doe.zip', 'folder', { name: 'jane-doe', file: 'jane-doe.zip' }],
    ['Jane Doe/penalty/penalty.ipynb', 'folder', { name: 'Jane Doe', from: 'Jane Doe', file: 'penalty/penalty.ipynb' }],
    ['jane-doe-penalty-handin (2).zip', 'folder', { name: 'jane-doe' }],
    ['penalty_Jane Doe.ipynb', 'folder', { name: 'Jane Doe' }],
    ['penalty.ipynb', 'folder', undefined],
    ['penalty (1).ipynb', 'folder', undefined],
    ['penalty-handin.zip', 'folder', undefined],
    ['penalty/jane.ipynb', 'folder', undefined],
    ['penaltymann.zip', 'folder', { name: 'penaltymann' }],
  ])('%s of %s tells whose it is', (path, lms, owner) => {
    const found = ownerOf(path, lms, ASSIGNMENTS);
    if (owner) expect(found).toMatchObject({ lms, ...owner });
    else expect(found).toBeUndefined();
  });

  test.each([
    [
      ['class/jane/penalty.ipynb', 'class/bo.zip'],
      ['jane/penalty.ipynb', 'bo.zip'],
    ],
    [
      ['class/jane.zip', 'class/bo.zip', 'class/list.csv'],
      ['jane.zip', 'bo.zip', 'list.csv'],
    ],
    [['jane/penalty.ipynb', 'jane/notes.ipynb'], undefined],
    [['jane/penalty/penalty.ipynb', 'jane/experiment/experiment.ipynb'], undefined],
    [['jane/penalty.ipynb'], undefined],
    [['jane/penalty.ipynb', 'bo/penalty.ipynb'], undefined],
    [[], undefined],
  ])('has a folder around a class taken away: %j', (paths, inside = paths) => {
    const files = paths.map((path) => ({ path }));
    expect(unwrapped(files, ASSIGNMENTS).map(({ path }) => path)).toEqual(inside);
  });

  test.each<[Lms, string[]]>([
    ['moodle', ['Jane Doe_12_assignsubmission_file_/a.zip']],
    ['moodle', ['export/Jane Doe_12_assignsubmission_file_a.zip', 'notes.txt']],
    ['canvas', ['doejane_1_2_penalty.zip', 'roebo_3_text.html']],
    ['canvas', ['submissions/doejane_1_2_penalty.zip', 'submissions/stray.ipynb']],
    ['moodle', ['Jane Doe_12_assignsubmission_file_a_1_2_b.ipynb']],
    ['moodle', ['Jane Doe_12_assignsubmission_onlinetext/onlinetext.html']],
    ['canvas', ['doejane_1_2_X_9_assignsubmission_file_penalty.ipynb', 'roebo_3_4_penalty.ipynb']],
    ['canvas', ['a/doejane_1_2_penalty.ipynb', 'b/doejane_1_2_penalty.ipynb', 'a/anon_aB3x9_3_penalty.ipynb']],
    ['folder', ['jane/penalty.ipynb', 'bo/hw_1_2_penalty.ipynb', 'ada.zip']],
    ['folder', ['jane/penalty.ipynb', 'bo/X_9_assignsubmission_file_penalty.ipynb', 'ada.zip']],
    ['folder', ['jane_2026_11_27.ipynb', 'joe_2026_11_27.ipynb']],
    ['folder', ['jane_2026_11_27.ipynb', 'joe_2026_12_01.ipynb']],
    ['folder', ['jane_27_11_2026.ipynb', 'joe_27_11_2026.ipynb']],
    ['folder', ['jane_2026_11_27.ipynb', 'joe.ipynb']],
    ['folder', ['Jane Doe_1_2_penalty.ipynb', 'Bo Ek_3_4_penalty.ipynb']],
    ['folder', []],
  ])('tells that %s has made it: %j', (lms, paths) => expect(lmsOf(paths)).toBe(lms));
});
