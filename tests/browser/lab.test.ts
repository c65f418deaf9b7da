import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const ROOT = join(__dirname, '..', '..');
const PYTHON = join(ROOT, '.venv', 'bin', 'python');
const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
const NETWORK_FLAGS = ['--disable-background-networking', '--disable-component-update'];

const CELLS = [
  'let steps = 0;\nconst sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));',
  "console.log('training');\nif (!(globalThis as any).trained) {\n  (globalThis as any).trained = process.pid;\n  while (true) { steps++; await sleep(5); }\n}",
  "console.log('kept', steps > 0, (globalThis as any).trained === process.pid);",
];

function notebook(): string {
  const cells = CELLS.map((source, i) => ({
    id: `cell-${i}`,
    cell_type: 'code',
    source,
    metadata: {},
    outputs: [],
    execution_count: null,
  }));
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  return JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 });
}

/** Starts JupyterLab in `folder` and resolves with its address. */
function startLab(folder: string): { server: ChildProcess; address: Promise<string> } {
  const spec = join(folder, 'jupyter', 'kernels', 'tslab');
  mkdirSync(spec, { recursive: true });
  const argv = [process.execPath, join(ROOT, 'dist', 'kernel', 'main.js'), '--config-path={connection_file}'];
  const kernel = { argv, display_name: 'TypeScript', language: 'typescript', interrupt_mode: 'message' };
  writeFileSync(join(spec, 'kernel.json'), JSON.stringify(kernel));
  writeFileSync(join(folder, 'lesson.ipynb'), notebook());
  const options = [
    '--no-browser',
    '--port=0',
    '--expose-app-in-browser',
    '--allow-root',
    `--ServerApp.root_dir=${folder}`,
  ];
  const environment = {
    ...process.env,
    JUPYTER_PATH: join(folder, 'jupyter'),
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
  };
  const server = spawn(PYTHON, ['-m', 'jupyterlab', ...options], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const address = new Promise<string>((resolve, reject) => {
    let log = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      log += String(chunk);
      const found = /http:\/\/127\.0\.0\.1:\d+\/lab\?token=\w+/.exec(log);
      if (found) resolve(found[0]);
    });
    server.on('exit', () => reject(new Error(`JupyterLab ended early:\n${log.slice(-2000)}`)));
  });
  return { server, address };
}

(BROWSER ? describe : describe.skip)('a notebook in JupyterLab (needs Chromium)', () => {
  let folder: string;
  let server: ChildProcess;
  let browser: Browser;
  let page: Page;

  /** Evaluates JavaScript in JupyterLab, which stands there as `jupyterapp`. */
  const evaluate = (expression: string) => page.evaluate(expression);
  /** Does what the menu entry of that name does. */
  const command = (name: string) => evaluate(`void jupyterapp.commands.execute('${name}')`);
  const output = (cell: number) => page.locator('.jp-CodeCell').nth(cell).locator('.jp-OutputArea-output');
  const counts = (cell: number) => page.locator('.jp-CodeCell').nth(cell).locator('.jp-InputPrompt');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'l2lab-browser-'));
    const lab = startLab(folder);
    server = lab.server;
    const address = (await lab.address).replace('/lab?', '/lab/tree/lesson.ipynb?');
    browser = await chromium.launch({ executablePath: BROWSER!, args: [...FLAGS, ...NETWORK_FLAGS] });
    page = await browser.newPage();
    await page.goto(address);
    await page.locator('.jp-CodeCell').nth(2).waitFor({ timeout: 60_000 });
    await evaluate('jupyterapp.restored.then(() => jupyterapp.shell.currentWidget.sessionContext.ready)');
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    if (server && server.exitCode === null) {
      const ended = once(server, 'exit');
      server.kill('SIGTERM'); // JupyterLab ends its kernels first
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  it('runs all, is interrupted in mid-training, goes on, and runs all after a restart', async () => {
    await command('notebook:run-all-cells');
    await output(1).getByText('training').waitFor({ timeout: 60_000 });
    expect(await counts(1).innerText()).toBe('[*]:');

    await command('notebook:interrupt-kernel');
    await output(1).getByText('KeyboardInterrupt').waitFor({ timeout: 10_000 });

    await page.locator('.jp-CodeCell').nth(2).locator('.cm-content').click();
    await command('notebook:run-cell');
    await output(2).getByText('kept true true').waitFor({ timeout: 10_000 });

    await command('notebook:restart-run-all');
    await page.locator('.jp-Dialog .jp-mod-accept').click();
    await output(1).getByText('KeyboardInterrupt').waitFor({ state: 'detached', timeout: 20_000 });
    await output(1).getByText('training').waitFor({ timeout: 30_000 });
    await command('notebook:interrupt-kernel');
    await output(1).getByText('KeyboardInterrupt').waitFor({ timeout: 10_000 });
  }, 180_000);
});

if (!BROWSER)
  console.warn('No Chromium: the test of notebooks in JupyterLab is skipped; install chromium to run it.');
