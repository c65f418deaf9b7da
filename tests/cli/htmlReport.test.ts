import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { pathToFileURL } from 'url';
import type { Browser } from 'playwright-core';
import { learningCurves } from '../../src/charts/curves';
import { claimTable } from '../../src/charts/tables';
import { weightOverlay } from '../../src/charts/weightOverlay';
import { weightTimeline } from '../../src/charts/weightTimeline';
import { htmlReport } from '../../src/cli/htmlReport';
import { findChromium, openChromium } from '../browser/chromium';
import { historyOf } from '../charts/histories';

const history = historyOf('baseline', [{ train: [2, 0.2] }, { train: [1, 0.7] }]);
const weights = ['baseline', 'L2'].map((network) => ({
  ...{ network, layer: 'Dense 1', counts: [1, 2, 7], binEdges: [0.001, 0.01, 0.1, 1], below: 0, count: 10 },
  ...{ mean: 0.05, median: 0.0321, max: 0.9, l2Norm: 1 },
}));
const timeline = weights.map((row) => ({
  ...historyOf(row.network, []),
  snapshots: [0, 1].map((epoch) => ({ epoch, layers: [{ ...row, counts: epoch === 0 ? [7, 2, 1] : row.counts }] })),
}));
const report = {
  title: 'A <b>bold</b> & "quoted" title',
  language: 'es',
  sections: [
    { heading: 'Curves', content: ['Two < three.', learningCurves([history]), learningCurves([history])] },
    {
      heading: 'Weights',
      content: [
        weightOverlay(weights),
        weightTimeline(timeline, { layer: 'Dense 1' }),
        claimTable([{ claim: 'c', measured: 'm', verdict: 'v' }]),
      ],
    },
  ],
};

describe('htmlReport', () => {
  test('escapes texts and gives no id twice', async () => {
    const html = await htmlReport({ ...report, sections: report.sections.slice(0, 1) });
    expect(html).toContain('<h1>A &#60;b&#62;bold&#60;/b&#62; &#38; &#34;quoted&#34; title</h1>');
    expect(html).toContain('<p>Two &#60; three.</p>');
    expect(html).toContain('<html lang="es">');
    expect(html).toContain(`<figcaption>${learningCurves([history]).caption}</figcaption>`);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test('holds Plotly only if a figure needs it', async () => {
    const without = await htmlReport({ ...report, sections: report.sections.slice(0, 1) });
    expect(without).not.toContain('<script');
    expect(without.length).toBeLessThan(200_000);
  });
});

const browserTests = findChromium() ? describe : describe.skip;
if (!findChromium()) console.warn('No Chromium here: the report is not opened. Set CHROMIUM to one to test it.');

browserTests('the report in a browser', () => {
  let browser: Browser;
  let folder: string;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    writeFileSync(join(folder, 'report.html'), await htmlReport(report));
    address = pathToFileURL(join(folder, 'report.html')).href;
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])('shows every figure and asks for nothing from outside, %s', async (_, javaScriptEnabled) => {
    const context = await browser.newContext({ javaScriptEnabled, offline: true });
    const page = await context.newPage();
    const requests: string[] = [];
    const problems: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(address);
    const figures = await page.locator('figure').all();
    expect(figures).toHaveLength(4);
    for (const figure of figures) {
      const picture = figure.locator('svg:visible').first();
      const box = (await picture.boundingBox())!;
      expect(box.width).toBeGreaterThan(300);
      expect(box.height).toBeGreaterThan(90);
    }
    expect(await page.locator('figure.plotly .interactive .trace').count()).toBe(javaScriptEnabled ? 2 + 2 : 0);
    expect(await page.locator('table td').allTextContents()).toEqual(['c', 'm', 'v']);
    expect(requests.filter((url) => url !== address && !url.startsWith('data:'))).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });

  test('slides through the frames of a figure', async () => {
    const page = await browser.newPage();
    await page.goto(address);
    const rail = page.locator('.interactive .slider-rail-touch-rect');
    await rail.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await rail.boundingBox())!;
    await page.mouse.click(x + width - 2, y + height / 2);
    const plot = `document.querySelectorAll('.interactive')[1]`;
    await page.waitForFunction(`${plot}.querySelector('.slider-label').textContent === 'epoch 1'`);
    expect(await page.evaluate(`${plot}.data[0].y`)).toEqual([0.1, 0.2, 0.7, 0]);
    await page.close();
  });

  test('is dark where the reader wants it, and light on paper', async () => {
    const page = await browser.newPage({ colorScheme: 'dark' });
    await page.goto(address);
    const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await paper()).toBe('rgb(17, 17, 17)');
    await page.emulateMedia({ media: 'print' });
    expect(await paper()).toBe('rgba(0, 0, 0, 0)');
    await page.close();
  });
});
