import { learningCurves } from '../../src/charts/curves';
import type { VegaLiteFigure } from '../../src/charts/figure';
import { FIGURE_WIDTH, NETWORK_COLORS } from '../../src/charts/style';
import { renderSvg, stillPicture } from '../../src/charts/drawing/svg';
import type { History } from '../../src/training/history';
import { baseline, historyOf, l2 } from './histories';
import { lines, ownPart, rings, texts, widthOf } from './pictures';

const [blue, vermilion, green] = NETWORK_COLORS;
const TRAIN = '1,0';
const HELD_OUT = '5,3';

/** A run whose losses fall, each network a little lower than the one before. */
const longRun = (label: string, epochs: number, best = epochs): History =>
  historyOf(
    label,
    Array.from({ length: epochs }, (_, i) => ({
      train: [1 + Math.exp(-i / epochs), i / epochs / 2] as const,
      validation: [i + 1 === best ? 0.123456789 : 1.5 + Math.exp(-i / epochs), 0.25] as const,
    })),
  );

const captionOf = ({ caption }: VegaLiteFigure) => caption.replaceAll('\n', ' ');

describe('the panels', () => {
  test('are one for every run and metric, with a line for each set of images', async () => {
    const svg = await renderSvg(learningCurves([baseline, l2]).spec);
    // Each network is named once, above its column; the caption names it within a sentence.
    expect(texts(svg).filter((text) => text === 'baseline')).toHaveLength(1);
    expect(texts(svg).filter((text) => text === 'L2')).toHaveLength(1);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['accuracy', 'data loss', '(without penalty)', 'train', 'validation']),
    );
    const drawn = lines(svg);
    expect(drawn).toHaveLength(2 * 2 * 2); // runs × metrics × sets of images
    for (const color of [blue, vermilion]) {
      for (const dashes of [TRAIN, HELD_OUT]) {
        expect(drawn.filter((line) => line.color === color && line.dashes === dashes)).toHaveLength(2); // metrics
      }
    }
  });

  test('put each value at its height', async () => {
    const history = historyOf('a', [{ train: [4, 0.25] }, { train: [1, 0.75] }]);
    const svg = await renderSvg(learningCurves([history], { metrics: ['accuracy'] }).spec);
    const width = 600 - 70 - 34;
    // The panel is 180 pixels high, and accuracy runs from 0 at the bottom to 1 at the top.
    expect(lines(svg)).toEqual([
      {
        color: vermilion,
        dashes: TRAIN,
        parts: [
          [
            [0, 180 * (1 - 0.25)],
            [width, 180 * (1 - 0.75)],
          ],
        ],
      },
    ]);
  });

  test.each([
    [3, '1 2 3'],
    [12, '1 2 3 4 5 6 7 8 9 10 11 12'],
    [50, '1 5 10 15 20 25 30 35 40 45 50'],
    [1000, '1 100 200 300 400 500 600 700 800 900 1000'],
  ])('number %i epochs in whole numbers', async (epochs, expected) => {
    const history = historyOf('a', [{ train: [1, 0.5] }], epochs);
    const labels = texts(await renderSvg(learningCurves([history], { metrics: ['accuracy'] }).spec));
    expect(labels.slice(0, labels.indexOf('epoch')).join(' ')).toBe(expected);
  });

  test('give all panels of a row the same axis, so that heights compare', () => {
    const spec = learningCurves([baseline, l2], { metrics: ['dataLoss'] }).spec as any; // eslint-disable-line @typescript-eslint/no-explicit-any
    const domains = spec.vconcat[0].hconcat.map((panel: any) => panel.encoding.y.scale.domain); // eslint-disable-line @typescript-eslint/no-explicit-any
    expect(domains).toEqual([
      [0, 3.5],
      [0, 3.5],
    ]);
  });

  test('fit a page, with one network or six, and with a thousand epochs', async () => {
    const six = ['baseline', 'a', 'b', 'c', 'd', 'e'].map((label) => longRun(label, 1000));
    for (const count of [1, 2, 3, 4, 6]) {
      const figure = learningCurves(six.slice(0, count));
      expect(widthOf(await renderSvg(figure.spec))).toBeLessThanOrEqual(FIGURE_WIDTH);
      expect(JSON.stringify(figure.spec).length).toBeLessThan(60_000);
    }
    const metrics = ['dataLoss', 'penalty', 'totalLoss', 'accuracy'] as const;
    const wide = learningCurves(six, { metrics, overlay: true });
    expect(widthOf(await renderSvg(wide.spec))).toBeLessThanOrEqual(FIGURE_WIDTH);
    expect(JSON.stringify(wide.spec).length).toBeLessThan(60_000);
  });
});

describe('a network', () => {
  const colorsOf = async (histories: History[], overlay: boolean, networks?: string[]) => {
    const figure = learningCurves(histories, { overlay, ...(networks && { networks }) });
    return new Set(lines(await renderSvg(figure.spec)).map(({ color }) => color));
  };

  test.each([false, true])('keeps its color alone and beside the baseline (overlay: %p)', async (overlay) => {
    expect(await colorsOf([baseline], overlay)).toEqual(new Set([blue]));
    expect(await colorsOf([l2], overlay)).toEqual(new Set([vermilion]));
    expect(await colorsOf([baseline, l2], overlay)).toEqual(new Set([blue, vermilion]));
    expect(await colorsOf([l2], overlay, ['baseline', 'L1', 'L2'])).toEqual(new Set([green]));
  });

  test('has its color at the train line and at the dashed line of the held-out images', async () => {
    const svg = await renderSvg(learningCurves([l2], { metrics: ['accuracy'], heldOut: 'test' }).spec);
    expect(lines(svg).map(({ color, dashes }) => [color, dashes])).toEqual([
      [vermilion, TRAIN],
      [vermilion, HELD_OUT],
    ]);
    expect(texts(svg)).toEqual(expect.arrayContaining(['train', 'test']));
  });

  test('without held-out images has no dashed line, and no entry for one', async () => {
    const figure = learningCurves([historyOf('a', [{ train: [2, 0.1] }, { train: [1, 0.2] }])]);
    const svg = await renderSvg(figure.spec);
    expect(lines(svg).map(({ dashes }) => dashes)).toEqual([TRAIN, TRAIN]);
    expect(texts(svg)).not.toContain('validation');
    expect(figure.alt).toContain('by epoch, for train. a, 2 epochs: data loss 1; accuracy 0.2.');
  });
});

describe('overlaid', () => {
  test('all networks stand in one panel for each metric', async () => {
    const { spec } = learningCurves([baseline, l2], { overlay: true });
    const [row, ...others] = spec['vconcat'] as { hconcat: unknown[] }[];
    expect([row!.hconcat.length, others.length]).toEqual([2, 0]);
    const svg = await renderSvg(spec);
    expect(lines(svg)).toHaveLength(2 * 2 * 2);
    // Named once, in the legend.
    expect(texts(svg)).toEqual(expect.arrayContaining(['baseline', 'L2', 'data loss', 'accuracy']));
    expect(texts(svg).filter((text) => text === 'L2')).toHaveLength(1);
  });

  test('is the way with more than three networks', () => {
    const run = (label: string) => historyOf(label, [{ train: [1, 0.5] }]);
    const columns = (labels: string[]) =>
      (learningCurves(labels.map(run), { metrics: ['accuracy'] }).spec['vconcat'] as { hconcat: unknown[] }[])[0]!
        .hconcat.length;
    expect([columns(['a', 'b', 'c']), columns(['a', 'b', 'c', 'd'])]).toEqual([3, 1]);
  });

  test.each([5, 300])('networks differ by marks too, not by color alone (%i epochs)', async (epochs) => {
    const runs = ['baseline', 'a', 'b', 'c', 'd', 'e'].map((label) => longRun(label, epochs));
    const svg = await renderSvg(learningCurves(runs, { metrics: ['accuracy'] }).spec);
    const shapes = NETWORK_COLORS.map((color) => {
      const marks = [...svg.matchAll(new RegExp(`<path transform="[^"]*" d="([^"]*)" fill="${color}"`, 'g'))];
      // Some on each of two curves, and not so many that they hide them.
      expect(marks.length).toBeGreaterThanOrEqual(2 * Math.min(epochs, 5));
      expect(marks.length).toBeLessThanOrEqual(2 * 8 + 1);
      return marks[0]![1];
    });
    expect(new Set(shapes).size).toBe(6);
  });
});

describe('the ring', () => {
  const run = historyOf('baseline', [
    { train: [3, 0.1], validation: [3, 0.2] },
    { train: [2, 0.3], validation: [1, 0.4] },
    { train: [1, 0.5], validation: [2, 0.8] },
    { train: [0.5, 0.9], validation: [4, 0.8] },
  ]);

  test('is at the best epoch of the held-out images: the lowest loss, the highest accuracy, the first of equals', async () => {
    const svg = await renderSvg(learningCurves([run]).spec);
    const width = 600 - 70 - 34;
    const [loss, accuracy, ...others] = rings(svg);
    expect(others).toEqual([]);
    // The loss axis runs from 0 to 4.
    expect([loss!.color, accuracy!.color]).toEqual([blue, blue]);
    expect(loss!.x).toBeCloseTo((width * (2 - 1)) / (4 - 1));
    expect(loss!.y).toBeCloseTo(180 * (1 - 1 / 4));
    expect(accuracy!.x).toBeCloseTo((width * (3 - 1)) / (4 - 1));
    expect(accuracy!.y).toBeCloseTo(180 * (1 - 0.8));
  });

  test('is on a curve of a thousand epochs, of which not all are drawn', async () => {
    const figure = learningCurves([longRun('baseline', 1000, 504)], { metrics: ['dataLoss'] });
    const [ring] = rings(await renderSvg(figure.spec));
    expect(ring!.x).toBeCloseTo(((600 - 70 - 34) * (504 - 1)) / (1000 - 1), 1);
    expect(captionOf(figure)).toContain('(lowest 0.123 at epoch 504)');
    expect(captionOf(figure)).toContain('Not every epoch is drawn.');
    const values = (figure.spec as any).vconcat[0].hconcat[0].data.values as string; // eslint-disable-line @typescript-eslint/no-explicit-any
    // The first and the last epoch are drawn whatever is left out.
    expect(values).toMatch(/\nbaseline,1,2,[\d.]+\n/);
    expect(values).toMatch(/\nbaseline,1000,[\d.]+,[\d.]+$/);
  });

  test('is missing where there is nothing to choose by', async () => {
    const noHeldOut = historyOf('a', [{ train: [2, 0.1] }, { train: [1, 0.2] }]);
    for (const figure of [learningCurves([noHeldOut]), learningCurves([run], { metrics: ['penalty'] })]) {
      expect(rings(await renderSvg(figure.spec))).toEqual([]);
      expect(captionOf(figure)).not.toContain('best epoch');
    }
  });

  test('does not take a value that is not finite for the best one', async () => {
    const lost = historyOf('a', [
      { train: [1, 0.5], validation: [2, NaN] },
      { train: [1, 0.5], validation: [-Infinity, 0.5] },
    ]);
    const [loss, accuracy] = rings(await renderSvg(learningCurves([lost]).spec));
    expect([loss!.x, accuracy!.x]).toEqual([0, 600 - 70 - 34]);
  });
});

describe('the caption', () => {
  test('names the values after the last epoch and at the best one', () => {
    expect(captionOf(learningCurves([baseline, l2], { heldOut: 'test' }))).toBe(
      'baseline, 2 epochs: data loss 1 train, 3.5 test (lowest 2.1 at epoch 1); accuracy 0.7 train, 0.3 test ' +
        '(highest 0.3 at epoch 2). ' +
        'L2, 2 epochs: data loss 1.5 train, 1.8 test (lowest 1.8 at epoch 2); accuracy 0.5 train, 0.4 test ' +
        '(highest 0.4 at epoch 2). ' +
        'Rings: the best epoch by test images.',
    );
  });

  test('is in the alternative text, after what the figure is', () => {
    const figure = learningCurves([baseline, l2]);
    expect(figure.alt).toBe(
      `Learning curves of baseline and L2: data loss; accuracy, by epoch, for train and validation. ${captionOf(figure)}`,
    );
  });

  test('has a line for each of many networks', () => {
    const figure = learningCurves(['a', 'b', 'c', 'd', 'e'].map((label) => ({ ...l2, label })));
    const text = figure.caption.split('\n');
    expect(text).toHaveLength(5 + 1);
    expect(text[0]).toBe('a: validation data loss 1.8 (lowest 1.8 at epoch 2), accuracy 0.4 (highest 0.4 at epoch 2).');
  });

  test('says so where the last validation was interrupted', () => {
    const history = historyOf('a', [{ train: [2, 0.2], validation: [2.1, 0.25] }, { train: [1, 0.7] }], 5);
    expect(captionOf(learningCurves([history], { metrics: ['dataLoss'] }))).toBe(
      'a, 2 of 5 epochs: data loss 1 train, validation not measured (lowest 2.1 at epoch 1). ' +
        'Rings: the best epoch by validation images.',
    );
  });

  test('says how many of the planned epochs there are', () => {
    const young = historyOf('young', [{ train: [2, 0.1] }], 5);
    expect(captionOf(learningCurves([young]))).toBe('young, 1 of 5 epochs: data loss 2; accuracy 0.1.');
    expect(captionOf(learningCurves([historyOf('new', [], 5)]))).toBe('new: no epoch of 5 yet.');
  });
});

test('says in words what the picture shows', async () => {
  const svg = (await stillPicture(learningCurves([historyOf('a "b"', [])])))!;
  expect(svg).toMatch(/^<svg role="img" aria-label="Learning curves of a &#34;b&#34;: data loss/);
});

test('the specification as a whole', () => {
  const { panels, caption } = ownPart(learningCurves([baseline, l2]));
  expect({ panel: panels[0]!.hconcat[0], caption }).toMatchSnapshot();
});
