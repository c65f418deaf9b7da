import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, resolve } from 'path';
import { PNG } from 'pngjs';
import { learningCurves } from '../../src/charts/curves';
import { fitText, FONT_CONFIG, measureText } from '../../src/charts/drawing/font';
import { renderPng, widthOnPage } from '../../src/charts/drawing/picture';
import { FIGURE_WIDTH, FONT, INK, NETWORK_COLORS } from '../../src/charts/style';
import { renderSvg } from '../../src/charts/drawing/svg';
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

  test('has the colors of its networks and letters, on no paper', async () => {
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

  test('has a color also where only a legend has it, since all curves lie over each other', async () => {
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
const svgOf = (text: string, weight: number) =>
  `<svg ${SIZE}><text x="6" y="18" font-family="${FONT}" font-size="13" font-weight="${weight}">${text}</text></svg>`;

const PROJECT = resolve(__dirname, '..', '..');

describe('on a machine without any letters', () => {
  let folder: string;

  /** What a program of its own, which finds no letters on the machine, draws of each SVG; as base64. */
  const drawnThere = (program: string, svgs: readonly string[]): string[] => {
    const draw = `const svgs = ${JSON.stringify(svgs)}; const draw = ${program};
      (async () => { const drawn = []; for (const svg of svgs) drawn.push((await draw(svg)).toString('base64'));
        console.log(JSON.stringify(drawn)); })();`;
    const env = { ...process.env, FONTCONFIG_FILE: join(folder, 'empty.conf'), HOME: folder };
    const output = execFileSync(process.execPath, ['-e', draw], {
      cwd: PROJECT,
      env,
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    return JSON.parse(output) as string[];
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'letters-'));
    writeFileSync(join(folder, 'empty.conf'), '<?xml version="1.0"?><fontconfig></fontconfig>');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  // A letter that the font lacks is drawn as a box, or not at all.
  const LACKING = '字';
  const letters = [...'aeghLR0123456789', ...'μλ½×≤≥ηΣ√²|→∞·…−–%()±≈', ...'ñáéíóúüÑÁ¿¡', ...'⁻⁰¹⁴⁵⁶⁷⁸⁹✓'];

  const DRAW = `require(${JSON.stringify(join(PROJECT, 'dist', 'charts', 'drawing', 'picture'))}).renderPng`;

  test.each([400, 600])('letters of weight %i all have a picture of their own', (weight) => {
    const texts = [...letters, '10⁻⁷', '10⁻⁸', `10${LACKING}${LACKING}`, LACKING];
    const pictures = drawnThere(
      DRAW,
      texts.map((text) => svgOf(text, weight)),
    );
    const lacking = pictures.at(-1);
    const drawn = new Map<string, string>();
    for (const [i, letter] of texts.slice(0, -1).entries()) {
      const picture = pictures[i]!;
      const ink = inkOf(Buffer.from(picture, 'base64')) > 0;
      expect([letter, ink, picture !== lacking, drawn.get(picture)]).toEqual([letter, true, true, undefined]);
      drawn.set(picture, letter);
    }
  });

  test('letters are as wide as those that the layout was measured by', async () => {
    const [picture] = drawnThere(DRAW, [svgOf('|m|', 400)]);
    const { width, height, data } = PNG.sync.read(Buffer.from(picture!, 'base64'));
    // Where bars stand: columns of ink that are higher than an m.
    const ink = (x: number) => Array.from({ length: height }, (_, y) => data[4 * (y * width + x) + 3]! > 127);
    const bars = Array.from({ length: width }, (_, x) => x).filter((x) => ink(x).filter(Boolean).length > 2 * 10);
    const [first, second] = bars.filter((x) => !bars.includes(x - 1));
    expect((second! - first!) / 2).toBeCloseTo(measureText('|m', 13), 0);
    expect(measureText('mmm', 26)).toBeCloseTo(6 * measureText('m', 13));
  });

  test('sharp alone would draw none: all are the same box', () => {
    const [a, m] = drawnThere(
      "(svg) => require('sharp')(Buffer.from(svg)).png().toBuffer()",
      ['a', 'm'].map((letter) => svgOf(letter, 400)),
    );
    expect(a).toBe(m);
  });
});

describe('the font', () => {
  test('comes from the files that the project brings, and from no machine', () => {
    const folders = [...readFileSync(FONT_CONFIG, 'utf8').matchAll(/<dir prefix="relative">(.*?)<\/dir>/g)].map(
      ([, folder]) => resolve(dirname(FONT_CONFIG), folder!),
    );
    expect(folders).toHaveLength(2);
    expect(readFileSync(FONT_CONFIG, 'utf8')).not.toContain('<include');
    for (const folder of folders) expect(readdirSync(folder).filter((file) => file.endsWith('.ttf'))).toHaveLength(1);
  });

  test('says how much of a text has room', () => {
    expect(fitText('automobile', 80)).toBe('automobile');
    expect(fitText('automobile', 50)).toMatch(/^auto[mo]*…$/);
    expect(fitText('🐈🐈🐈', 1)).toBe('🐈…');
  });
});
