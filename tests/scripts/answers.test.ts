import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../notebook/cells';
import { code, text } from './madeLesson';
import { notebookText } from './notebookText';
import type { MadeCell } from './notebookText';
import { Sandbox } from './sandbox';

const LESSON = 'notebooks/en/09-made.ipynb';
const ANSWERS = 'notebooks/answers/09-made.md';

const STARTING = 'const half = (x: number): number => NaN;';
/** As the library's checks end a cell: with a value that shows itself as one line. */
const CHECK = `const show = (line: string) => ({ [Symbol.for('nodejs.util.inspect.custom')]: () => line });
show(Number.isNaN(half(1)) ? '○ Not done yet: half' : half(3) === 1.5 ? '✓ Half of it.' : '✗ Not half of it.')`;

/** A lesson with one exercise. */
const lessonWith = (starting: string, check: string): MadeCell[] => [
  text('title', '# Made'),
  code('folder', "import { basename } from 'node:path';\nconsole.log(basename(process.cwd()));"),
  text('exercise-1', '### Exercise 1: half'),
  code('exercise-1-code', starting),
  code('exercise-1-check', check),
];
const answer = (id: string, ...blocks: string[]) =>
  [`## ${id}`, ...blocks.map((block) => `\`\`\`ts\n${block}\n\`\`\``), 'So it is.'].join('\n\n') + '\n';

describe('exercises and their reference answers', () => {
  let clone: Sandbox;
  beforeEach(() => {
    clone = new Sandbox();
    clone.folder('notebooks', 'en');
    clone.folder('notebooks', 'answers');
    for (const name of ['.venv', 'node_modules']) symlinkSync(join(PROJECT, name), clone.path(name), 'junction');
  });
  afterEach(() => clone.remove());

  const write = (cells: readonly MadeCell[], answers?: string) => {
    writeFileSync(clone.path(LESSON), notebookText(cells));
    if (answers !== undefined) writeFileSync(clone.path(ANSWERS), answers);
  };
  /** What is found by a function of runLesson.mjs. */
  const found = (run: 'runLesson' | 'tryAnswers') => {
    const { output } = clone.evaluate(
      `import { ${run} } from './scripts/jupyter/runLesson.mjs';
       const { exercises, problems } = await ${run}('${LESSON}', { settings: { L2LAB_PROFILE: 'tiny' } });
       console.log(JSON.stringify({ exercises, problems }));`,
    );
    const line = output.split('\n').find((each) => each.startsWith('{')) ?? output;
    return JSON.parse(line) as { exercises?: number; problems: string[] };
  };

  test('the starting cell is found missing, the answer right, and the lesson stays as it is', () => {
    write(
      lessonWith(STARTING, CHECK),
      answer('exercise-1-code', 'const half = (x: number): number => {\n  return x / 2;\n};'),
    );
    const before = readFileSync(clone.path(LESSON), 'utf8');
    expect(found('runLesson')).toEqual({ problems: [] });
    expect(found('tryAnswers')).toEqual({ exercises: 1, problems: [] });
    expect(readFileSync(clone.path(LESSON), 'utf8')).toBe(before);
    const ran = JSON.parse(readFileSync(clone.path('out', 'answers', LESSON), 'utf8')) as { cells: object[] };
    // It ran where the lesson runs, so that it imports the same.
    expect(ran.cells[1]).toMatchObject({ outputs: [{ text: ['en\n'] }] });
    expect(ran.cells[3]).toMatchObject({
      source: ['const half = (x: number): number => {\n', '  return x / 2;\n', '};'],
    });
    expect(ran.cells[4]).toMatchObject({ outputs: [{ data: { 'text/plain': ['✓ Half of it.'] } }] });
  });

  test('checks that say something else are named, and what they say', () => {
    const ids = ['first', 'second', 'third'];
    const source = (id: string, number: string) => `const ${id} = (x: number): number => ${number};`;
    const check = (id: string) => CHECK.replaceAll('show', `${id}Line`).replaceAll('half(', `${id}(`);
    const lesson = (numbers: string[]) =>
      ids.flatMap((id, i) => [
        text(`exercise-${i + 1}`, `### Exercise ${i + 1}: ${id}`),
        code(`exercise-${i + 1}-code`, source(id, numbers[i]!)),
        code(`exercise-${i + 1}-check`, id === 'third' ? 'third(1);\nlet end = 1;' : check(id)),
      ]);
    const answers = ['NaN', 'x + 1', 'x / 2'].map((number, i) =>
      answer(`exercise-${i + 1}-code`, source(ids[i]!, number)),
    );
    write([text('title', '# Made'), ...lesson(['x / 2', 'x', 'NaN'])], answers.join('\n'));
    const silent =
      'cell "exercise-3-check" (code cell 6) shows no result; its last line is the check: await check…(answer).';
    const cell = (n: number, said: string) =>
      expect.stringContaining(`cell "exercise-${n}-check" (code cell ${2 * n}) says ${said}`) as string;
    expect(found('runLesson').problems).toEqual([
      cell(1, '"✓ Half of it."; on the starting cell as it is'),
      cell(2, '"✗ Not half of it."; on the starting cell as it is'),
      silent,
    ]);
    expect(found('tryAnswers').problems).toEqual([
      cell(1, '"○ Not done yet: half"; the reference answer must pass'),
      cell(2, '"✗ Not half of it."; the reference answer must pass'),
      silent,
    ]);
  });

  const RIGHT = answer('exercise-1-code', 'const half = (x: number) => x / 2;');
  test.each([
    ['no file', undefined, /answers.09-made\.md lacks an answer: "## exercise-1-code"/],
    ['no answer', 'Later.', /lacks an answer: "## exercise-1-code", then a block of ts/],
    [
      'one too many',
      RIGHT + answer('exercise-2-code', 'f();'),
      /answers "exercise-2-code", which is no starting cell of/,
    ],
    ['one twice', RIGHT + RIGHT, /answers "exercise-1-code" twice/],
    ['words alone', answer('exercise-1-code'), /has 0 code blocks for "exercise-1-code"/],
    ['a cell in two blocks', answer('exercise-1-code', 'f();', 'g();'), /has 2 code blocks for "exercise-1-code"/],
  ])('runs nothing where the answers have %s', (_, answers, said) => {
    write(lessonWith(STARTING, CHECK), answers);
    expect(found('tryAnswers')).toEqual({ exercises: 1, problems: [expect.stringMatching(said)] });
    expect(existsSync(clone.path('out'))).toBe(false);
  });

  test('lets a lesson without exercises pass', () => {
    write([text('title', '# Made'), code('a', 'f();')]);
    expect(found('tryAnswers')).toEqual({ exercises: 0, problems: [] });
  });
});
