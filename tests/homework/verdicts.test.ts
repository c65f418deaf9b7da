import { checksum, parseNotebook } from '../../homework/notebook';
import type { CellOutput } from '../../homework/notebook';
import { cellFaults, isUntouched } from '../../homework/submit/cellFaults';
import { describeVerdicts } from '../../homework/submit/describeVerdicts';
import { verdicts } from '../../homework/submit/verdicts';
import { byHand, given, graded, notebookFile, solution, text } from './smallCourse';
import type { MadeCell } from './smallCourse';

const shows = (says: string): CellOutput => ({ output_type: 'execute_result', data: { 'text/plain': [says] } });
const prints = (says: string): CellOutput => ({ output_type: 'stream', name: 'stdout', text: [says] });
const fails = (evalue: string, ename = 'Error'): CellOutput => ({ output_type: 'error', ename, evalue });

const after = (cell: MadeCell, ...outputs: CellOutput[]): MadeCell => ({ ...cell, outputs });
const notebook = (...cells: MadeCell[]) => parseNotebook(notebookFile(cells));

/** A cell as nbgrader hands it out, with its checksum. */
function handedOut(cell: MadeCell): MadeCell {
  const [read] = notebook(cell).cells;
  return { ...cell, metadata: { nbgrader: { ...cell.metadata.nbgrader, checksum: checksum(read!) } } };
}

const judge = (cells: readonly MadeCell[], { stopped = [] as number[], dead = undefined as number | undefined } = {}) =>
  verdicts({ executed: notebook(...cells), stopped: new Set(stopped), dead }, isUntouched, 120);

describe('the verdict on a notebook', () => {
  const check = graded('a-check', 2, 'await checkA(a)');
  test.each([
    ['right', [shows('✓ a agrees.')], '✓', 'a agrees.'],
    ['wrong', [shows('✗ For W = 1, a gives 2.')], '✗', 'For W = 1, a gives 2.'],
    ['unfinished', [shows('○ Not done yet: write a.')], '○', 'Not done yet: write a.'],
    ['right and wrong', [prints('✓ one\n✗ two\n'), shows('✓ three')], '✗', 'two'],
    ['right and unfinished', [prints('○ one\n'), shows('✓ two')], '○', 'one'],
    ['silent', [prints('hello\n')], '?', 'it ran, but no check said anything'],
    ['failing', [fails('a is not defined', 'ReferenceError')], '✗', 'ReferenceError: a is not defined'],
    ['failing as it starts', [fails('not done yet')], '○', 'not done yet'],
  ])('says of a check that is %s', (_, outputs, sign, says) => {
    expect(judge([after(check, ...outputs)])).toEqual([{ kind: 'check', section: '', cell: 'a-check', sign, says }]);
  });

  it('names other cells only where they fail', () => {
    const own = { ...given('x', 'let fine = 1;'), metadata: {} };
    const said = judge([
      text('t', '# Homework\n\nText'),
      own,
      { ...own, source: 'let a = b;\nlet c;', outputs: [fails("Cannot find name 'b'.", 'TypeScriptError')] },
      text('t2', 'Text\n\n## 2. A part'),
      after(given('train', 'await fit()'), fails('not done yet')),
    ]);
    expect(said).toEqual([
      {
        kind: 'cell',
        section: 'Homework',
        cell: 'let a = b;',
        sign: '✗',
        says: "TypeScriptError: Cannot find name 'b'.",
      },
      { kind: 'cell', section: '2. A part', cell: 'train', sign: '○', says: 'not done yet' },
    ]);
  });

  it('says what was stopped, and what did not run since the kernel had ended', () => {
    const ended = fails('the process ended with exit code 3', 'SessionEnded');
    const said = judge(
      [
        after(given('loop', 'while (true);'), fails('the cell was interrupted', 'KeyboardInterrupt')),
        after(given('exit', 'process.exit(3)'), ended),
        given('more', '1'),
        check,
      ],
      { stopped: [0], dead: 2 },
    );
    expect(said.map(({ cell, sign, says }) => [cell, sign, says])).toEqual([
      ['loop', '✗', 'stopped after 120 s: does a loop never end?'],
      ['exit', '✗', 'the process ended with exit code 3'],
      ['a-check', '✗', 'did not run: the kernel had ended before'],
    ]);
  });

  it('misses an answer in words that is as it was handed out', () => {
    const answer = handedOut(byHand('why-answer', 2, 'Write here.'));
    expect(judge([answer])).toMatchObject([{ kind: 'answer', cell: 'why-answer', sign: '○' }]);
    expect(judge([{ ...answer, source: 'Since 2w.' }])).toEqual([]);
    expect(judge([{ ...answer, source: '**My answer:** since 2w.' }])).toEqual([]);
    const emptied = { ...answer, source: '**My answer:**\n\n*Write your answer here, in place of this line.*' };
    expect(judge([emptied])).toMatchObject([{ cell: 'why-answer', sign: '○' }]);
  });
});

describe('a notebook in which cells were', () => {
  const cells = [given('setup', 'import 1;'), solution('a-code', 'old'), graded('a-check', 2, 'check')].map(handedOut);

  test.each([
    ['left as they were', cells, []],
    ['written where they should be', [cells[0]!, { ...cells[1]!, source: 'new' }, cells[2]!], []],
    [
      'changed',
      [{ ...cells[0]!, source: 'import 2;' }, cells[1]!, { ...cells[2]!, source: '' }],
      [/setup was/, /a-check was/],
    ],
    [
      'copied',
      [...cells, cells[2]!, cells[2]!],
      [/There are two cells a-check: delete the one that is a copy, since only the last changed one counts\.$/],
    ],
  ])('%s', (_, all, faults) => {
    expect(cellFaults(notebook(...all))).toEqual(faults.map((fault) => expect.stringMatching(fault)));
  });

  it('deleted', () => {
    const l2lab = { assignment: 'a', cells: ['setup', 'a-code', 'a-check'] };
    expect(cellFaults({ ...notebook(...cells.slice(0, 2)), metadata: { l2lab } })).toEqual([
      'The cell a-check is missing: copy it back from the notebook that you were given.',
    ]);
  });
});

describe('the words of submit', () => {
  it('say what is missing, and that it may be handed in', () => {
    const about = { kind: 'check', section: '1. Penalty' } as const;
    const said = describeVerdicts(
      [
        { ...about, cell: 'a-check', sign: '✓', says: 'fine' },
        { ...about, cell: 'b-check', sign: '○', says: 'not done yet' },
        { kind: 'answer', section: '2. Why', cell: 'why', sign: '○', says: 'nothing is written here yet' },
      ],
      ['The cell x is missing.'],
    );
    expect(said).toBe(`
1. Penalty
  ✓ a-check: fine
  ○ b-check: not done yet

2. Why
  ○ why: nothing is written here yet

! The cell x is missing.

Right (✓): 1 of 2 checks. Not done yet (○): 1. Answers not written: 1. Cells to put back (!): 1.
You may hand it in like this, or go on, save the notebook and run this command again.
`);
  });

  it('say when nothing is missing', () => {
    const right = { kind: 'check', section: '', cell: 'a', sign: '✓', says: 'fine' } as const;
    expect(describeVerdicts([right], [])).toContain('Right (✓): 1 of 1 checks. Nothing is missing.');
  });
});
