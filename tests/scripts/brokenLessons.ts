import { CLEAN, code, exercise, having, saying, text } from './madeLesson';
import { display } from './notebookText';
import type { MadeCell } from './notebookText';

/** What breaks a lesson, the lesson, and the one thing that is said then. */
export type Broken = readonly [what: string, cells: readonly MadeCell[], said: RegExp];

const lines = (n: number) => Array(n).fill('f();').join('\n');
const summaryIs = (id: string) => having('summary', text(id, '## Summary'));
const lastly = (source: string) => saying('penalty-after', source);
const hint = (source: string) => saying('exercise-2-hint', source);
const exercises = (...numbers: number[]) => [...CLEAN.slice(0, -16), ...numbers.flatMap(exercise)];
const exerciseCells = CLEAN.slice(-12, -8);

const CELLS: Broken[] = [
  ['an id with capitals', summaryIs('Summary'), /"Summary", the 5\. of all, needs an id that says/],
  ["one of Jupyter's own ids", summaryIs('3fa2b1c0'), /"3fa2b1c0", the 5\. of all, needs an id/],
  ['an id without a word', summaryIs('5-a'), /"5-a", the 5\. of all, needs an id/],
  ['an id twice', summaryIs('penalty'), /^text cell "penalty" has the id of an earlier cell/],
  ['21 lines', saying('penalty-code', lines(21)), /^cell "penalty-code" \(code cell 1\) has 21 lines, and may have 20/],
  ['111 characters', saying('penalty-code', `f();\n//${'x'.repeat(109)}`), /"penalty-code".* 110 characters in line 2/],
  [
    'a median of 8 lines',
    CLEAN.map((cell) => (/^exercise-\d-\w{4,5}$/.test(cell.id) && cell.outputs ? { ...cell, source: lines(8) } : cell)),
    /^Half the code cells have 8 lines or more, and must have less than 8/,
  ],
  [
    'more code than text',
    CLEAN.flatMap((cell, i) =>
      cell.outputs || CLEAN[i + 1]?.outputs ? [cell] : [cell, code(`more-${i}-code`, 'f();')],
    ),
    /^There are 17 code cells and only 13 of text/,
  ],
  [
    'two code cells in a row',
    having('penalty-code', code('penalty-code', 'f();'), code('more-code', 'f();')),
    /^cell "more-code" \(code cell 2\) follows another code cell/,
  ],
];

const HEADINGS: Broken[] = [
  ['no title', saying('title', 'The L2 penalty'), /^text cell "title" must begin with the lesson's title/],
  [
    'a title further down',
    [CLEAN[4]!, ...CLEAN].map((cell, i) => (i === 0 ? text('intro', 'Hello.') : cell)),
    /^text cell "intro" must begin with/,
  ],
  [
    'two titles',
    saying('penalty', '## 1. The penalty\n# One more'),
    /^text cell "penalty": "One more" is one more title/,
  ],
  [
    'a level left out',
    saying('penalty', '## 1. The penalty\n#### Deep'),
    /"penalty": "Deep" has level 4 below one of level 2; make it ###/,
  ],
  ['no summary', saying('summary', '## In short'), /^The lesson needs a section "## Summary"/],
  ['no exercises', saying('exercises', '## Homework'), /^The lesson needs a section "## Exercises"/],
];

const EXERCISES: Broken[] = [
  ['3 exercises', exercises(1, 2, 3), /^The lesson has 3 exercises; it needs 4 to 6/],
  ['7 exercises', exercises(1, 2, 3, 4, 5, 6, 7), /^The lesson has 7 exercises/],
  ['a number left out', exercises(1, 2, 3, 5), /^Exercise 5 comes as number 4/],
  [
    'no text',
    having('exercise-2', text('other', 'Do it.')),
    /^exercise-2 lacks its text: a text cell with the id "exercise-2"/,
  ],
  [
    'no starting cell',
    having('exercise-2-code'),
    /^exercise-2 lacks the starting cell: a code cell with the id "exercise-2-code"/,
  ],
  ['no check', having('exercise-2-check'), /^exercise-2 lacks the check/],
  ['no hint', having('exercise-2-hint'), /^exercise-2 lacks the hint/],
  [
    'a check in words',
    having('exercise-2-check', text('exercise-2-check', 'Ask.')),
    /"exercise-2-check" is the check of an exercise; make it a code cell/,
  ],
  [
    'a hint before its exercise',
    [...CLEAN.slice(0, -12), exerciseCells[3]!, ...exerciseCells.slice(0, 3), ...CLEAN.slice(-8)],
    /^text cell "exercise-2-hint" stands too early/,
  ],
  ['no heading', saying('exercise-2', 'Write it.'), /"exercise-2" must begin with its heading: ### Exercise 2: name/],
  [
    'a hint that is open',
    hint('<details open><summary>Hint</summary>\n\nThink.\n\n</details>'),
    /"exercise-2-hint" must be folded/,
  ],
  ['a hint in plain sight', hint('Think.'), /"exercise-2-hint" must be folded/],
  [
    'a hint without an end',
    hint('<details><summary>Hint</summary>\n\nThink.'),
    /"exercise-2-hint" does not close its <details>/,
  ],
  [
    'a hint that Markdown does not read',
    hint('<details><summary>Hint</summary>\n*Think.*\n</details>'),
    /"exercise-2-hint" needs a blank line/,
  ],
];

const LINKS: Broken[] = [
  ['a file that is not there', lastly('[Lesson 9](09-none.ipynb)'), /links to 09-none\.ipynb, which is not there/],
  ['a picture that is not there', lastly('![A curve](curve.png)'), /links to curve\.png, which is not there/],
  [
    'no such heading here',
    lastly('[Section 9](#9.-None)'),
    /links to #9\.-None, which no heading of .*01-made\.ipynb has.*#1\.-The-penalty/,
  ],
  ['no such heading there', lastly('[Section 9](02-next.ipynb#9.-None)'), /which no heading of .*02-next\.ipynb has/],
  [
    'no such heading in a text',
    lastly('[Our notes](../../docs/notes.md#none)'),
    /which no heading of .*notes\.md has; it has #what-it-is/,
  ],
  ['http', lastly('[Adam](http://arxiv.org/abs/1412.6980)'), /links to http:\/\/arxiv\.org.*begins with https/],
  ['no whole host', lastly('[Adam](https://arxiv/abs)'), /links to https:\/\/arxiv\/abs; an address outside/],
  ['"here"', lastly('See [here](02-next.ipynb).'), /has the link text "here" to 02-next\.ipynb; say where it leads/],
  ['"this page"', lastly('See [this page](02-next.ipynb).'), /has the link text "this page"/],
  ['an empty link', lastly('See [](02-next.ipynb).'), /has the link text ""/],
  ['a bare address', lastly('See https://arxiv.org/abs.'), /has the bare address https:\/\/arxiv\.org/],
  ['an address as its text', lastly('See <https://arxiv.org/abs>.'), /has the bare address https:\/\/arxiv\.org/],
  ['a picture without words', lastly('![](../../docs/curve.png)'), /curve\.png without alternative text/],
  ['a picture in HTML', lastly('<img src="../../docs/curve.png">'), /has a link or a picture in HTML/],
];

const MATH: Broken[] = [
  ['an open brace', lastly('Of $\\frac{1}{2$ it'), /^text cell "penalty-after": \$\\frac\{1\}\{2\$ is no LaTeX/],
  [
    'an unknown command',
    lastly('$$\n\\penalized w\n$$'),
    /no LaTeX that every page can show:.*Undefined control sequence: \\penalized/,
  ],
  ['words of another script', lastly('Of $w_π + ñ$'), /no LaTeX that every page can show:.*unicodeTextInMathMode/],
  [
    'a $ alone',
    lastly('It costs $5 a day.'),
    /^text cell "penalty-after": a \$ stands alone in "It costs \$5 a day\."/,
  ],
  ['a blank after $', lastly('Of $ w$ it'), /a \$ stands alone/],
  ['| in a table', lastly('| a | b |\n| - | - |\n| $|w|$ | 1 |'), /a \$ stands alone/],
  ['a line that is a list', lastly('$$\na\n+ b\n$$'), /a \$ stands alone/],
];

const VEGA = { 'application/vnd.vegalite.v5+json': {} };
const outputs = (...all: unknown[]) => having('penalty-code', code('penalty-code', 'f();', all));
const OUTPUTS: Broken[] = [
  [
    'a figure without a picture',
    outputs(display(VEGA)),
    /^cell "penalty-code" \(code cell 1\) shows .*vegalite.* without image\/png/,
  ],
  [
    'a figure without a caption',
    outputs(display({ 'image/png': '' }, { 'image/png': { alt: 'A' } })),
    /figure without its caption/,
  ],
  [
    'an error',
    outputs({ output_type: 'error', ename: 'E', evalue: 'no', traceback: [] }),
    /"penalty-code".* failed with E: no/,
  ],
  [
    'a path',
    outputs(display({ 'text/plain': '/home/ada/x' })),
    /"penalty-code".* shows a path of this machine, "\/home\/ada"/,
  ],
];

const BRITISH = [
  'regularisation',
  'colour',
  'behaviour',
  'neighbours',
  'centre',
  'centred',
  'labelled',
  'modelling',
  'grey',
];
const SPELLING: Broken[] = [
  ...['thier', ...BRITISH].map((word): Broken => [
    word,
    lastly(`Of *${word}* it`),
    RegExp(`"penalty-after": "${word}" is no word`),
  ]),
  [
    'a word in a hint’s summary',
    hint('<details><summary>Hnit</summary>\n\nThink.\n\n</details>'),
    /"exercise-2-hint": "Hnit" is no word/,
  ],
  [
    'a word of a link',
    lastly('[Lessson 02](02-next.ipynb)'),
    /"Lessson" is no word.* Is .*lesson.* meant\?.*cspell\.json/,
  ],
];

/** Lessons that break one rule each, by kind of rule. */
export const BROKEN = {
  cells: CELLS,
  headings: HEADINGS,
  exercises: EXERCISES,
  links: LINKS,
  LaTeX: MATH,
  outputs: OUTPUTS,
  spelling: SPELLING,
};
