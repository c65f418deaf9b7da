import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { exportingClone, exportLesson, figuresOf, LESSONS } from '../scripts/exportLesson';
import type { Sandbox } from '../scripts/sandbox';
import { findChromium, openChromium } from './chromium';

/** Of a phone, in pixels. */
const WIDTH = 360;

interface Picture {
  readonly loaded: boolean;
  readonly left: number;
  readonly right: number;
}

(findChromium() ? describe : describe.skip)('a lesson exported as HTML, on a phone (needs Chromium)', () => {
  let clone: Sandbox;
  let browser: Browser;

  beforeAll(async () => {
    clone = exportingClone();
    browser = await openChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    clone?.remove();
  });

  test.each(LESSONS)('%s has no picture wider than the page', async (lesson) => {
    const { file } = exportLesson(clone, lesson, 'our JupyterLab');
    const page = await browser.newPage();
    await page.setViewportSize({ width: WIDTH, height: 800 });
    // The page fetches what sets formulas; its pictures are within.
    await page.route(/^https?:/, (route) => route.abort());
    await page.goto(pathToFileURL(file).href);
    const pictures = await page.evaluate<Picture[]>(`[...document.images].map((image) => {
      const { left, right } = image.getBoundingClientRect();
      return { loaded: image.naturalWidth > 0, left, right };
    })`);
    expect(pictures).toHaveLength(figuresOf(lesson).length);
    for (const { loaded, left, right } of pictures) {
      expect(loaded).toBe(true);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(WIDTH);
    }
    await page.close();
  });
});
