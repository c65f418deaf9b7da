import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'fs';
import { basename, dirname, join, relative, resolve } from 'path';
import { parseArgs } from 'util';
import type { Page } from 'playwright-core';
import { PROJECT } from '../notebook/cells';
import { openChromium } from './chromium';
import { runCommand } from '../../src/cli/command';
import { startJupyter } from './jupyterServer';

const HELP = `Runs a lesson in JupyterLab, without a window, and takes the picture of it that the README shows.

npm run picture
npm run picture -- --profile tiny --out out/lesson.png

  --notebook FILE   the lesson; default notebooks/en/03-experiment.ipynb
  --out FILE        the picture; default docs/lesson.png
  --profile NAME    article, quick (default) or tiny
  --cell TEXT       the picture begins at the first code cell that contains this text; default learningCurves([
  --width PIXELS    default 1400
  --height PIXELS   default 1100
  --dark            with JupyterLab's dark theme
  --help            print this
`;

/** Long enough for the quick profile on an old laptop. */
const RUN_MINUTES = 60;

async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({
    options: {
      notebook: { type: 'string', default: 'notebooks/en/03-experiment.ipynb' },
      out: { type: 'string', default: 'docs/lesson.png' },
      profile: { type: 'string', default: 'quick' },
      cell: { type: 'string', default: 'learningCurves([' },
      width: { type: 'string', default: '1400' },
      height: { type: 'string', default: '1100' },
      dark: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);

  // A copy runs, so that the lesson itself stays without outputs. It must lie in the project for `import 'l2lab'`.
  mkdirSync(join(PROJECT, 'out'), { recursive: true });
  const folder = mkdtempSync(join(PROJECT, 'out', 'picture-'));
  const copy = join(folder, basename(values.notebook));
  copyFileSync(resolve(PROJECT, values.notebook), copy);
  const picture = resolve(PROJECT, values.out);
  mkdirSync(dirname(picture), { recursive: true });

  console.log(`Starting JupyterLab and running ${values.notebook} with the profile ${values.profile} …`);
  const server = await startJupyter({ L2LAB_PROFILE: values.profile }).catch((error: unknown) => {
    rmSync(folder, { recursive: true });
    throw error;
  });
  try {
    const browser = await openChromium();
    // Everything that waits for the page then ends with an error.
    const close = () => void browser.close();
    signal.addEventListener('abort', close);
    try {
      const viewport = { width: Number(values.width), height: Number(values.height) };
      const page = await browser.newPage({ viewport });
      page.setDefaultTimeout(60_000);
      const path = relative(PROJECT, copy).split('\\').join('/');
      await page.goto(`${server.address}/lab/tree/${path}?reset&token=${server.token}`);
      await runAllCells(page, values.dark);
      await scrollTo(page, values.cell);
      const dialog = page.locator('.jp-Dialog');
      if (await dialog.count()) {
        throw new Error(`JupyterLab asks something, so no picture was taken: ${await dialog.innerText()}`);
      }
      await page.screenshot({ path: picture });
    } finally {
      signal.removeEventListener('abort', close);
      await browser.close();
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
  console.log(`${picture}: ${Math.round(statSync(picture).size / 1000)} kB`);
}

/** @throws with the message of the first cell that fails. */
async function runAllCells(page: Page, dark: boolean): Promise<void> {
  // These run in the page, whose types this program does not know; hence text.
  await page.waitForFunction(
    `window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'`,
  );
  const theme = dark ? 'JupyterLab Dark' : 'JupyterLab Light';
  await page.evaluate(`(async () => {
    const { commands } = jupyterapp;
    await commands.execute('apputils:change-theme', { theme: ${JSON.stringify(theme)} });
    await commands.execute('application:set-mode', { mode: 'single-document' });
    if (jupyterapp.shell.leftCollapsed === false) await commands.execute('application:toggle-left-area');
  })()`);
  // Not awaited in the page: a call that lasts minutes is cut off.
  await page.evaluate(`window.finished = false;
    void jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.finished = true; })`);
  await page.waitForFunction('window.finished', undefined, {
    timeout: RUN_MINUTES * 60_000,
    polling: 500,
  });
  const failure = await page.evaluate(`(() => {
    for (const cell of jupyterapp.shell.currentWidget.content.widgets) {
      for (const output of cell.model.toJSON().outputs ?? []) {
        if (output.output_type === 'error') return output.ename + ': ' + output.evalue;
      }
    }
    return '';
  })()`);
  if (failure) throw new Error(`A cell of the notebook failed, so no picture was taken: ${failure}`);
}

/** Puts the first code cell with this text at the top, and waits until its figures are drawn. */
async function scrollTo(page: Page, text: string): Promise<void> {
  const scroll = () =>
    page.evaluate(`(async () => {
      const notebook = jupyterapp.shell.currentWidget.content;
      const index = notebook.widgets.findIndex(
        ({ model }) => model.type === 'code' && model.sharedModel.source.includes(${JSON.stringify(text)}));
      if (index < 0) return false;
      notebook.activeCellIndex = index;
      await notebook.scrollToItem(index, 'start');
      notebook.widgets[index].node.scrollIntoView({ block: 'start' });
      return true;
    })()`);
  if (!(await scroll())) {
    throw new Error(`No code cell of the notebook contains "${text}"; choose another with --cell.`);
  }
  // The renderers of Vega-Lite and Plotly are loaded when a figure first comes into view, and figures then grow.
  await page.waitForTimeout(4000);
  await scroll();
  await page.waitForTimeout(1000);
}

void runCommand(main);
