import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openZip } from '../../homework/lms/entries';
import { given, graded, notebookFile, PENALTY, SmallCourse, solution, text } from './smallCourse';
import type { MadeCell } from './smallCourse';

const ROOT = join(__dirname, '..', '..');
const STUB = `const myMirror = (weights: number[][], lambda: number): number => {
  // Write here, in place of the next line.
  throw new Error('not done yet');
};`;

describe('submit', () => {
  let course: SmallCourse;
  beforeEach(() => (course = new SmallCourse({})));
  afterEach(() => course.remove());

  const file = (name: string) => join(course.folder, 'small', name);

  function start(cells: readonly MadeCell[], ...args: string[]) {
    course.write(['small', 'small.ipynb'], notebookFile(cells));
    const program = ['--require', join(ROOT, 'scripts', 'typescript.cjs'), join(ROOT, 'homework', 'main.ts')];
    const child = spawn(process.execPath, [...program, 'submit', '--course', course.folder, ...args]);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
    const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, output })),
    );
    return { child, ended };
  }

  it('runs all cells from the top, says what it sees, and packs the notebook as it was saved', async () => {
    const cells = [
      text('title', '# A small assignment'),
      given('setup', "import { checkPenalty } from 'l2lab';"),
      solution('penalty-code', PENALTY),
      graded('penalty-check', 4, 'await checkPenalty(myPenalty);'),
      text('second', '## The second part'),
      solution('mirror-code', STUB),
      graded('mirror-check', 2, 'await checkPenalty(myMirror);'),
      graded('half-check', 2, 'await checkPenalty((w, l) => l * w.flat().reduce((sum, x) => sum + x * x, 0));'),
      given('broken', "const n: number = 'text';"),
    ];
    const { code, output } = await start(cells, 'small').ended;
    expect(output).toMatch(/A small assignment\n {2}✓ penalty-check: myPenalty agrees with the right answer in/);
    expect(output).toMatch(
      /The second part\n {2}○ mirror-check: Not done yet: .*\n {2}✗ half-check: Every value is twice the right one/,
    );
    expect(output).toContain("✗ broken: TypeScriptError: Type 'string' is not assignable to type 'number'.");
    expect(output).toContain('Right (✓): 1 of 3 checks. Wrong (✗): 1. Not done yet (○): 1. Other cells that fail: 1.');
    expect(output).toContain(`Hand in this file: ${file('small-handin.zip')}`);
    expect(code).toBe(0);
    const saved = notebookFile(cells);
    expect(readFileSync(file('small.ipynb'), 'utf8')).toBe(saved);
    const { entries, close } = await openZip(file('small-handin.zip'));
    expect(entries.map(({ path }) => path)).toEqual(['small/small.ipynb']);
    expect((await entries[0]!.read()).toString()).toBe(saved);
    close();
  }, 120_000);

  it('stops a cell that never ends and goes on; names what ends the process', async () => {
    const cells = [
      given('loop', 'while (true) {}'),
      graded('check', 1, "console.log('✓ fine')"),
      given('exit', 'process.exit(3)'),
      graded('lost', 1, "console.log('✓ fine')"),
    ];
    const { code, output } = await start(cells, '--seconds', '3').ended;
    expect(output).toContain('✗ loop: stopped after 3 s: does a loop never end?');
    expect(output).toContain('✓ check: fine');
    expect(output).toMatch(/✗ exit: the process that runs the cells ended with exit code 3/);
    expect(output).toContain('✗ lost: did not run: the kernel had ended before');
    expect(code).toBe(0);
  }, 120_000);

  it('stops on Ctrl-C with its kernel, and packs nothing', async () => {
    const { child, ended } = start([
      given('wait', "require('fs').writeFileSync('pid', String(process.pid));\nawait new Promise(() => {});"),
    ]);
    while (!existsSync(file('pid')) || readFileSync(file('pid'), 'utf8') === '') await wait(100);
    child.kill('SIGINT');
    const { code, output } = await ended;
    expect(output).toContain('Stopped; nothing was packed.');
    expect(code).toBe(130);
    expect(existsSync(file('small-handin.zip'))).toBe(false);
    const pid = Number(readFileSync(file('pid'), 'utf8'));
    await wait(1000);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  }, 120_000);

  test.each([
    [['other'], /There is no notebook .*other\.ipynb: unzip there what you were given\. There is small\./],
    [['--seconds', 'x'], /--seconds is the time that each cell has/],
    [['a', 'b'], /One homework at a time/],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, output } = await start([], ...args).ended;
    expect(output).toMatch(message);
    expect(code).toBe(1);
  });

  it("finds the notebook in the folder that Windows' unzip adds", async () => {
    course.write(['deep', 'deep', 'deep.ipynb'], '[]');
    expect((await start([], 'deep').ended).output).toMatch(/deep.deep.deep\.ipynb cannot be read/);
  });

  it('says so when the notebook is damaged', async () => {
    const { ended } = start([], join(course.folder, 'small', 'damaged.ipynb'));
    course.write(['small', 'damaged.ipynb'], '{"cells": [');
    expect((await ended).output).toMatch(
      /damaged\.ipynb cannot be read: it is no notebook.*or unzip the handed-out one/,
    );
  });
});
