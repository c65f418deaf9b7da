import { existsSync, readFileSync } from 'node:fs';
import { killed, said, Sandbox } from './sandbox';

const TAKE = `
  import { takeLock } from './scripts/setup/lock.mjs';
  const release = await takeLock((pid) => console.log('waiting for ' + pid));
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

  test('a process that gave it back and goes on does not hold it', async () => {
    const first = clone.start(`${TAKE} release(); console.log('given back'); setInterval(() => {}, 1000);`);
    await said(first, 'given back');
    expect(clone.evaluate(`${TAKE} release();`).output).toBe('mine');
    await killed(first);
  });

  test('a process that was killed does not hold it, also for one that waits already', async () => {
    const first = clone.start(`${TAKE} setInterval(() => {}, 1000);`);
    await said(first, 'mine');
    const second = clone.start(`${TAKE} release();`);
    await said(second, `waiting for ${first.pid}`);
    const taken = said(second, 'mine');
    await killed(first);
    await taken;
    expect(clone.evaluate(`${TAKE} release();`).output).toBe('mine');
  });

  test('a set-up in another clone is not waited for', async () => {
    const first = clone.start(`${TAKE} setInterval(() => {}, 1000);`);
    await said(first, 'mine');
    const other = new Sandbox();
    expect(other.evaluate(`${TAKE} release();`).output).toBe('mine');
    other.remove();
    await killed(first);
  });

  test('many at once, after one that was killed, hold it one after the other', async () => {
    const first = clone.start(`${TAKE} setInterval(() => {}, 1000);`);
    await said(first, 'mine');
    const work = `${TAKE}
      import { appendFileSync } from 'node:fs';
      appendFileSync('log', 'in ' + process.pid + '\\n');
      await new Promise((resolve) => setTimeout(resolve, 30));
      appendFileSync('log', 'out ' + process.pid + '\\n');
      release();`;
    const children = Array.from({ length: 6 }, () => clone.start(work));
    const ended = Promise.all(children.map((child) => new Promise((done) => child.on('exit', done))));
    await Promise.all(children.map((child) => said(child, 'waiting')));
    expect(existsSync(clone.path('log'))).toBe(false);
    await killed(first);
    await ended;
    const lines = readFileSync(clone.path('log'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(2 * 6);
    for (let i = 0; i < lines.length; i += 2) {
      expect(lines[i + 1]).toBe(lines[i]?.replace('in', 'out'));
    }
  });
});
