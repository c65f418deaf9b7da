// What learning curves make of runs and names that are not as usual.
import { learningCurves } from '../../src/charts/curves';
import type { VegaLiteFigure } from '../../src/charts/figure';
import { FIGURE_WIDTH, NETWORK_COLORS } from '../../src/charts/style';
import { renderSvg, stillPicture } from '../../src/charts/drawing/svg';
import { baseline, historyOf, l2 } from './histories';
import { lines, texts, widthOf } from './pictures';

const [blue, vermilion, green] = NETWORK_COLORS;
const captionOf = ({ caption }: VegaLiteFigure) => caption.replaceAll('\n', ' ');

describe('bad input', () => {
  test.each([
    ['no epoch yet', historyOf('new', [], 5)],
    ['one epoch', historyOf('young', [{ train: [2, 0.1] }], 5)],
    ['one epoch and no more', historyOf('short', [{ train: [2, 0.1], validation: [2, 0.1] }], 1)],
    ['a loss that is no number', historyOf('lost', [{ train: [NaN, 0.1] }, { train: [Infinity, 0.1] }])],
    ['nothing but zeros', historyOf('zero', [{ train: [0, 0] }, { train: [0, 0] }])],
  ])('draws a run with %s', async (_, history) => {
    const svg = await renderSvg(learningCurves([history]).spec);
    expect(svg).toContain('<svg');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('a run of one epoch shows marks, since a line needs two points', async () => {
    const young = historyOf('baseline', [{ train: [2, 0.1], validation: [2, 0.3] }]);
    const svg = await renderSvg(learningCurves([young], { metrics: ['accuracy'] }).spec);
    expect(svg.match(new RegExp(`<path transform="translate\\(0,[^"]*" d="[^"]*" fill="${blue}"`, 'g'))).toHaveLength(
      2,
    );
  });

  test('values that are not finite are gaps, and the caption counts them', async () => {
    const losses = [2, 1, NaN, Infinity, 1, 2];
    const history = historyOf(
      'baseline',
      losses.map((loss) => ({ train: [loss, 0.5] as const })),
    );
    const figure = learningCurves([history], { metrics: ['dataLoss'] });
    const [line] = lines(await renderSvg(figure.spec));
    const width = 600 - 70 - 34;
    const at = (epoch: number) => expect.closeTo((width * (epoch - 1)) / 5, 1) as number;
    expect(line!.parts).toEqual([
      [
        [at(1), 0],
        [at(2), 90],
      ],
      [
        [at(5), 90],
        [at(6), 0],
      ],
    ]);
    expect(captionOf(figure)).toContain('2 values are not finite and left out.');
    const one = historyOf('a', [{ train: [1, 0.5], validation: [-Infinity, 0.5] }, { train: [1, 0.5] }]);
    expect(captionOf(learningCurves([one]))).toContain('1 value is not finite and left out.');
  });

  test('a curve of nothing but lost values is no line at 0', async () => {
    const lost = historyOf('lost', [{ train: [NaN, 0.1] }, { train: [Infinity, 0.1] }]);
    const figure = learningCurves([lost], { metrics: ['dataLoss'] });
    const svg = await renderSvg(figure.spec);
    expect(lines(svg)).toEqual([]);
    expect(figure.caption.split('\n')).toContain('2 values are not finite and left out.');
  });

  test('asks for a history', () => {
    expect(() => learningCurves([])).toThrow(/at least one history/);
  });

  test('asks for labels that differ', () => {
    expect(() => learningCurves([l2, baseline, l2])).toThrow(
      'learningCurves requires a label of its own for each history, got L2, baseline, L2; give fit another label.',
    );
  });

  test('asks for fewer networks where colors cannot tell them apart', () => {
    const twenty = Array.from({ length: 20 }, (_, i) => historyOf(`run ${i}`, [{ train: [1, 0.5] }]));
    expect(() => learningCurves(twenty)).toThrow(/learningCurves draws up to 5 networks and the baseline, got 20/);
  });
});

describe('labels stay text', () => {
  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['a "b", \'c\'', 'a "b", \'c\''],
    ['λ = 0.01, ½', 'λ = 0.01, ½'],
    ['two\nlines\r\nor more', 'two lines or more'],
    ['🎉 party', '🎉 party'],
    ['&amp; \\ %{x} ${y}', '&amp;amp; \\ %{x} ${y}'],
    ['0.01', '0.01'],
    ['true', 'true'],
    ['x'.repeat(200), `${'x'.repeat(31)}…`],
    ['', '(no name)'],
  ])('%j', async (label, shown) => {
    for (const overlay of [false, true]) {
      const figure = learningCurves([baseline, { ...l2, label }], { overlay });
      const svg = (await stillPicture(figure))!;
      expect(texts(svg)).toContain(shown);
      expect(svg).not.toContain('<script');
      // Its rows are found again under that name: both lines have the color of the second network.
      const drawn = lines(svg).filter(({ color }) => color === vermilion);
      expect(drawn).toHaveLength(2 * 2);
      expect(widthOf(svg)).toBeLessThanOrEqual(FIGURE_WIDTH);
    }
  });

  test('long ones that begin alike stay apart', async () => {
    const labels = ['first', 'second'].map((end) => `${'x'.repeat(40)} ${end}`);
    const runs = labels.map((label) => ({ ...l2, label }));
    for (const overlay of [false, true]) {
      const svg = await renderSvg(learningCurves(runs, { overlay }).spec);
      expect(new Set(lines(svg).map(({ color }) => color))).toEqual(new Set([vermilion, green]));
      expect(lines(svg)).toHaveLength(2 * 2 * 2);
    }
  });
});
