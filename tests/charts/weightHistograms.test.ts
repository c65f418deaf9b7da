import { FIGURE_WIDTH, NETWORK_COLORS } from '../../src/charts/style';
import { renderSvg } from '../../src/charts/drawing/svg';
import { weightHistograms } from '../../src/charts/weightHistograms';
import type { WeightMagnitudes } from '../../src/model/weightMagnitudes';
import { displayOf } from '../../src/notebook/show';
import { decadesOf, rowOf } from './magnitudeRows';
import { bars, hasColor, ownPart, texts, widthOf } from './pictures';

const [blue, vermilion] = NETWORK_COLORS;
const rows = ['Conv2D 1', 'Dense 1'].flatMap((layer) => [
  rowOf('baseline', layer, [1, 2, 7]),
  rowOf('L2', layer, [8, 1, 1]),
]);
/** The panels of a figure, row by row. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const panelsOf = (magnitudes: readonly WeightMagnitudes[]): any[][] =>
  (weightHistograms(magnitudes).spec['vconcat'] as { hconcat: never[] }[]).map(({ hconcat }) => hconcat);
/** Width of each of so many panels beside each other. */
const panelWidth = (columns: number) => Math.floor((600 - 84 - 20 * (columns - 1)) / columns);

describe('weight histograms', () => {
  test('stand side by side with median and largest weight', async () => {
    const svg = await renderSvg(weightHistograms(rows).spec);
    // Networks are named once each, above their columns, and layers once, beside their rows.
    for (const name of ['baseline', 'L2', 'Conv2D 1', 'Dense 1']) {
      expect(texts(svg).filter((text) => text === name)).toHaveLength(1);
    }
    expect(texts(svg).filter((text) => text === 'median 0.0321, largest 0.9')).toHaveLength(4);
  });

  test('have bars as high as their shares, and each network in its own color', async () => {
    const svg = await renderSvg(weightHistograms(rows).spec);
    const width = panelWidth(2);
    // Every panel is 64 pixels high, and the largest share of its row, 0.8, takes all but a little of it.
    const height = (share: number) => (64 * share) / (1.05 * 0.8);
    for (const [color, shares] of [
      [blue, [0.1, 0.2, 0.7]],
      [vermilion, [0.8, 0.1, 0.1]],
    ] as const) {
      const drawn = bars(svg, color);
      expect(drawn).toHaveLength(2 * 3); // rows × bins
      drawn.forEach((bar, i) => {
        // Three bins of one power of ten each, which the axis shows from edge to edge.
        expect(bar.x).toBeCloseTo(((i % 3) * width) / 3, 1);
        expect(bar.width).toBeCloseTo(width / 3, 1);
        expect(bar.height).toBeCloseTo(height(shares[i % 3]!), 1);
      });
    }
  });

  test('have the median at its place', async () => {
    const svg = await renderSvg(weightHistograms(rows).spec);
    const medians = [...svg.matchAll(/<line transform="translate\(([\d.]+),0\)"[^>]*stroke-dasharray="4,3"/g)];
    expect(medians).toHaveLength(4);
    // log₁₀ of 0.001 is at the left edge, log₁₀ of 1 at the right one.
    for (const [, x] of medians) expect(Number(x)).toBeCloseTo((panelWidth(2) * (Math.log10(0.0321) + 3)) / 3, 1);
  });

  test('have one axis in all rows and columns', () => {
    const domains = panelsOf([
      rowOf('baseline', 'Conv2D 1', [0, 0, 10]),
      rowOf('L2', 'Conv2D 1', [0, 10, 0]),
      rowOf('baseline', 'Dense 1', [10, 0, 0]),
      // One bin more, since its largest weight is larger.
      rowOf('L2', 'Dense 1', [0, 0, 0, 10], { binEdges: [0.001, 0.01, 0.1, 1, 10] }),
    ]).flatMap((row) => row.map((panel) => panel.encoding.x.scale.domain));
    expect(domains).toEqual(Array(4).fill([Math.log10(0.001), Math.log10(10)]));
  });

  test('leave out the empty start of the axis, in all networks alike', async () => {
    const wide = { binEdges: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2], count: 10000 };
    const figure = weightHistograms([
      rowOf('baseline', 'Dense 1', [0, 1, 99, 9900], wide),
      rowOf('L2', 'Dense 1', [0, 100, 1900, 8000], wide),
    ]);
    const labels = texts(await renderSvg(figure.spec));
    expect(labels.filter((label) => label === '10⁻⁵')).toHaveLength(2);
    expect(labels).not.toContain('10⁻⁶');
  });

  test('say in words what they show', () => {
    const figure = weightHistograms(rows);
    expect(figure.alt).toBe(
      'Histograms of weight magnitudes of baseline and L2, layer by layer. ' +
        'Conv2D 1 of baseline: median 0.0321, largest 0.9. Conv2D 1 of L2: median 0.0321, largest 0.9. ' +
        'Dense 1 of baseline: median 0.0321, largest 0.9. Dense 1 of L2: median 0.0321, largest 0.9. ' +
        figure.caption,
    );
    expect(figure.caption).toBe(
      'Bars: share of the weights; dashed: the median. Median of Conv2D 1, which has the most weights: ' +
        '0.0321 (baseline), 0.0321 (L2).',
    );
  });
});

describe('the weights below the first bin', () => {
  const magnitudes = [decadesOf('baseline', 'Dense 1'), decadesOf('L2', 'Dense 1', { below: 400, median: 0 })];

  test('have a bar of their own, with its label, its share and a word in the caption', async () => {
    const figure = weightHistograms(magnitudes);
    const [[, panel]] = panelsOf(magnitudes) as [[unknown, { layer: { data: { values: string } }[] }]];
    const count = 12 * 100 + 400; // every fifth of 56 bins
    const [, below] = panel.layer[0]!.data.values.split('\n');
    expect(below).toBe(`-7.95,-7.35,${(400 / count).toPrecision(3).replace(/0+$/, '')},"below 10⁻⁷, 0 included"`);
    expect(figure.caption).toMatch(/ The leftmost bar holds all \|w\| below 10⁻⁷, 0 included\.$/);
    expect(texts(await renderSvg(figure.spec)).filter((text) => text === '<10⁻⁷'.replace('<', '&lt;'))).toHaveLength(2);
  });

  test.each([
    [5e-8, '5 × 10⁻⁸'],
    [0.3, '0.3'],
  ])('are those below %d, in the same words', async (smallest, text) => {
    const binEdges = [smallest, 2 * smallest, 4 * smallest];
    const figure = weightHistograms([rowOf('baseline', 'Dense 1', [5, 5], { binEdges, below: 10, count: 20 })]);
    expect(figure.caption).toContain(`holds all |w| below ${text}, 0 included.`);
    expect(JSON.stringify(figure.spec)).toContain(`below ${text}, 0 included`);
    expect(texts(await renderSvg(figure.spec))).toContain(`&lt;${text}`);
  });

  test('have no place where there are none', async () => {
    const figure = weightHistograms([decadesOf('baseline', 'Dense 1')]);
    expect(figure.caption).not.toContain('leftmost');
    expect(texts(await renderSvg(figure.spec)).join()).not.toContain('&lt;');
  });

  test('hold the median where it is among them', async () => {
    const svg = await renderSvg(weightHistograms(magnitudes).spec);
    const [bar] = bars(svg, vermilion);
    const [, median] = [...svg.matchAll(/<line transform="translate\(([\d.]+),0\)"[^>]*stroke-dasharray="4,3"/g)];
    expect(Number(median![1])).toBeCloseTo(bar!.x + bar!.width / 2, 1);
  });
});

describe('numbers on the axis', () => {
  test.each([1, 2, 3, 4])('do not touch each other with %i networks, with a bar below the bins', async (networks) => {
    const names = ['baseline', 'a', 'b', 'c'].slice(0, networks);
    const svg = await renderSvg(weightHistograms(names.map((name) => decadesOf(name, 'Dense 1', { below: 500 }))).spec);
    const places = [
      ...svg.matchAll(/transform="translate\(([\d.]+),\d+\)"[^>]*>(?:&lt;)?1(?:0[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?<\/text>/g),
    ].map(([, x]) => Number(x));
    expect(places.length).toBeGreaterThanOrEqual(2 * networks);
    places.forEach((x, i) => {
      // In the next panel they begin anew.
      if (i > 0 && x > places[i - 1]!) expect(x - places[i - 1]!).toBeGreaterThan(40);
    });
  });
});

describe('networks beside each other', () => {
  const names = ['baseline', 'L2', 'λ = 0.001, "strong"', 'x'.repeat(200)];

  test.each([1, 2, 3, 4])('fit a page: %i', async (networks) => {
    const magnitudes = ['Conv2D 1', 'Dense 1'].flatMap((layer) =>
      names.slice(0, networks).map((name) => decadesOf(name, layer, { below: 300 })),
    );
    const figure = weightHistograms(magnitudes);
    expect(widthOf(await renderSvg(figure.spec))).toBeLessThanOrEqual(FIGURE_WIDTH);
    expect(JSON.stringify(figure.spec).length).toBeLessThan(60_000);
    const png = Buffer.from((await displayOf(figure)).data['image/png'] as string, 'base64');
    expect(png.length).toBeLessThan(35_000);
    expect(NETWORK_COLORS.slice(0, networks).filter((color) => !hasColor(png, color))).toEqual([]);
  });

  test('are four at most', () => {
    expect(() => weightHistograms(['a', 'b', 'c', 'd', 'e'].map((name) => rowOf(name, 'Dense 1', [1, 2, 7])))).toThrow(
      'weightHistograms draws up to 4 networks beside each other, got 5; give it some of the rows.',
    );
  });

  test('have the same layers', () => {
    expect(() => weightHistograms([...rows, rowOf('L2', 'Dense 2', [1, 2, 7])])).toThrow(
      /requires every layer of every network, got no Dense 2 of baseline/,
    );
  });

  test('keep the colors of the lesson', async () => {
    const figure = weightHistograms([rowOf('L2', 'Dense 1', [1, 2, 7])], { networks: ['baseline', 'L1', 'L2'] });
    expect(bars(await renderSvg(figure.spec), NETWORK_COLORS[2])).toHaveLength(3);
  });
});

describe('bad input', () => {
  test('weights that are all 0 are one bar', async () => {
    const zeros = rowOf('baseline', 'Dense 1', [0], { ...{ binEdges: [1e-7, 1.3e-7], below: 10, mean: 0, median: 0, max: 0 } }); // prettier-ignore
    const figure = weightHistograms([zeros]);
    const svg = await renderSvg(figure.spec);
    expect(bars(svg, blue)).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(texts(svg)).toEqual(expect.arrayContaining(['&lt;10⁻⁷', 'median 0, largest 0']));
  });

  test('asks for rows', () => {
    expect(() => weightHistograms([])).toThrow('weightHistograms requires the rows of weightMagnitudes, got none.');
  });

  test.each(['<script>alert(1)</script>', 'a "b", c', 'two\nlines', '🎉'])('the name %j stays text', async (name) => {
    const svg = await renderSvg(weightHistograms([rowOf(name, name, [1, 2, 7])]).spec);
    const shown = name.replace('\n', ' ').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(texts(svg)).toContain(shown);
    expect(svg).not.toContain('<script');
  });
});

test('the specification as a whole', () => {
  const { panels, caption } = ownPart(weightHistograms(rows.slice(0, 2)));
  expect({ panel: panels[0]!.hconcat[0], caption }).toMatchSnapshot();
});
