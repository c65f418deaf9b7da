import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../notebook/cells';
import { Sandbox } from './sandbox';

/** A cell of homework, with nbgrader's settings. */
interface HomeworkCell {
  readonly cell_type: string;
  readonly id: string;
  readonly metadata: { nbgrader?: Record<string, unknown> };
  readonly source: string;
  readonly execution_count?: number | null;
  readonly outputs?: readonly unknown[];
}

/** Locked, unless the settings say otherwise. */
const settings = (id: string, cell_type: string, more: object) => ({
  nbgrader: {
    cell_type,
    grade: false,
    grade_id: id,
    locked: true,
    schema_version: 3,
    solution: false,
    task: false,
    ...more,
  },
});
const text = (id: string, source: string, more: object = {}): HomeworkCell => ({
  ...{ cell_type: 'markdown', id, metadata: settings(id, 'markdown', more), source },
});
const code = (id: string, source: string, more: object = {}): HomeworkCell => ({
  ...{ cell_type: 'code', execution_count: null, id, metadata: settings(id, 'code', more), outputs: [], source },
});

const CHECK = `await check(f);
// BEGIN HIDDEN TESTS
await gradePoints([{ points: 2, check: check(f), half: ['the ½ is forgotten', "Keras's"] }]);
// END HIDDEN TESTS`;

/** Homework that keeps every rule. */
const CLEAN: readonly HomeworkCell[] = [
  text(
    'title',
    '# Homework\n| task | points |\n| --- | --- |\n| 1. A penalty | 2 |\n| 2. Why | 1.5 |\n| Total | 3.5 |',
  ),
  text('penalty', '## 1. A penalty\nWrite it as $\\lambda$.'),
  code('penalty-code', 'const f = () => {\n  // BEGIN SOLUTION\n  return 1;\n  // END SOLUTION\n};', {
    locked: false,
    solution: true,
  }),
  code('penalty-check', CHECK, { grade: true, points: 2 }),
  text('why', '## 2. Why\nSay it.'),
  text('why-answer', '### BEGIN SOLUTION\nBecause of the ½.\n### END SOLUTION', {
    ...{ grade: true, points: 1.5, solution: true, locked: false },
  }),
];

const having = (id: string, change: (cell: HomeworkCell) => HomeworkCell): HomeworkCell[] =>
  CLEAN.map((cell) => (cell.id === id ? change(cell) : cell));
const setting = (id: string, more: object) =>
  having(id, (cell) => ({ ...cell, metadata: { nbgrader: { ...cell.metadata.nbgrader, ...more } } }));
const saying = (id: string, source: string) => having(id, (cell) => ({ ...cell, source }));

const BROKEN: readonly (readonly [what: string, cells: readonly HomeworkCell[], said: RegExp])[] = [
  [
    'no settings',
    having('penalty', (cell) => ({ ...cell, metadata: {} })),
    /^text cell "penalty" lacks nbgrader's settings/,
  ],
  ['another name in them', setting('penalty', { grade_id: 'cell-1' }), /has the grade_id "cell-1"; make it "penalty"/],
  ['another type in them', setting('penalty', { cell_type: 'code' }), /"penalty" has the cell_type "code"/],
  ['an old version', setting('penalty', { schema_version: 2 }), /"penalty" needs schema_version 3/],
  ['a flag left out', setting('penalty', { task: undefined }), /"penalty" needs true or false for task/],
  ['a text that is not locked', setting('penalty', { locked: false }), /"penalty" must be locked, or marked/],
  ['a solution that is locked', setting('penalty-code', { locked: true }), /^cell "penalty-code".* must be locked, or/],
  ['points for nothing', setting('penalty', { points: 0 }), /"penalty" needs points if it is graded, and none/],
  [
    'outputs',
    having('penalty-code', (cell) => ({ ...cell, execution_count: 1 })),
    /"penalty-code".* has outputs; clear/,
  ],
  [
    'half for what no check names',
    saying('penalty-check', CHECK.replace('½', '1/2')),
    /"penalty-check" \(code cell 2\) gives half for "the 1\/2 is forgotten", which no check/,
  ],
  ['a wrong sum', setting('why-answer', { points: 2 }), /^The cells bring 4 points, and the text says 3\.5; one table/],
  ['no sum', saying('title', '# Homework'), /^The cells bring 3\.5 points, and the text says no sum/],
  ['a misspelled solution', saying('why-answer', 'Becuase.'), /"why-answer": "Becuase" is no word/],
  ['LaTeX that does not parse', saying('why', '## 2. Why\n$\\half$'), /"why": \$\\half\$ is no LaTeX/],
  [
    'a link from the source, which students have not',
    saying('why', '## 2. Why\nSee [the words](../../../cspell.json) and [these words](../../cspell.json).'),
    /"why" links to \.\.\/\.\.\/\.\.\/cspell\.json, which is not there/,
  ],
  ['two titles', saying('why', '# Why'), /"why": "Why" is one more title/],
  [
    'a check of another task after the answer',
    having('penalty-check', (cell) => ({ ...code('other-check', cell.source, { grade: true, points: 2 }) })),
    /"other-check".* follows another code cell/,
  ],
];

describe('npm run lint:notebooks, for homework', () => {
  let clone: Sandbox;
  let said: string[][];
  const notebook = (cells: readonly HomeworkCell[]) => JSON.stringify({ cells, metadata: {} });
  beforeAll(() => {
    clone = new Sandbox();
    symlinkSync(join(PROJECT, 'node_modules'), clone.path('node_modules'), 'junction');
    cpSync(join(PROJECT, 'cspell.json'), clone.path('cspell.json'));
    clone.folder('src', 'exercises');
    writeFileSync(
      clone.path('src', 'exercises', 'check.ts'),
      `[{ misconception: 'the ½ is forgotten' }, { misconception: "Keras's" }]`,
    );
    const all = [CLEAN, ...BROKEN.map(([, cells]) => cells)].map(notebook);
    writeFileSync(clone.path('homework.json'), JSON.stringify(all));
    // All in one process: the dictionary takes a second to load.
    const { output } = clone.evaluate(
      `import { homeworkProblems } from './scripts/jupyter/lint/homeworkProblems.mjs';
       import { knownMisconceptions } from './scripts/jupyter/lint/knownMisconceptions.mjs';
       import { readFileSync } from 'node:fs';
       const said = [];
       for (const text of JSON.parse(readFileSync('homework.json', 'utf8'))) {
         said.push(await homeworkProblems(text, 'homework/source/made/made.ipynb', knownMisconceptions()));
       }
       console.log(JSON.stringify(said));`,
    );
    said = JSON.parse(output) as string[][];
  });
  afterAll(() => clone.remove());

  test('finds nothing in clean homework', () => {
    expect(said[0]).toEqual([]);
  });

  test.each(BROKEN.map(([what, , words], i) => [what, i + 1, words] as const))('%s', (_, i, words) => {
    expect(said[i]).toEqual([expect.stringMatching(words)]);
  });

  test('goes through all homework', () => {
    clone.folder('homework', 'source', 'made');
    writeFileSync(clone.path('homework', 'source', 'made', 'made.ipynb'), notebook(CLEAN));
    const { code: status, output } = clone.run('scripts/lintNotebooks.mjs', {}, []);
    expect({ status, output }).toEqual({ status: 0, output: '✓ homework/source/made/made.ipynb\n' });
  });
});
