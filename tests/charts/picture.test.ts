import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, resolve } from 'path';
import { PNG } from 'pngjs';
import { learningCurves } from '../../src/charts/curves';
import { LETTERS, loadLetters } from '../../src/charts/letters';
import { renderPng, widthOnPage } from '../../src/charts/picture';
import { FIGURE_WIDTH, FONT, INK, NETWORK_COLORS } from '../../src/charts/style';
import { renderSvg } from '../../src/charts/svg';
import { historyOf } from './histories';
import { hasColor, inkOf, widthOf } from './pictures';

/** A run of 30 epochs; the networks' curves do not cover each other. */
const run = (label: string, place: number) =>
  historyOf(
    label,
    Array.from({ length: 30 }, (_, i) => ({
      train: [2 * Math.exp(-i / 20) + place / 8, 0.9 - place / 10 - 0.3 * Math.exp(-i / 9)] as const,
      validation: [2.2 + place / 8 + i / 90, 0.6 - place / 10] as const,
    })),
  );
const six = ['baseline', 'a', 'b', 'c', 'd', 'e'].map(run);

describe('the picture of a figure', () => {
  test.each([1, 2, 6])('of %i networks is small, has a palette and twice the pixels', async (networks) => {
    const svg = await renderSvg(learningCurves(six.slice(0, networks)).spec);
    const png = await renderPng(svg);
    const { width, height } = PNG.sync.read(png);
    expect(width).toBe(2 * widthOf(svg));
    expect(widthOnPage(png)).toBe(widthOf(svg));
    expect(widthOnPage(png)).toBeLessThanOrEqual(FIGURE_WIDTH);
    expect(height).toBeGreaterThan(400);
    // Bits of a pixel, and what kind: 3 is an index into the palette.
    const [depth, kind] = [png[24]!, png[25]!];
    expect(depth).toBeLessThanOrEqual(8);
    expect(kind).toBe(3);
    expect(png.length).toBeLessThan(35_000);
  });

  test('has the colours of its networks and letters, on no paper', async () => {
    const png = await renderPng(await renderSvg(learningCurves(six).spec));
    expect([...NETWORK_COLORS, INK].filter((color) => !hasColor(png, color))).toEqual([]);
    const { width, height, data } = PNG.sync.read(png);
    const opacity = (x: number, y: number) => data[4 * (y * width + x) + 3];
    expect([
      ...[opacity(0, 0), opacity(width - 1, 0)],
      ...[opacity(0, height - 1), opacity(width - 1, height - 1)],
    ]).toEqual([0, 0, 0, 0]);
    // Lines on a page: most of it is empty, and some is not.
    expect(inkOf(png)).toBeGreaterThan(0.01 * width * height);
    expect(inkOf(png)).toBeLessThan(0.3 * width * height);
  });

  test('has a colour also where only a legend has it, since all curves lie over each other', async () => {
    const same = ['baseline', 'a', 'b', 'c', 'd', 'e'].map((label) => run(label, 0));
    const png = await renderPng(await renderSvg(learningCurves(same).spec));
    expect(NETWORK_COLORS.filter((color) => !hasColor(png, color))).toEqual([]);
  });

  test('has its letters: without its texts it loses ink', async () => {
    const svg = await renderSvg(learningCurves(six.slice(0, 2)).spec);
    const withoutTexts = svg.replace(/<text.*?<\/text>/gs, '');
    const letters = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/gs)].map(([, text]) => text!.replace(/<[^>]*>/g, ''));
    const [all, rest] = [await renderPng(svg), await renderPng(withoutTexts)].map(inkOf);
    // A letter of 13 pixels has some 20 that are dark, and 4 times as many in the picture.
    expect(all! - rest!).toBeGreaterThan(40 * letters.join('').length);
  });

  test('keeps an area as pale as it is', async () => {
    const areas = [0.05, 0.5, 0.62].map(
      (opacity, i) => `<rect x="${10 * i}" width="10" height="10" fill="#0072B2" fill-opacity="${opacity}"/>`,
    );
    const { width, data } = PNG.sync.read(await renderPng(`<svg ${SIZE}>${areas.join('')}</svg>`));
    const opacities = [5, 15, 25].map((x) => data[4 * (2 * 5 * width + 2 * x) + 3]! / 255);
    [0.05, 0.5, 0.62].forEach((opacity, i) => expect(Math.abs(opacities[i]! - opacity)).toBeLessThan(0.01));
  });
});

const SIZE = 'xmlns="http://www.w3.org/2000/svg" width="40" height="24"';
const pictureOf = (text: string, weight: number) =>
  renderPng(
    `<svg ${SIZE}><text x="6" y="18" font-family="${FONT}" font-size="13" font-weight="${weight}">${text}</text></svg>`,
  );

describe('letters', () => {
  // A letter that the font lacks is drawn as a box, or not at all.
  const LACKING = '字';
  const letters = [...'aeghLR0123456789', ...'μλ½×≤≥ηΣ√²|→∞·…−–%()±≈', ...'ñáéíóúüÑÁ¿¡', ...'⁻⁰¹⁴⁵⁶⁷⁸⁹✓'];

  test.each([400, 600])('of weight %i all have a picture of their own', async (weight) => {
    const drawn = new Map<string, string>();
    const lacking = (await pictureOf(LACKING, weight)).toString('base64');
    for (const letter of letters) {
      const png = await pictureOf(letter, weight);
      const picture = png.toString('base64');
      expect([letter, inkOf(png) > 0, picture !== lacking]).toEqual([letter, true, true]);
      expect([letter, drawn.get(picture)]).toEqual([letter, undefined]);
      drawn.set(picture, letter);
    }
    expect(await pictureOf('10⁻⁷', weight)).not.toEqual(await pictureOf('10⁻⁸', weight));
    expect(await pictureOf('10⁻⁷', weight)).not.toEqual(await pictureOf(`10${LACKING}${LACKING}`, weight));
  });

  test('come from the files that the project brings, and from no machine', () => {
    const folders = [...readFileSync(LETTERS, 'utf8').matchAll(/<dir prefix="relative">(.*?)<\/dir>/g)].map(
      ([, folder]) => resolve(dirname(LETTERS), folder!),
    );
    expect(folders).toHaveLength(2);
    expect(readFileSync(LETTERS, 'utf8')).not.toContain('<include');
    for (const folder of folders) expect(readdirSync(folder).filter((file) => file.endsWith('.ttf'))).toHaveLength(1);
  });

  test('are no others than those: without them a picture has none, whatever the machine has', () => {
    const folder = mkdtempSync(join(tmpdir(), 'letters-'));
    writeFileSync(join(folder, 'empty.conf'), '<?xml version="1.0"?><fontconfig></fontconfig>');
    const program = `require('sharp')(Buffer.from('<svg ${SIZE}><text x="6" y="18" font-size="13">LETTER</text></svg>'))
      .png().toBuffer().then((png) => process.stdout.write(png))`;
    const env = { ...process.env, FONTCONFIG_FILE: join(folder, 'empty.conf') };
    const cwd = join(__dirname, '..', '..');
    const [a, m] = ['a', 'm'].map((letter) =>
      execFileSync(process.execPath, ['-e', program.replace('LETTER', letter)], { cwd, env, encoding: 'base64' }),
    );
    rmSync(folder, { recursive: true });
    // Both are the same box.
    expect(a).toBe(m);
  });

  test('are measured as they are drawn', async () => {
    const measure = await loadLetters();
    const png = PNG.sync.read(await pictureOf('|||', 400));
    expect(measure('mmm', 13)).toBeCloseTo(3 * measure('m', 13));
    expect(measure('m', 26)).toBeCloseTo(2 * measure('m', 13));
    expect(measure('m', 13)).toBeGreaterThan(measure('i', 13));
    const columns = Array.from({ length: png.width }, (_, x) =>
      Array.from({ length: png.height }, (_, y) => png.data[4 * (y * png.width + x) + 3]!).some((ink) => ink > 127),
    );
    // From the first bar to the third, in pixels of the figure: two letters' widths.
    const firsts = columns.flatMap((ink, x) => (ink && !columns[x - 1] ? [x / 2] : []));
    expect(firsts).toHaveLength(3);
    expect(firsts[2]! - firsts[0]!).toBeCloseTo(measure('||', 13), 0);
  });
});
