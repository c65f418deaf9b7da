import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../notebook/cells';
import { BROKEN } from './brokenLessons';
import { CLEAN, NEXT, saying } from './madeLesson';
import { notebookText } from './notebookText';
import type { MadeCell } from './notebookText';
import { Sandbox } from './sandbox';

const LESSON = 'notebooks/en/01-made.ipynb';

const ALL: readonly (readonly MadeCell[])[] = [
  CLEAN,
  ...Object.values(BROKEN).flatMap((group) => group.map(([, cells]) => cells)),
];

describe('npm run lint:notebooks', () => {
  let clone: Sandbox;
  let problems: Map<readonly MadeCell[], string[]>;
  beforeAll(() => {
    clone = new Sandbox();
    symlinkSync(join(PROJECT, 'node_modules'), clone.path('node_modules'), 'junction');
    cpSync(join(PROJECT, 'cspell.json'), clone.path('cspell.json'));
    clone.folder('notebooks', 'en');
    clone.folder('notebooks', 'answers');
    clone.folder('docs');
    writeFileSync(clone.path('notebooks', 'en', '02-next.ipynb'), NEXT);
    writeFileSync(clone.path('docs', 'curve.png'), '');
    writeFileSync(clone.path('docs', 'notes.md'), '# What it is\n');
    writeFileSync(clone.path('lessons.json'), JSON.stringify(ALL.map(notebookText)));
    // All in one process: the dictionary takes a second to load.
    const { output } = clone.evaluate(
      `import { notebookProblems } from './scripts/jupyter/lint/notebookProblems.mjs';
       import { readFileSync } from 'node:fs';
       const said = [];
       for (const text of JSON.parse(readFileSync('lessons.json', 'utf8'))) said.push(await notebookProblems(text, '${LESSON}'));
       console.log(JSON.stringify(said));`,
    );
    const said = JSON.parse(output) as string[][];
    problems = new Map(ALL.map((cells, i) => [cells, said[i]!]));
  });
  afterAll(() => clone.remove());

  test('finds nothing in a clean lesson', () => {
    expect(problems.get(CLEAN)).toEqual([]);
  });

  for (const [group, broken] of Object.entries(BROKEN)) {
    test.each(broken)(`${group}: %s`, (_, cells, said) => {
      expect(problems.get(cells)).toEqual([expect.stringMatching(said)]);
    });
  }

  const run = (...args: string[]) => clone.run('scripts/lintNotebooks.mjs', {}, args);
  const lesson = (cells: readonly MadeCell[]) => writeFileSync(clone.path(LESSON), notebookText(cells));
  const answers = (name: string, words: string) => writeFileSync(clone.path('notebooks', 'answers', name), words);

  test('names each lesson, reads its answers too, and fails if there is a problem', () => {
    lesson(CLEAN);
    answers('01-made.md', '# Answers\n## exercise-1-code\nThe ½ makes the derivative shorter.\n');
    expect(run('01')).toEqual({ code: 0, output: '✓ notebooks/en/01-made.ipynb\n✓ notebooks/answers/01-made.md\n' });
    lesson(saying('summary', '## In short'));
    answers('01-made.md', 'The colour of [lesson 9](../en/09-none.ipynb), $\\half$.');
    const { code, output } = run('01');
    expect(code).toBe(1);
    expect(output).toMatch(/✗ .*01-made\.ipynb\n {4}The lesson needs[^]*✗ .*01-made\.md\n {4}The text links to/);
    expect(output).toMatch(/The text: \$\\half\$ is no LaTeX[^]*The text: "colour" is no word/);
  });

  test('finds answers that belong to no lesson', () => {
    answers('07-gone.md', '');
    expect(run().output).toMatch(/✗ notebooks\/answers\/07-gone\.md\n {4}No lesson has this name/);
  });
});
