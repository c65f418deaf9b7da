import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { killed, said, Sandbox } from './sandbox';

const TAKE = `
  import { takeLock } from './scripts/lib/lock.mjs';
  const release = await takeLock('.l2lab/test.lock', ({ pid }) => console.log('waiting for ' + pid));
  console.log('mine');
`;

describe('the lock of set-up', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  test('a second process waits until the first gives it back', async () => {
    const first = clone.start(`${TAKE} process.on('SIGTERM', () => { release(); process.exit(); });
      setInterval(() => {}, 1000);`);
    await said(first, 'mine');
    const second = clone.start(`${TAKE} release();`);
    await said(second, `waiting for ${first.pid}`);
    const taken = said(second, 'mine');
    first.kill('SIGTERM');
    await taken;
  });

  test('a process that was killed does not hold it', async () => {
    const first = clone.start(`${TAKE} setInterval(() => {}, 1000);`);
    await said(first, 'mine');
    await killed(first);
    expect(existsSync(clone.path('.l2lab', 'test.lock'))).toBe(true);
    expect(clone.evaluate(`${TAKE} release();`).output).toBe('mine');
    expect(existsSync(clone.path('.l2lab', 'test.lock'))).toBe(false);
  });

  test('a number that is used again by another process does not hold it', () => {
    clone.folder('.l2lab');
    // This very test runs, but it started at another time than the lock says.
    const owner = { pid: process.pid, start: 'before the last reboot' };
    writeFileSync(clone.path('.l2lab', 'test.lock'), JSON.stringify(owner));
    expect(clone.evaluate(`${TAKE} release();`).output).toBe('mine');
  });

  test('a lock that cannot be read yet is not taken away, one that stays so is', () => {
    clone.folder('.l2lab');
    const file = clone.path('.l2lab', 'test.lock');
    const written = `import { rmSync, writeFileSync } from 'node:fs';
      setTimeout(() => writeFileSync('.l2lab/test.lock', JSON.stringify({ pid: process.pid, start: '' })), 50);
      setTimeout(() => rmSync('.l2lab/test.lock'), 1000);`;
    writeFileSync(file, '{"pi');
    expect(clone.evaluate(`${written} ${TAKE} release();`).output).toMatch(/^waiting for \d+\nmine$/);
    writeFileSync(file, '{"pi');
    expect(clone.evaluate(`${TAKE} release();`).output).toBe('mine');
  });

  test.each([
    ['', {}],
    [' on a disk without hard links', { NODE_OPTIONS: '--import=./no-links.mjs' }],
  ])('many at once, over a stale lock, hold it one after the other%s', async (_, env) => {
    // Such a disk (exFAT) cannot be had in a test; its answer can.
    writeFileSync(
      clone.path('no-links.mjs'),
      `import fs from 'node:fs';
       import { syncBuiltinESMExports } from 'node:module';
       fs.linkSync = () => { throw Object.assign(new Error('operation not permitted, link'), { code: 'EPERM' }); };
       syncBuiltinESMExports();`,
    );
    clone.folder('.l2lab');
    writeFileSync(clone.path('.l2lab', 'test.lock'), '{"pid":2147483000,"start":"x"}');
    const work = `${TAKE}
      import { appendFileSync } from 'node:fs';
      appendFileSync('log', 'in ' + process.pid + '\\n');
      await new Promise((resolve) => setTimeout(resolve, 30));
      appendFileSync('log', 'out ' + process.pid + '\\n');
      release();`;
    const children = Array.from({ length: 6 }, () => clone.start(work, env));
    await Promise.all(children.map((child) => new Promise((done) => child.on('exit', done))));
    const lines = readFileSync(clone.path('log'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(2 * 6);
    for (let i = 0; i < lines.length; i += 2) {
      expect(lines[i + 1]).toBe(lines[i]?.replace('in', 'out'));
    }
  });
});
