import { learningCurves } from '../../src/charts/curves';
import { renderSvg, stillPicture } from '../../src/charts/svg';
import { claimTable, table, tableHtml, tableMarkdown } from '../../src/charts/tables';
import { weightHistograms, weightOverlay } from '../../src/charts/weights';
import type { WeightMagnitudes } from '../../src/model/weightMagnitudes';
import { historyOf } from './histories';

const baseline = historyOf('baseline', [
  { train: [2, 0.2], validation: [2.1, 0.25] },
  { train: [1, 0.7], validation: [3.5, 0.3] },
]);
const l2 = historyOf('L2', [
  { train: [2, 0.2], validation: [2.1, 0.25] },
  { train: [1.5, 0.5], validation: [1.8, 0.4] },
]);

/** The texts in a picture, in order. */
const texts = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].flatMap((match) =>
    match[1]!.split(/<[^>]*>/).filter((text) => text !== ''),
  );

describe('learningCurves', () => {
  test('draws a panel for every run and metric, with a line for each set of images', async () => {
    const svg = await renderSvg(learningCurves([baseline, l2]).spec);
    expect(texts(svg).filter((text) => text === 'baseline')).toHaveLength(2);
    expect(texts(svg).filter((text) => text === 'L2')).toHaveLength(2);
    expect(texts(svg)).toEqual(expect.arrayContaining(['accuracy', 'data loss', '(without penalty)', 'train']));
    expect(svg.match(/<path d="M[^"]*L[^"]*" stroke="#0072B2"/g)).toHaveLength(2 * 2); // runs × metrics
    expect(svg.match(/<path d="M[^"]*L[^"]*" stroke="#D55E00"[^>]*stroke-dasharray="6,3"/g)).toHaveLength(2 * 2);
  });

  test('puts each value at its height', async () => {
    const history = historyOf('a', [{ train: [4, 0.25] }, { train: [1, 0.75] }]);
    const svg = await renderSvg(learningCurves([history], { metrics: ['accuracy'] }).spec);
    // The panel is 420 × 180 pixels, and accuracy runs from 0 at the bottom to 1 at the top.
    expect(svg).toContain(`<path d="M0,${180 * (1 - 0.25)}L420,${180 * (1 - 0.75)}" stroke="#0072B2"`);
  });

  test.each([
    [3, '1 2 3'],
    [12, '1 2 4 6 8 10 12'],
    [50, '1 5 10 15 20 25 30 35 40 45 50'],
  ])('numbers %i epochs in whole numbers', async (epochs, expected) => {
    const history = historyOf('a', [{ train: [1, 0.5] }], epochs);
    const svg = await renderSvg(learningCurves([history], { metrics: ['accuracy'] }).spec);
    const labels = texts(svg);
    expect(labels.slice(0, labels.indexOf('epoch')).join(' ')).toBe(expected);
  });

  test('fits a notebook with one run, two or four', async () => {
    for (const runs of [[l2], [l2, l2], [l2, l2, l2, l2]]) {
      const svg = await renderSvg(learningCurves(runs).spec);
      expect(Number(/width="(\d+)"/.exec(svg)![1])).toBeLessThanOrEqual(900);
    }
  });

  test('says in words what the picture shows', async () => {
    const svg = (await stillPicture(learningCurves([historyOf('a "b"', [])])))!;
    expect(svg).toMatch(/^<svg role="img" aria-label="Learning curves of a &#34;b&#34;: data loss/);
  });

  test('gives all panels of a row the same axis, so that heights compare', async () => {
    const spec = learningCurves([baseline, l2], { metrics: ['dataLoss'] }).spec as any; // eslint-disable-line @typescript-eslint/no-explicit-any
    const domains = spec.vconcat[0].hconcat.map((panel: any) => panel.encoding.y.scale.domain); // eslint-disable-line @typescript-eslint/no-explicit-any
    expect(domains).toEqual([
      [0, 3.5],
      [0, 3.5],
    ]);
  });

  test.each([
    ['no epoch yet', historyOf('new', [], 5)],
    ['one epoch', historyOf('young', [{ train: [2, 0.1] }], 5)],
    ['a loss that is no number', historyOf('lost', [{ train: [NaN, 0.1] }, { train: [Infinity, 0.1] }])],
  ])('draws a run with %s', async (_, history) => {
    expect(await renderSvg(learningCurves([history]).spec)).toContain('<svg');
  });

  test('says how many values could not be drawn', async () => {
    const lost = historyOf('lost', [{ train: [NaN, 0.1] }, { train: [Infinity, 0.1] }]);
    const svg = await renderSvg(learningCurves([lost], { metrics: ['dataLoss'] }).spec);
    expect(texts(svg)).toContain('2 values are not finite and not drawn');
  });

  test('asks for a history', () => {
    expect(() => learningCurves([])).toThrow(/at least one history/);
  });
});

describe('weight histograms', () => {
  const row = (network: string, layer: string, counts: number[]): WeightMagnitudes => ({
    ...{ network, layer, counts, binEdges: [0.001, 0.01, 0.1, 1], below: 0, count: 10 },
    ...{ mean: 0.05, median: 0.0321, max: 0.9, l2Norm: 1 },
  });
  const rows = ['Conv2D 1', 'Dense 1'].flatMap((layer) => [
    row('baseline', layer, [1, 2, 7]),
    row('L2', layer, [8, 1, 1]),
  ]);

  test('stand side by side with median and largest weight', async () => {
    const svg = await renderSvg(weightHistograms(rows).spec);
    expect(texts(svg)).toEqual(expect.arrayContaining(['Dense 1, baseline', 'Dense 1, L2', 'Conv2D 1, L2']));
    expect(texts(svg).filter((text) => text === 'median 0.0321, largest 0.9')).toHaveLength(4);
    // The bars of each network, in its own colour; every panel is 90 pixels high and the largest share fills it.
    for (const color of ['#009E73', '#CC79A7']) {
      expect(svg.match(new RegExp(`<path d="M[^"]*" fill="${color}"`, 'g'))).toHaveLength(2 * 3);
    }
    const heights = [...svg.matchAll(/<path d="M[^h]*h[^v]*v([\d.]+)[^"]*" fill="#CC79A7"/g)].map((m) => +m[1]!);
    expect(Math.max(...heights)).toBeCloseTo(90);
    expect(Math.min(...heights)).toBeCloseTo((90 * 0.1) / 0.8);
  });

  test('leave out the empty start of the axis, in all networks alike', async () => {
    const wide = { binEdges: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2], count: 10000 };
    const figure = weightHistograms([
      { ...row('baseline', 'Dense 1', [0, 1, 99, 9900]), ...wide },
      { ...row('L2', 'Dense 1', [0, 100, 1900, 8000]), ...wide },
    ]);
    const labels = texts(await renderSvg(figure.spec));
    expect(labels).toContain('1e-5');
    expect(labels).not.toContain('1e-6');
  });

  test('the Plotly twin shows one layer and offers the others', async () => {
    const figure = weightOverlay(rows, { layer: 'Dense 1' });
    expect(figure.data.map(({ name, visible, y }) => ({ name, visible, y }))).toEqual([
      { name: 'baseline', visible: false, y: [0.1, 0.2, 0.7, 0] },
      { name: 'L2', visible: false, y: [0.8, 0.1, 0.1, 0] },
      { name: 'baseline', visible: true, y: [0.1, 0.2, 0.7, 0] },
      { name: 'L2', visible: true, y: [0.8, 0.1, 0.1, 0] },
    ]);
    expect(texts((await stillPicture(figure))!)).toContain('Dense 1, L2');
    expect(() => weightOverlay(rows, { layer: 'Dense 7' })).toThrow(
      /one of the layers Conv2D 1, Dense 1, got "Dense 7"/,
    );
  });
});

test('a table escapes what HTML and Markdown give a meaning', () => {
  const claims = claimTable([{ claim: 'a < b', measured: 'x | y', verdict: '<b>' }]);
  expect(tableHtml(claims)).toContain('a &#60; b');
  expect(tableHtml(claims)).not.toContain('<b>');
  expect(tableMarkdown(claims)).toContain('x \\| y');
  expect(() => table(['one', 'two'], [['only']])).toThrow(/2 cells in every row, got 1/);
});
