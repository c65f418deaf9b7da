import { existsSync, readFileSync } from 'node:fs';
import { killed, said, Sandbox } from './sandbox';

/** A tool that starts another one, as npm and pip do, and names both. */
const TOOL = `
  import { runTool } from './scripts/common/runTool.mjs';
  const inner = 'setInterval(() => {}, 1000)';
  const outer = 'const inner = require("child_process").spawn(process.execPath, ["-e", process.argv[1]]);' +
    'console.log(process.pid, inner.pid); setInterval(() => {}, 1000)';
  await runTool(process.execPath, ['-e', outer, inner], { onLine: (line) => console.log('tools ' + line + ' run') });`;

describe('a tool that a command has started', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  /** Starts a command that runs a tool. */
  async function start() {
    const command = clone.start(TOOL);
    let output = '';
    command.stdout?.on('data', (chunk) => (output += chunk));
    await said(command, 'run');
    const tools = (/tools (.*) run/.exec(output)?.[1] ?? '').split(' ').map(Number);
    expect(tools.map(runs)).toEqual([true, true]);
    return { command, tools };
  }

  /** Waits until all have ended: the system may need a moment to take a dead process off its list. */
  async function end(pids: number[]): Promise<boolean> {
    for (let i = 0; i < 50 && pids.some(runs); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    return !pids.some(runs);
  }

  test('ends with the command, also with one that was killed, and with all that it started', async () => {
    const { command, tools } = await start();
    await killed(command);
    expect(await end(tools)).toBe(true);
  });

  test('has ended when the next set-up takes the lock', async () => {
    const HOLD = `import { takeLock } from './scripts/setup/lock.mjs'; await takeLock(() => console.log('waiting'));`;
    const holder = clone.start(`${HOLD} ${TOOL}`);
    let output = '';
    holder.stdout?.on('data', (chunk) => (output += chunk));
    await said(holder, 'run');
    const tools = (/tools (.*) run/.exec(output)?.[1] ?? '').split(' ').map(Number);
    const next = clone.start(`${HOLD} console.log('mine'); setInterval(() => {}, 1000);`);
    await said(next, 'waiting');
    const taken = said(next, 'mine');
    await killed(holder);
    await taken;
    expect(tools.map(runs)).toEqual([false, false]);
    await killed(next);
  });

  test('is left alone while the command is at work, also beside one that was killed', async () => {
    const [alive, dead] = [await start(), await start()];
    await killed(dead.command);
    expect(await end(dead.tools)).toBe(true);
    expect(alive.tools.map(runs)).toEqual([true, true]);
    await killed(alive.command);
    expect(await end(alive.tools)).toBe(true);
  });

  test('gives its status and its output; one that cannot be started says so', () => {
    const result = (command: string, code: string) =>
      clone.evaluate(`import { runTool } from './scripts/common/runTool.mjs';
        console.log(JSON.stringify(await runTool(${command}, ['-e', ${JSON.stringify(code)}])));`).output;
    const status = result('process.execPath', 'console.log(1); console.error(2); process.exitCode = 3');
    expect(JSON.parse(status)).toEqual({ code: 3, output: '1\n2\n' });
    expect(result("'no-such-tool'", '')).toMatch(/"code":127.*no-such-tool ENOENT/);
  });
});

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie is dead; in a container nobody may be there to bury it.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}
