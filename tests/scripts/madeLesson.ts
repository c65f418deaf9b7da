import { notebookText } from './notebookText';
import type { MadeCell } from './notebookText';

export const text = (id: string, source: string): MadeCell => ({ id, source });
export const code = (id: string, source: string, outputs: readonly unknown[] = []): MadeCell => ({
  id,
  source,
  outputs,
});

/** The four cells of an exercise. */
export const exercise = (n: number): MadeCell[] => [
  text(`exercise-${n}`, `### Exercise ${n}: a penalty\nWrite it as a function.`),
  code(`exercise-${n}-code`, 'const penalty = NaN;'),
  code(`exercise-${n}-check`, 'check(penalty)'),
  text(`exercise-${n}-hint`, '<details><summary>Hint</summary>\n\nThink of the ½.\n\n</details>'),
];

/** The notebook that the clean lesson links to. */
export const NEXT = notebookText([text('title', '# Next'), text('next', '## 2. Next: `show`')]);

/** A lesson that keeps every rule. */
export const CLEAN: readonly MadeCell[] = [
  text(
    'title',
    '# The L2 penalty\n«Regularización L2», a `colour`, $\\frac12\\lambda\\sum_i w_i^2$: go on with [lesson 02](02-next.ipynb).',
  ),
  text('penalty', '## 1. The penalty\n### By hand\nA *small* matrix, and Keras’s `l2`, for five:'),
  code('penalty-code', 'const weights = [1, 2];\nconsole.log(weights);'),
  text(
    'penalty-after',
    'As in [section 1](#1.-The-penalty), [its sequel](02-next.ipynb#2.-Next:-show), [our notes](../../docs/notes.md#what-it-is) ' +
      'and [Adam](https://arxiv.org/abs/1412.6980).\n\n![A curve](../../docs/curve.png) <kbd>Shift</kbd>\n\n$$\n\\lambda w\n$$',
  ),
  text('summary', '## Summary\nYou can say what it is.'),
  text('exercises', '## Exercises'),
  ...[1, 2, 3, 4].flatMap(exercise),
];

/** The clean lesson with other cells in place of one. */
export const having = (id: string, ...cells: MadeCell[]): MadeCell[] =>
  CLEAN.flatMap((cell) => (cell.id === id ? cells : [cell]));

/** The clean lesson in which one cell has another source. */
export const saying = (id: string, source: string): MadeCell[] =>
  CLEAN.map((cell) => (cell.id === id ? { ...cell, source } : cell));
