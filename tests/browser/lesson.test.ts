import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { PROJECT } from '../notebook/cells';
import { findChromium, openChromium } from './chromium';
import { startJupyter } from './jupyterServer';
import type { JupyterServer } from './jupyterServer';
import { CELLS, IDLE, LabPage, outputText } from './LabPage';

const LESSON = join(PROJECT, 'notebooks', 'en', '03-experiment.ipynb');
const TRAINING_CELL = 'const baselineHistory = await fit';

/** While this file stands beside the notebook, its first cell chooses a profile whose training takes minutes. */
const SLOW = 'slow';
const CHOOSE_PROFILE = `process.env.L2LAB_PROFILE = require('fs').existsSync('${SLOW}') ? 'quick' : 'tiny';`;

interface Notebook {
  cells: Record<string, unknown>[];
}

/** A copy of the lesson within the project, where `import 'l2lab'` works, with one cell in front and without outputs. */
function copyLesson(): string {
  mkdirSync(join(PROJECT, 'out'), { recursive: true });
  const folder = mkdtempSync(join(PROJECT, 'out', 'browser-test-'));
  const notebook = JSON.parse(readFileSync(LESSON, 'utf8')) as Notebook;
  // What is committed must not be taken for what this run shows.
  for (const cell of notebook.cells) if (cell['cell_type'] === 'code') cell['outputs'] = [];
  notebook.cells.unshift({
    ...{ id: 'choose-profile', cell_type: 'code', source: CHOOSE_PROFILE },
    ...{ metadata: {}, outputs: [], execution_count: null },
  });
  writeFileSync(join(folder, 'lesson.ipynb'), JSON.stringify(notebook));
  writeFileSync(join(folder, SLOW), '');
  return folder;
}

(findChromium() ? describe : describe.skip)('the lesson in JupyterLab (needs Chromium)', () => {
  let folder: string;
  let server: JupyterServer;
  let browser: Browser;
  let lab: LabPage;
  const trainingCell = `${CELLS}.find(({ model }) => model.sharedModel.source.includes('${TRAINING_CELL}'))`;
  const atWork = `/step \\d+ of 16/.test(${outputText(trainingCell)})`;

  beforeAll(async () => {
    folder = copyLesson();
    server = await startJupyter({ L2LAB_DATA: process.env['L2LAB_TEST_CIFAR10'] ?? '' });
    browser = await openChromium();
    lab = await LabPage.open(browser, server, join(folder, 'lesson.ipynb'));
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  test('is interrupted in mid-training and goes on', async () => {
    await lab.command('notebook:run-all-cells');
    await lab.waitFor(atWork);
    await lab.command('notebook:interrupt-kernel');
    await lab.waitFor(`${outputText(trainingCell)}.includes('KeyboardInterrupt') && ${IDLE}`, 10_000);
    // What was live says so no more, and can be read.
    const outputs = await lab.evaluate<string>(outputText(trainingCell));
    expect(outputs).not.toContain('data-live');
    expect(outputs).toMatch(/, stopped|image\/png/);

    // The network is still there, and the same cell trains it further.
    await lab.evaluate(`jupyterapp.shell.currentWidget.content.activeCellIndex = ${CELLS}.indexOf(${trainingCell})`);
    await lab.command('notebook:run-cell');
    await lab.waitFor(`!${outputText(trainingCell)}.includes('KeyboardInterrupt')`);
    await lab.waitFor(atWork);
    await lab.command('notebook:interrupt-kernel');
    await lab.waitFor(`${outputText(trainingCell)}.includes('KeyboardInterrupt') && ${IDLE}`, 10_000);
  }, 180_000);

  test('runs from top to bottom after a restart', async () => {
    rmSync(join(folder, SLOW));
    await lab.command('notebook:restart-run-all');
    await lab.page.locator('.jp-Dialog .jp-mod-accept').click();
    // The last cell of all checks an exercise that nobody has solved.
    const last = `${CELLS}.filter(({ model }) => model.type === 'code').at(-1)`;
    await lab.waitFor(`${outputText(last)}.includes('Not done yet') && ${IDLE}`, 120_000);
    expect(await lab.failures()).toEqual([]);
    const verdicts = `${CELLS}.find(({ model }) => model.sharedModel.source.includes('[improves, generalizes'))`;
    expect(await lab.evaluate<string>(outputText(verdicts))).toContain('Verdict');
  }, 240_000);
});

if (!findChromium()) {
  console.warn('No Chromium: the test of the lesson in JupyterLab is skipped; install chromium to run it.');
}
