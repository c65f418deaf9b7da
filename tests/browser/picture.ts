import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import { parseArgs } from 'util';
import { PROJECT } from '../notebook/cells';
import { openChromium } from './chromium';
import { runCommand } from '../../src/cli/command';
import { startJupyter } from './jupyterServer';
import { CELLS, LabPage } from './LabPage';

const HELP = `Opens a lesson with its results in JupyterLab, without a window, and takes the picture that the README shows.

npm run picture
npm run picture -- --dark --out out/lesson.png

  --notebook FILE   the lesson; default notebooks/en/03-experiment.ipynb
  --out FILE        the picture; default docs/lesson.png
  --cell TEXT       the picture begins at the first code cell that contains this text; default const l2History
  --width PIXELS    default 1100
  --height PIXELS   default 1100
  --dark            with JupyterLab's dark theme
  --help            print this
`;

async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({
    options: {
      notebook: { type: 'string', default: 'notebooks/en/03-experiment.ipynb' },
      out: { type: 'string', default: 'docs/lesson.png' },
      cell: { type: 'string', default: 'const l2History' },
      width: { type: 'string', default: '1100' },
      height: { type: 'string', default: '1100' },
      dark: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);

  // A copy, so that the lesson itself stays as it is.
  mkdirSync(join(PROJECT, 'out'), { recursive: true });
  const folder = mkdtempSync(join(PROJECT, 'out', 'picture-'));
  const copy = join(folder, basename(values.notebook));
  copyFileSync(resolve(PROJECT, values.notebook), copy);
  const picture = resolve(PROJECT, values.out);
  mkdirSync(dirname(picture), { recursive: true });

  console.log(`Starting JupyterLab with ${values.notebook} …`);
  const server = await startJupyter().catch((error: unknown) => {
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
      const lab = await LabPage.open(browser, server, copy, values.dark ? 'Dark' : 'Light');
      await lab.page.setViewportSize(viewport);
      await lab.evaluate(
        `jupyterapp.shell.leftCollapsed === false && jupyterapp.commands.execute('application:toggle-left-area')`,
      );
      await showCell(lab, values.cell);
      const dialog = lab.page.locator('.jp-Dialog');
      if (await dialog.count()) {
        throw new Error(`JupyterLab asks something, so no picture was taken: ${await dialog.innerText()}`);
      }
      await lab.page.screenshot({ path: picture });
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

/** Puts the first code cell with this text at the top, and waits until its figures are drawn. */
async function showCell(lab: LabPage, text: string): Promise<void> {
  const cell = await lab.evaluate<number>(`${CELLS}.findIndex(
    ({ model }) => model.type === 'code' && model.sharedModel.source.includes(${JSON.stringify(text)}))`);
  if (cell < 0) throw new Error(`No code cell of the notebook contains "${text}"; choose another with --cell.`);
  await lab.scrollTo(cell);
  // The renderers of Vega-Lite and Plotly are loaded when a figure first comes into view, and figures then grow.
  await lab.page.waitForTimeout(4000);
  await lab.scrollTo(cell);
  await lab.page.waitForTimeout(1000);
}

void runCommand(main);
