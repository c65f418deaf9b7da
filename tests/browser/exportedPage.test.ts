import type { Browser } from 'playwright-core';
import { figuresOf, LESSONS, picturesOf } from '../scripts/exportLesson';
import { findChromium, openChromium } from './chromium';
import { startJupyter } from './jupyterServer';
import type { JupyterServer } from './jupyterServer';

/** Of a phone, in pixels. */
const WIDTH = 360;

interface Picture {
  readonly loaded: boolean;
  readonly left: number;
  readonly right: number;
}

(findChromium() ? describe : describe.skip)("a page that JupyterLab's menu exports (needs Chromium)", () => {
  let server: JupyterServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startJupyter();
    browser = await openChromium();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  }, 30_000);

  test.each(LESSONS)('of %s shows every figure in words too, and no picture wider than a phone', async (lesson) => {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 800 } });
    // What sets formulas comes from elsewhere.
    await page.route(
      (url) => !url.href.startsWith(server.address),
      (route) => route.abort(),
    );
    const path = lesson.split('\\').join('/');
    const answer = await page.goto(`${server.address}/nbconvert/html/${path}?token=${server.token}`);
    const figures = figuresOf(lesson);
    expect(figures.length).toBeGreaterThan(0);
    expect(picturesOf(await answer!.text())).toEqual(figures);

    const pictures = await page.evaluate<Picture[]>(`[...document.images].map((image) => {
      const { left, right } = image.getBoundingClientRect();
      return { loaded: image.naturalWidth > 0, left, right };
    })`);
    expect(pictures).toHaveLength(figures.length);
    for (const { loaded, left, right } of pictures) {
      expect(loaded).toBe(true);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(WIDTH);
    }
    await page.close();
  });
});
