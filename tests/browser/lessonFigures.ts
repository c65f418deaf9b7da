import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { PROJECT } from '../notebook/cells';
import { findChromium, openChromium } from './chromium';
import { startJupyter } from './jupyterServer';
import type { JupyterServer } from './jupyterServer';
import { CELLS, LabPage } from './LabPage';

const LESSONS = join(PROJECT, 'notebooks', 'en');

/** Every lesson runs elsewhere; these have figures of Vega-Lite and Plotly, and one that grows while a network learns. */
const WITH_ALL_FORMS = ['01-the-l2-penalty.ipynb', '03-experiment.ipynb'];

type Form = 'vega-lite' | 'plotly' | 'png';

/** How a figure stands on the page, for each output of a cell that is one. */
interface Drawn {
  readonly cell: number;
  /** The form that the page chose. */
  readonly form: Form | 'none';
  /** The richest form that the output has. */
  readonly richest: Form;
  readonly trusted: boolean;
  /** Pixels that are painted, in a canvas; elements that draw, in Plotly; pixels in all, in a picture. */
  readonly marks: number;
  /** Pixels of the page from side to side: what a picture takes, what it should take, and what there are. */
  readonly width: { readonly taken: number; readonly meant: number; readonly there: number };
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
    const { data, metadata } = cell.outputArea.model.get(i);
    if (!data['image/png']) return [];
    const node = cell.outputArea.node.querySelectorAll('.jp-OutputArea-child')[i];
    const seen = (selector) => [...node.querySelectorAll(selector)].find((element) => element.clientWidth > 0);
    const canvas = seen('canvas.marks');
    const plot = seen('.js-plotly-plot .plot-container');
    const image = seen('img');
    const output = node.querySelector('.jp-OutputArea-output');
    let marks = 0;
    if (canvas) {
      const { data: pixels } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 3; at < pixels.length; at += 4) if (pixels[at] > 0) marks++;
    } else if (plot) marks = node.querySelectorAll('.js-line, .point path, .surface, .gl-canvas').length;
    else if (image?.complete) marks = image.naturalWidth * image.naturalHeight;
    return [{
      cell: ${cell},
      form: canvas ? 'vega-lite' : plot ? 'plotly' : image ? 'png' : 'none',
      richest: 'application/vnd.vegalite.v5+json' in data ? 'vega-lite'
        : 'application/vnd.plotly.v1+json' in data ? 'plotly' : 'png',
      trusted: cell.model.trusted,
      marks,
      width: {
        taken: image?.getBoundingClientRect().width ?? 0,
        meant: metadata['image/png'].width,
        there: output.clientWidth,
      },
      text: node.innerText + (image?.alt ?? ''),
      // Vega's menu is a white button, faint until the mouse comes.
      onPaper: [...node.querySelectorAll(':not(details *)')].some((element) => white(getComputedStyle(element).backgroundColor)),
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

/** What holds for each figure, whoever looks at it. */
function expectDrawn(figure: Drawn): void {
  expect(figure).toMatchObject({ onPaper: false });
  expect(figure.marks).toBeGreaterThan(0);
  expect(figure.text).not.toMatch(/unsupported|unknown MIME|Error/i);
  if (figure.form !== 'png') return;
  const { taken, meant, there } = figure.width;
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThanOrEqual(there);
  expect(taken).toBeCloseTo(Math.min(meant, there), 0);
}

/** Looks at the figures of every lesson in JupyterLab with that theme. */
export function describeFigures(theme: 'Light' | 'Dark'): void {
  (findChromium() ? describe : describe.skip)(
    `the figures of the lessons in JupyterLab, ${theme} (needs Chromium)`,
    () => {
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
        '%s, as committed and not trusted',
        async (file) => {
          const lab = await LabPage.open(browser, server, join(folder, file), theme);
          const figures = await lookAtAll(lab);
          expect(figures.length).toBeGreaterThan(0);
          for (const figure of figures) {
            expectDrawn(figure);
            expect(figure.trusted).toBe(false);
            // Plotly's waits behind its picture for the mouse.
            expect([figure.richest, 'png']).toContain(figure.form);
          }
          expect(lab.errors).toEqual([]);
          await lab.page.close();
        },
        120_000,
      );

      test.each(WITH_ALL_FORMS)(
        '%s, after all its cells ran',
        async (file) => {
          const lab = await LabPage.open(browser, server, join(folder, file), theme);
          const committed = await lab.evaluate<number[]>(FIGURE_CELLS);
          await lab.runAllCells(180_000);
          expect(await lab.failures()).toEqual([]);
          const run = await lookAtAll(lab);
          expect(run.map(({ cell }) => cell)).toEqual(committed);
          for (const figure of run) {
            expectDrawn(figure);
            // Whoever ran the cells gets the interactive forms, at once.
            expect(figure).toMatchObject({ trusted: true, form: figure.richest });
          }
          expect(lab.errors).toEqual([]);
          await lab.page.close();
        },
        300_000,
      );
    },
  );
}
