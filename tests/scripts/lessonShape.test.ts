import { display, notebookText, stream } from './notebookText';
import type { MadeCell } from './notebookText';
import { Sandbox } from './sandbox';

const TITLE: MadeCell = { id: 'title', source: '# Title' };
const RUN: MadeCell[] = [
  TITLE,
  { id: 'import', source: "import 'l2lab';", outputs: [] },
  { id: 'train', source: 'train();', outputs: [stream('a\nb\n'), display({ 'image/png': '', 'text/plain': 'x' })] },
];

/** The run with another last cell. */
const withLast = (change: Partial<MadeCell>): MadeCell[] => [...RUN.slice(0, -1), { ...RUN.at(-1)!, ...change }];

describe('a committed lesson and a fresh run of it', () => {
  let clone: Sandbox;
  beforeAll(() => (clone = new Sandbox()));
  afterAll(() => clone.remove());

  const differences = (committed: readonly MadeCell[]): string[] => {
    const ran = clone.evaluate(
      `import { shapeDifferences } from './scripts/jupyter/shape.mjs';
       import { readFileSync } from 'node:fs';
       const [committed, rerun] = JSON.parse(readFileSync(0, 'utf8')).map(JSON.parse);
       console.log(JSON.stringify(shapeDifferences(committed, rerun)));`,
      {},
      JSON.stringify([notebookText(committed), notebookText(RUN)]),
    );
    return JSON.parse(ran.output) as string[];
  };

  test('may differ in numbers, in the order of types, in how many lines and in how many pieces they are printed', () => {
    expect(differences(RUN)).toEqual([]);
    const picture = display({ 'text/plain': 'y', 'image/png': 'abc' });
    expect(differences(withLast({ outputs: [stream('1'), stream(['2\n', '3\n', '4']), picture] }))).toEqual([]);
  });

  test.each([
    ['number of outputs', withLast({ outputs: [stream('a')] }), '1 output(s) (stdout)'],
    ['types', withLast({ outputs: [stream('a'), display({ 'text/plain': 'x' })] }), 'stdout; display_data text/plain)'],
    ['streams', withLast({ outputs: [stream('a', 'stderr'), RUN[2]!.outputs![1]] }), 'stderr; display_data'],
  ])('must not differ in %s', (_, committed, old) => {
    const [said, ...more] = differences(committed);
    expect(more).toEqual([]);
    expect(said).toContain('cell "train" (code cell 2) has ');
    expect(said).toContain(old);
    expect(said).toContain('a run gives 2 output(s) (stdout; display_data image/png + text/plain).');
  });

  test('have the same cells, ids and sources', () => {
    expect(differences(RUN.slice(1))).toEqual(['The lesson has 2 cells, the run has 3.']);
    const other = 'cell "train" (code cell 2) is another one in the run.';
    expect(differences(withLast({ source: 'train(2);' }))).toEqual([other]);
    expect(differences([{ ...TITLE, id: 'heading' }, ...RUN.slice(1)])).toEqual([
      'text cell "heading" is another one in the run.',
    ]);
  });

  test('both have outputs', () => {
    expect(differences(withLast({ outputs: [] }))).toEqual(['The lesson has no outputs.']);
  });
});
