import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { PROJECT } from '../notebook/cells';
import { findChromium, openChromium } from './chromium';
import { startJupyter } from './jupyterServer';
import type { JupyterServer } from './jupyterServer';
import { CELLS, IDLE, LabPage } from './LabPage';

const LESSONS = join(PROJECT, 'notebooks', 'en');

/** How a figure stands on the page, for each output of a cell that is one. */
interface Drawn {
  readonly cell: number;
  /** The MIME type that the page chose. */
  readonly type: string;
  readonly trusted: boolean;
  /** Pixels that are painted, in a canvas; elements that draw, in Plotly; pixels in all, in a picture. */
  readonly marks: number;
  readonly text: string;
  readonly onPaper: boolean;
}

/** Cells that hold a figure, as an expression. */
const FIGURE_CELLS = `${CELLS}.flatMap((cell, i) =>
  (cell.model.toJSON().outputs ?? []).some(({ data }) => data?.['image/png']) ? [i] : [])`;

/** Looks at each figure of a cell: what is drawn, and on which ground. */
const look = (cell: number): string => `(() => {
  const white = (color) => /^rgba?\\(2[45]\\d, 2[45]\\d, 2[45]\\d(, 1)?\\)$/.test(color);
  const cell = ${CELLS}[${cell}];
  return cell.outputArea.widgets.flatMap((_, i) => {
    const data = cell.outputArea.model.get(i).data;
    if (!data['image/png']) return [];
    const node = cell.outputArea.node.querySelectorAll('.jp-OutputArea-child')[i];
    const canvas = node.querySelector('canvas.marks');
    const plot = node.querySelector('.js-plotly-plot .main-svg');
    const image = node.querySelector('img');
    let marks = 0;
    if (canvas) {
      const { data: pixels } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 3; at < pixels.length; at += 4) if (pixels[at] > 0) marks++;
    } else if (plot) marks = node.querySelectorAll('.js-line, .point path, .surface, .gl-canvas').length;
    else if (image?.complete) marks = image.naturalWidth * image.naturalHeight;
    return [{
      cell: ${cell},
      type: canvas ? 'vega-lite' : plot ? 'plotly' : image ? 'png' : 'none',
      trusted: cell.model.trusted,
      marks,
      text: node.innerText + (image?.alt ?? ''),
      onPaper: [...node.querySelectorAll('*')].some((element) => white(getComputedStyle(element).backgroundColor)),
    }];
  });
})()`;

async function lookAtAll(lab: LabPage): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (const cell of await lab.evaluate<number[]>(FIGURE_CELLS)) {
    await lab.scrollTo(cell);
    await lab.waitFor(`${look(cell)}.every(({ marks }) => marks > 0)`, 20_000).catch(() => undefined);
    drawn.push(...(await lab.evaluate<Drawn[]>(look(cell))));
  }
  return drawn;
}

/** JupyterLab's own, with or without a figure. */
const OWN_ERRORS = /favicon|404|Failed to load resource/;

(findChromium() ? describe : describe.skip).each(['Light', 'Dark'] as const)(
  'the figures of the lessons in JupyterLab, %s (needs Chromium)',
  (theme) => {
    let folder: string;
    let server: JupyterServer;
    let browser: Browser;
    const lessons = readdirSync(LESSONS).filter((file) => file.endsWith('.ipynb'));

    beforeAll(async () => {
      mkdirSync(join(PROJECT, 'out'), { recursive: true });
      folder = mkdtempSync(join(PROJECT, 'out', 'browser-test-'));
      for (const file of lessons) copyFileSync(join(LESSONS, file), join(folder, file));
      server = await startJupyter({
        L2LAB_PROFILE: 'tiny',
        L2LAB_DATA: process.env['L2LAB_TEST_CIFAR10'] ?? '',
      });
      browser = await openChromium();
    }, 120_000);

    afterAll(async () => {
      await browser?.close();
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    }, 30_000);

    test.each(lessons)(
      '%s, as committed and not trusted, and after all its cells ran',
      async (file) => {
        const lab = await LabPage.open(browser, server, join(folder, file), theme);
        const committed = await lookAtAll(lab);
        expect(committed.length).toBeGreaterThan(0);
        for (const figure of committed) {
          expect(figure).toMatchObject({ trusted: false, onPaper: false });
          expect(figure.type).not.toBe('none');
          expect(figure.marks).toBeGreaterThan(0);
        }

        await lab.evaluate(`window.finished = false;
          void jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.finished = true; })`);
        await lab.waitFor(`window.finished && ${IDLE}`, 180_000);
        const run = await lookAtAll(lab);
        expect(run.map(({ cell }) => cell)).toEqual(committed.map(({ cell }) => cell));
        for (const figure of run) {
          expect(figure).toMatchObject({ trusted: true, onPaper: false });
          expect(figure.marks).toBeGreaterThan(0);
          expect(figure.text).not.toMatch(/unsupported|unknown MIME|Error/i);
        }
        // Whoever ran the cells gets the interactive forms, at once.
        expect(new Set(run.map(({ type }) => type))).toContain('vega-lite');
        expect(lab.errors.filter((text) => !OWN_ERRORS.test(text))).toEqual([]);
        await lab.page.close();
      },
      300_000,
    );
  },
);
