import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findChromium, openChromium } from './chromium';
import { startJupyter } from './jupyterServer';
import type { JupyterServer } from './jupyterServer';

const ROOT = join(__dirname, '..', '..');
const LESSON = join(ROOT, 'notebooks', 'en', '03-experiment.ipynb');
const TRAINING_CELL = 'const baselineHistory = await fit';

/** While this file stands beside the notebook, its first cell chooses a profile whose training takes minutes. */
const SLOW = 'slow';
const CHOOSE_PROFILE = `process.env.L2LAB_PROFILE = require('fs').existsSync('${SLOW}') ? 'quick' : 'tiny';`;

interface Notebook {
  cells: Record<string, unknown>[];
}

/** A copy of the lesson within the project, where `import 'l2lab'` works, with one cell in front. */
function copyLesson(): string {
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'out', 'browser-test-'));
  const file = join(folder, 'lesson.ipynb');
  copyFileSync(LESSON, file);
  const notebook = JSON.parse(readFileSync(file, 'utf8')) as Notebook;
  notebook.cells.unshift({
    ...{ id: 'choose-profile', cell_type: 'code', source: CHOOSE_PROFILE },
    ...{ metadata: {}, outputs: [], execution_count: null },
  });
  writeFileSync(file, JSON.stringify(notebook));
  writeFileSync(join(folder, SLOW), '');
  return folder;
}

(findChromium() ? describe : describe.skip)('the lesson in JupyterLab (needs Chromium)', () => {
  let folder: string;
  let server: JupyterServer;
  let browser: Browser;
  let page: Page;

  /** Evaluates JavaScript in JupyterLab, which stands there as `jupyterapp`. */
  const evaluate = (expression: string) => page.evaluate(expression);
  /** Does what the menu entry of that name does. */
  const command = (name: string) => evaluate(`void jupyterapp.commands.execute('${name}')`);
  const cells = 'jupyterapp.shell.currentWidget.content.widgets';
  const trainingCell = `${cells}.find(({ model }) => model.sharedModel.source.includes('${TRAINING_CELL}'))`;
  const outputText = (cell: string) => `JSON.stringify(${cell}.model.toJSON().outputs)`;
  const waitFor = (condition: string, timeout = 60_000) =>
    page.waitForFunction(condition, undefined, { timeout, polling: 100 });
  const idle = `jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'`;

  beforeAll(async () => {
    folder = copyLesson();
    server = await startJupyter({ L2LAB_DATA: process.env['L2LAB_TEST_CIFAR10'] ?? '' });
    browser = await openChromium();
    page = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
    const path = relative(ROOT, join(folder, 'lesson.ipynb')).split('\\').join('/');
    await page.goto(`${server.address}/lab/tree/${path}?reset&token=${server.token}`);
    await waitFor(`window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'`);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  test('is interrupted in mid-training and goes on', async () => {
    await command('notebook:run-all-cells');
    await waitFor(`/step \\d+.16/.test(${outputText(trainingCell)})`);
    await command('notebook:interrupt-kernel');
    await waitFor(`${outputText(trainingCell)}.includes('KeyboardInterrupt') && ${idle}`, 10_000);

    // The network is still there, and the same cell trains it further.
    await evaluate(`jupyterapp.shell.currentWidget.content.activeCellIndex = ${cells}.indexOf(${trainingCell})`);
    await command('notebook:run-cell');
    await waitFor(`!${outputText(trainingCell)}.includes('KeyboardInterrupt')`);
    await waitFor(`/step \\d+.16/.test(${outputText(trainingCell)})`);
    await command('notebook:interrupt-kernel');
    await waitFor(`${outputText(trainingCell)}.includes('KeyboardInterrupt') && ${idle}`, 10_000);
  }, 180_000);

  test('runs from top to bottom after a restart, with every figure', async () => {
    rmSync(join(folder, SLOW));
    await command('notebook:restart-run-all');
    await page.locator('.jp-Dialog .jp-mod-accept').click();
    const last = `${cells}.filter(({ model }) => model.type === 'code').at(-1)`;
    await waitFor(`${outputText(last)}.includes('Verdict') && ${idle}`, 120_000);
    const failures = await evaluate(`${cells}.flatMap((cell) => cell.model.toJSON().outputs ?? [])
      .filter(({ output_type: type }) => type === 'error').map(({ evalue }) => evalue)`);
    expect(failures).toEqual([]);

    // JupyterLab draws what is in view, so each figure is scrolled to.
    const show = (text: string) =>
      evaluate(`(async () => {
        const index = ${cells}.findIndex(({ model }) => model.sharedModel.source.includes(${JSON.stringify(text)}));
        await jupyterapp.shell.currentWidget.content.scrollToItem(index, 'start');
      })()`);
    await show('show(weightHistograms(');
    await page.locator('.vega-embed canvas, .vega-embed svg').first().waitFor({ timeout: 30_000 });
    await show('show(weightOverlay(');
    await page.locator('.js-plotly-plot .main-svg').first().waitFor({ timeout: 30_000 });
  }, 240_000);
});

if (!findChromium()) {
  console.warn('No Chromium: the test of the lesson in JupyterLab is skipped; install chromium to run it.');
}
