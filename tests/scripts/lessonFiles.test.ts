import { readFileSync, statSync, writeFileSync, chmodSync, readdirSync } from 'node:fs';
import { display, notebookText, stream } from './notebookText';
import { Sandbox } from './sandbox';

describe('npm run lessons', () => {
  let clone: Sandbox;
  beforeAll(() => {
    clone = new Sandbox();
    for (const file of ['en/01-one.ipynb', 'en/02-two.ipynb', 'es/02-dos.ipynb', '.hidden/02-no.ipynb', 'en/02.txt']) {
      clone.folder('notebooks', file, '..');
      writeFileSync(clone.path('notebooks', file), '{}');
    }
  });
  afterAll(() => clone.remove());

  const chosen = (names: string[], env = {}) => {
    const code = `import { chooseLessons } from './scripts/jupyter/lessonFiles.mjs';
      console.log(chooseLessons(${JSON.stringify(names)}).join(' '));`;
    return clone.evaluate(code, env).output.replaceAll('\\', '/').replaceAll('notebooks/', '');
  };

  test.each([
    [[], 'en/01-one.ipynb en/02-two.ipynb es/02-dos.ipynb'],
    [['02'], 'en/02-two.ipynb es/02-dos.ipynb'],
    [['en/02'], 'en/02-two.ipynb'],
    [['01-one'], 'en/01-one.ipynb'],
    [['notebooks/es'], 'es/02-dos.ipynb'],
    [['./notebooks/en/01-one.ipynb', '02-d'], 'en/01-one.ipynb es/02-dos.ipynb'],
  ])('%j chooses %s', (names, lessons) => {
    expect(chosen(names)).toBe(lessons);
  });

  test('takes a path from where the user stands', () => {
    expect(chosen(['01-one.ipynb'], { INIT_CWD: clone.path('notebooks', 'en') })).toBe('en/01-one.ipynb');
    expect(chosen(['../es'], { INIT_CWD: clone.path('notebooks', 'en') })).toBe('es/02-dos.ipynb');
  });

  const said = (...args: string[]) => {
    const { code, output } = clone.run('scripts/lessons.mjs', {}, args);
    return [code, output] as const;
  };

  test('lists the lessons when a name fits none, before anything is set up', () => {
    const [code, output] = said('01', '7');
    expect(code).toBe(1);
    expect(output).toMatch(/no lesson fits "7"[^]*01-one\.ipynb[^]*02-dos\.ipynb/);
  });

  test.each([
    [['--profile', 'big'], /no profile "big"[^]*quick, small, tiny, article/],
    [['--data', 'none.tar.gz'], /none\.tar\.gz is not there[^]*npm run data/],
    [['--fast'], /Unknown option '--fast'[^]*--help/],
  ])('says what is wrong with %j, before anything is set up', (args, message) => {
    const [code, output] = said(...args);
    expect(code).toBe(1);
    expect(output).toMatch(message);
  });

  test('--help names every option', () => {
    const [code, output] = said('--help');
    expect(code).toBe(0);
    for (const name of ['--profile', '--data', '--answers']) expect(output).toContain(name);
  });
});

describe('what is written into a lesson', () => {
  let clone: Sandbox;
  beforeAll(() => (clone = new Sandbox()));
  afterAll(() => clone.remove());

  const ran = notebookText([
    { id: 'title', source: 'μ “½” \u2028' },
    { id: 'a', source: 'f();', outputs: [] },
  ]);
  const before = ran.replace('"execution_count": null', '"execution_count": 7');
  const written = (text: string, outputs: unknown[]): string => {
    const executed = { cells: [{}, { execution_count: 1, metadata: { execution: 'times' }, outputs }], metadata: {} };
    const code = `import { withOutputs } from './scripts/jupyter/lessonFiles.mjs';
      import { readFileSync } from 'node:fs';
      process.stdout.write(JSON.stringify(withOutputs(...JSON.parse(readFileSync(0, 'utf8')))));`;
    return JSON.parse(clone.evaluate(code, {}, JSON.stringify([text, executed])).output) as string;
  };

  test('is outputs and execution counts; all else stays byte for byte', () => {
    const outputs = [{ ...display({ 'text/plain': ['x'] }), transient: { display_id: '7' } }];
    const after = written(before, outputs);
    const without = (text: string) =>
      text.replace(/"execution_count": \w+/, '').replace(/"outputs": \[(\]|[^]*?\n {3}\])/, '');
    expect(without(after)).toBe(without(before));
    expect(after).toContain('"execution_count": 1,');
    expect(after).not.toMatch(/transient|display_id|times/);
    expect(written(after, outputs)).toBe(after);
  });

  test("keeps the file's own style", () => {
    const [tabs, compact] = [JSON.parse(before), JSON.parse(before)].map((x, i) =>
      JSON.stringify(x, null, ['\t', ''][i]),
    );
    expect(written(tabs!, [])).toBe(tabs!.replace('7', '1'));
    expect(written(compact!, [])).toBe(compact!.replace('7', '1'));
  });

  test('has what a stream printed in a row as one output, in lines', () => {
    const outputs = [stream('a'), stream(['b\n', 'c\n']), stream('d', 'stderr'), stream('e\n')];
    const { cells } = JSON.parse(written(before, outputs)) as { cells: { outputs: unknown[] }[] };
    expect(cells[1]?.outputs).toEqual([stream(['ab\n', 'c\n']), stream(['d'], 'stderr'), stream(['e\n'])]);
  });

  test('replaces the file in one move, with the rights it had', () => {
    const file = clone.path('lesson.ipynb');
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    clone.evaluate(
      `import { replaceFile } from './scripts/jupyter/lessonFiles.mjs'; replaceFile('lesson.ipynb', 'new');`,
    );
    expect(readFileSync(file, 'utf8')).toBe('new');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(clone.root).filter((name) => name.startsWith('lesson'))).toEqual(['lesson.ipynb']);
  });
});
