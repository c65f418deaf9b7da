import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { killed, said, Sandbox } from './sandbox';

const TOOL = `
  import { runTool } from './scripts/lib/runTool.mjs';
  await runTool(process.execPath, ['-e', 'console.log(process.pid); setInterval(() => {}, 1000)'], {
    onLine: (line) => console.log('tool ' + line + ' runs'),
  });`;

describe('a tool that a command has started', () => {
  let clone: Sandbox;
  beforeEach(() => (clone = new Sandbox()));
  afterEach(() => clone.remove());

  /** Starts a command that runs a tool. */
  async function start() {
    const command = clone.start(TOOL);
    let output = '';
    command.stdout?.on('data', (chunk) => (output += chunk));
    await said(command, 'runs');
    return { command, tool: Number(/tool (\d+) runs/.exec(output)?.[1]) };
  }

  /** What the next set-up does first. */
  const endOrphans = () =>
    clone.evaluate(`import { endOrphans } from './scripts/lib/toolRecords.mjs'; await endOrphans();`);

  const records = () => readdirSync(clone.path('.l2lab', 'tools'));

  /** Waits until it has ended: the system may need a moment to take a dead process off its list. */
  async function ends(pid: number): Promise<boolean> {
    for (let i = 0; i < 50 && runs(pid); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    return !runs(pid);
  }

  test('is ended by the next set-up if the command was killed', async () => {
    const { command, tool } = await start();
    await killed(command);
    expect(runs(tool)).toBe(true);
    endOrphans();
    expect(await ends(tool)).toBe(true);
    expect(records()).toEqual([]);
  });

  test('is left alone while the command is at work, also beside one that was killed', async () => {
    const [alive, dead] = [await start(), await start()];
    await killed(dead.command);
    endOrphans();
    expect(await ends(dead.tool)).toBe(true);
    expect(runs(alive.tool)).toBe(true);
    expect(records()).toEqual([`${alive.tool}.json`]);
    await killed(alive.command);
    endOrphans();
    expect(await ends(alive.tool)).toBe(true);
  });

  test('is crossed off when it ends', () => {
    clone.evaluate(`import { runTool } from './scripts/lib/runTool.mjs';
      await runTool(process.execPath, ['-e', '']);`);
    expect(records()).toEqual([]);
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
