import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../notebook/cells';
import { notebookText } from './notebookText';
import { Sandbox } from './sandbox';

const FILE = ['notebooks', 'en', '09-made.ipynb'];

interface Run {
  readonly cells: number;
  readonly problems: string[];
  readonly written: boolean;
}

describe('a lesson run on the real kernel', () => {
  let clone: Sandbox;
  beforeEach(() => {
    clone = new Sandbox();
    clone.folder('notebooks', 'en');
    symlinkSync(join(PROJECT, '.venv'), clone.path('.venv'), 'junction');
  });
  afterEach(() => clone.remove());

  /** Runs a lesson of these cells and writes it if nothing is wrong; `during` is code for while it runs. */
  const runLesson = (sources: string[], during = ''): Run => {
    const cells = sources.map((source, i) => ({ id: `cell-${i + 1}`, source, outputs: [] }));
    writeFileSync(clone.path(...FILE), notebookText([{ id: 'title', source: '# Title' }, ...cells]));
    const { output } = clone.evaluate(
      `import { appendFileSync } from 'node:fs';
       import { runLesson, writeLesson } from './scripts/jupyter/runLesson.mjs';
       const [lesson] = ['${FILE.join('/')}'];
       const running = runLesson(lesson, { settings: { L2LAB_PROFILE: 'tiny' } });
       ${during}
       const run = await running;
       const written = run.problems.length === 0 && writeLesson(lesson, run);
       console.log(JSON.stringify({ cells: run.cells, problems: run.problems, written }));`,
    );
    return JSON.parse(output.split('\n').find((line) => line.startsWith('{"cells"')) ?? output) as Run;
  };
  const lesson = () => readFileSync(clone.path(...FILE), 'utf8');

  test('has its outputs written into it, and nothing else', () => {
    const run = runLesson(['console.log(process.env.L2LAB_PROFILE);', '', 'const two = 2;', 'two + 2']);
    expect(run).toEqual({ cells: 3, problems: [], written: true });
    const { cells, metadata } = JSON.parse(lesson()) as { cells: Record<string, unknown>[]; metadata: unknown };
    expect(metadata).toEqual({ kernelspec: { display_name: 'Mine', language: 'typescript', name: 'tslab' } });
    expect(cells.map(({ id }) => id)).toEqual(['title', 'cell-1', 'cell-2', 'cell-3', 'cell-4']);
    expect(cells.slice(1).map((cell) => cell['metadata'])).toEqual(Array(4).fill({ tags: ['x'] }));
    expect(cells.slice(1).map((cell) => cell['execution_count'])).toEqual([1, null, 2, 3]);
    expect(cells[1]?.['outputs']).toEqual([{ name: 'stdout', output_type: 'stream', text: ['tiny\n'] }]);
    expect(cells[4]?.['outputs']).toMatchObject([{ output_type: 'execute_result', execution_count: 3 }]);
  });

  test.each([
    ['fails', ["throw new RangeError('of no use');", 'console.log(1);'], /RangeError: of no use/],
    ['warns', ["console.warn('Mind the gap.');"], /cell "cell-1" \(code cell 1\) printed on stderr.*Mind the gap/],
  ])('stays as it was if a cell %s', (_, sources, message) => {
    const run = runLesson(sources);
    expect(run.written).toBe(false);
    expect(run.problems).toEqual([expect.stringMatching(message)]);
    expect(lesson()).toContain('"outputs": []');
    expect(existsSync(clone.path('out', ...FILE))).toBe(true);
  });

  test('stays as it is if somebody has changed it meanwhile', () => {
    const run = runLesson(['console.log(1);'], "appendFileSync(lesson, '\\n');");
    expect(run).toMatchObject({ problems: [], written: false });
    expect(lesson()).toMatch(/"outputs": \[\][^]*\n\n$/);
  });
});

const onPosix = process.platform === 'win32' ? test.skip : test;

onPosix(
  'Ctrl-C ends npm run lessons and the kernel, and the lesson stays as it was',
  async () => {
    const folder = join(PROJECT, 'notebooks', 'en');
    const lessons = () => readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
    const contents = () => lessons().map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
    const before = contents();
    const mark = randomUUID();
    const args = [join(PROJECT, 'scripts', 'lessons.mjs'), 'en/03'];
    const env = { ...process.env, TEST_MARK: mark };
    const command = spawn(process.execPath, args, { cwd: PROJECT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    await new Promise<void>((done) =>
      [command.stdout, command.stderr].forEach((stream) =>
        stream.on('data', (text) => (output += text).includes('   0 %') && done()),
      ),
    );
    // The lesson takes minutes with the profile `quick`; its kernel is there within seconds.
    const kernelIsThere = () => withMark(mark).some((program) => program.includes('kernel'));
    for (let looks = 0; looks < 100 && !kernelIsThere(); looks++) await new Promise((soon) => setTimeout(soon, 100));
    expect(withMark(mark).some((program) => program.includes('kernel'))).toBe(process.platform === 'linux');
    const code = new Promise((done) => command.once('close', done));
    // npm sends its own copy of a terminal's Ctrl-C.
    command.kill('SIGINT');
    command.kill('SIGINT');
    expect(await code).toBe(130);
    expect(output).toContain('Stopped; ');
    expect(withMark(mark)).toEqual([]);
    expect(contents()).toEqual(before);
  },
  120_000,
);

/** The command lines of the programs that have inherited a mark; [] where the system does not say. */
function withMark(mark: string): string[] {
  if (process.platform !== 'linux') return [];
  const read = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  };
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => read(pid, 'environ').includes(mark)).map((pid) => read(pid, 'cmdline'));
}
