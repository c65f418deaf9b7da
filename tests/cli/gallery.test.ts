import { spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { pathToFileURL } from 'url';
import type { Browser } from 'playwright-core';
import { GALLERY_FIGURES } from '../../src/cli/galleryFigures';
import { GALLERY_HARD_CASES } from '../../src/cli/galleryHardCases';
import { GALLERY_SCRIPTS, galleryPage } from '../../src/cli/galleryPage';
import { findChromium, openChromium } from '../browser/chromium';
import { soundMembers, writeArchive } from '../data/archives';

const COMMAND = path.resolve(__dirname, '../../dist/cli/gallery.js');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'l2lab-gallery-'));

// Small images of its own, so that nothing depends on what lies in data/.
const archive = path.join(folder, 'images.tar.gz');
beforeAll(() => writeArchive(archive, soundMembers(130)));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const env = { ...process.env, L2LAB_DATA: archive, TF_CPP_MIN_LOG_LEVEL: '2' };
const gallery = (...options: string[]) => spawnSync(process.execPath, [COMMAND, ...options], { encoding: 'utf8', env });

test('shows every figure that a notebook can import', () => {
  const door = fs.readFileSync(path.resolve(__dirname, '../../src/index.ts'), 'utf8');
  const figures = [...door.matchAll(/^export \{ (.*) \} from '.\/charts\/(?!tables)/gm)].flatMap((match) =>
    match[1]!.split(', '),
  );
  expect(figures.length).toBeGreaterThan(10);
  expect(GALLERY_FIGURES.map(({ name }) => name)).toEqual(expect.arrayContaining(figures));
});

test('the page escapes texts, says what a figure refuses, and is loud about sizes', () => {
  const entry = { name: 'a', shows: '<b>' };
  const png = (bytes: number) => ({
    data: { 'image/png': Buffer.alloc(bytes).toString('base64'), 'text/plain': '"quoted"' },
    metadata: { 'image/png': { width: 600 } },
  });
  const files = galleryPage({
    about: ['1 < 2'],
    figures: [
      { entry, display: png(60_000), caption: 'Two & three.', milliseconds: 12 },
      { entry, display: png(60_001), milliseconds: 12 },
    ],
    hardCases: [{ entry, message: 'a requires <one>', milliseconds: 1 }],
  });
  const page = String(files['index.html']);
  expect(Object.keys(files)).toEqual(['a-1.png', 'a-2.png', 'figures.js', 'index.html']);
  expect(page).toContain('<p>1 &#60; 2</p>');
  expect(page).toContain('<code>a</code> &#60;b&#62;');
  expect(page).toContain('<p class="caption">Two &#38; three.</p>');
  expect(page).toContain('alt="&#34;quoted&#34;"');
  expect(page).toContain('picture, 600 pixels wide: 60.0 KB; drawn in 12 ms');
  expect(page.match(/<strong>.*?<\/strong>/g)).toEqual([
    '<strong>picture, 600 pixels wide: 60.0 KB, more than 60</strong>',
  ]);
  expect(page).toContain('<pre>a requires &#60;one&#62;</pre>');
});

test('Ctrl-C ends it, and nothing is written', async () => {
  const out = path.join(folder, 'stopped');
  const running = spawn(process.execPath, [COMMAND, '--profile', 'tiny', '--out', out], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  running.stderr.on('data', (text) => {
    if (!err.includes('epoch 1/2') && `${err}${text}`.includes('epoch 1/2')) running.kill('SIGINT');
    err += text;
  });
  expect(await new Promise((done) => running.once('close', done))).toBe(130);
  expect(err).toContain('Stopped.');
  expect(fs.existsSync(out)).toBe(false);
});

test.each([
  [['--profile', 'huge'], 'one of article, quick, small, tiny, got "huge"'],
  [['--data', '/nowhere.tar.gz'], '/nowhere.tar.gz'],
  [['--speed', 'fast'], "Unknown option '--speed'"],
])('answers %j with one clear paragraph', (options, message) => {
  const { status, stderr } = gallery(...options);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

const browserTests = findChromium() ? describe : describe.skip;
if (!findChromium()) console.warn('No Chromium here: the gallery is not opened. Set CHROMIUM to one to test it.');

browserTests('the gallery in a browser', () => {
  let browser: Browser;
  beforeAll(async () => (browser = await openChromium()));
  afterAll(() => browser?.close());

  test('draws every figure twice, from the folder alone', async () => {
    const out = path.join(folder, 'gallery');
    const { status, stdout } = gallery('--profile', 'tiny', '--out', out);
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toContain(`Written: ${path.join(out, 'index.html')}`);
    expect(fs.readdirSync(out)).toEqual(expect.arrayContaining(Object.keys(GALLERY_SCRIPTS)));

    const context = await browser.newContext({ offline: true, viewport: { width: 1400, height: 900 } });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('requestfailed', (request) => problems.push(request.url()));
    page.on('request', (request) => request.url().startsWith('http') && problems.push(request.url()));
    await page.goto(pathToFileURL(path.join(out, 'index.html')).href);
    await page.waitForSelector('body[data-drawn]', { timeout: 60_000 });
    expect(problems).toEqual([]);

    const shown = await page.locator('section h2').allTextContents();
    expect(shown).toEqual([...GALLERY_FIGURES, ...GALLERY_HARD_CASES].map(({ name, shows }) => `${name} ${shows}`));
    // Only the hard cases refuse anything.
    const refused = await page.locator('section:has(pre) h2').allTextContents();
    expect(refused).toEqual(['learningCurves twenty networks: a message that says what to do']);
    const places = await page.locator('[data-figure]').all();
    expect(places.length).toBeGreaterThan(2 * 20);
    for (const place of places) {
      const box = (await place.locator('svg, canvas').first().boundingBox())!;
      expect(box.width).toBeGreaterThan(300);
      expect(box.height).toBeGreaterThan(80);
    }
    // Every picture is a whole file, twice at its own size and three times as on a phone.
    const widths = await page.evaluate('[...document.images].map(({ naturalWidth }) => naturalWidth)');
    expect(Math.min(...(widths as number[]))).toBeGreaterThan(300);
    // Markup in a network's name stays text.
    expect(await page.locator('section b, .js-plotly-plot script').count()).toBe(0);
    await context.close();
  });
});
