import { spreadOf } from '../../src/charts/panels/sweepPanel';
import { sweepChart } from '../../src/charts/sweepChart';
import type { SweepScore } from '../../src/charts/sweepChart';
import { drawn, rowsOf } from './pictures';

/* eslint-disable @typescript-eslint/no-explicit-any */

/** Scores that depend on λ and seed by arithmetic. */
const sweep = (lambdas: readonly number[], seeds: readonly number[]): SweepScore[] =>
  lambdas.flatMap((lambda, i) =>
    seeds.map((seed) => ({ lambda, seed, train: 1 + 0.1 * i + 0.01 * seed, validation: 2 - 0.1 * i + 0.02 * seed })),
  );
const panelOf = (figure: { spec: any }) => figure.spec.vconcat[0] as any;
const pointsOf = (figure: { spec: any }) =>
  rowsOf(panelOf(figure).layer.find(({ data, mark }: any) => data && mark.type === 'point'));

test('each run is a point for its training images and one for those that are held out', () => {
  const figure = sweepChart(sweep([0.1, 1], [1, 2, 3]));
  const points = pointsOf(figure);
  expect(points).toHaveLength(2 * 3 * 2);
  expect(points[0]).toMatchObject({ images: 'train', lambda: 0.1, seed: 1, score: 1.01 });
  expect(points[1]).toMatchObject({ images: 'validation', lambda: 0.1, seed: 1, score: 2.02 });
});

test('λ stands at its logarithm, and 0 to the left of all with a gap', () => {
  const figure = sweepChart(sweep([0, 0.01, 0.1, 1], [1]));
  const at = (lambda: number) => {
    const places = pointsOf(figure).filter((point) => point.lambda === lambda);
    return (places[0].x + places[1].x) / 2;
  };
  expect(at(0.1) - at(0.01)).toBeCloseTo(1, 3);
  expect(at(1) - at(0.1)).toBeCloseTo(1, 3);
  const [left, right] = panelOf(figure).layer.map(({ data }: any) => data?.values[0]);
  expect(at(0)).toBeCloseTo((left.from + left.to) / 2, 3);
  expect(right.from).toBeGreaterThan(left.to);
  expect(at(0.01)).toBeGreaterThan(right.from);
  expect(panelOf(figure).encoding.x.axis.labelExpr).toContain('["0.01","0.1","1","0"]');
});

test('means with bars: a standard deviation to each side, or from one of two seeds to the other', () => {
  const [three] = rowsOf(panelOf(sweepChart(sweep([0.1], [1, 2, 3]))));
  expect(three.score).toBeCloseTo(1.02, 4);
  expect([three.low, three.high]).toEqual([1.01, 1.03]); // the standard deviation of 1, 2, 3 is 1
  const [two] = rowsOf(panelOf(sweepChart(sweep([0.1], [1, 3]))));
  expect([two.low, two.high]).toEqual([1.01, 1.03]);
  const [one] = rowsOf(panelOf(sweepChart(sweep([0.1], [1]))));
  expect([one.low, one.high]).toEqual([null, null]);
});

test('the spread of several values', () => {
  expect(spreadOf([1, 2, 3, 6])).toEqual({
    ...{ count: 4, mean: 3 },
    range: [3 - Math.sqrt((4 + 1 + 0 + 9) / 3), 3 + Math.sqrt((4 + 1 + 0 + 9) / 3)],
  });
});

test('the caption names the best mean with its λ, the seeds, and what the bars are', () => {
  // Validation is 2.02 … 2.06 at λ = 0.1, and 0.1 lower at λ = 1.
  expect(sweepChart(sweep([0.1, 1], [1, 2, 3])).alt).toMatch(
    /Lowest mean validation data loss: 1\.94 ± 0\.02 at λ = 1\. 2 values of λ, 3 seeds each; bars: ± one standard deviation\.$/,
  );
  expect(sweepChart(sweep([0.1, 1], [1]), { metric: 'accuracy', heldOut: 'test' }).alt).toMatch(
    /Highest mean test accuracy: 2\.02 at λ = 0\.1\. 2 values of λ, 1 seed each\.$/,
  );
});

test('the chosen λ has a line with its label', async () => {
  const { texts } = await drawn(sweepChart(sweep([0, 0.1, 1], [1, 2]), { chosen: 0.1 }));
  expect(texts).toEqual(expect.arrayContaining(['chosen: λ = 0.1', 'train', 'validation', 'λ', '0']));
});

test('runs that diverged are left out and named', () => {
  const scores = sweep([0.1, 1], [1, 2]).map((score) =>
    score.lambda === 1 && score.seed === 2 ? { ...score, train: NaN } : score,
  );
  const figure = sweepChart(scores);
  expect(pointsOf(figure)).toHaveLength(3 * 2);
  expect(figure.alt).toContain('Left out, score not finite: λ = 1 seed 2.');
  expect(figure.alt).toContain('1 to 2 seeds each');
  // The best mean, 2.1 − 0.2 … at λ = 1, is that of the one run that is left.
  expect(figure.alt).toContain('Lowest mean validation data loss: 1.92 at λ = 1 (1 seed).');
});

test('a λ whose runs have all diverged counts with no seed', () => {
  const scores = sweep([0.1, 1], [1, 2]).map((score) => (score.lambda === 1 ? { ...score, train: NaN } : score));
  expect(sweepChart(scores).alt).toContain('2 values of λ, 0 to 2 seeds each');
});

test.each([
  ['λ = 0 alone', sweep([0], [1, 2])],
  ['one run', sweep([0.1], [1])],
  ['nothing finite', [{ lambda: 0.1, seed: 1, train: NaN, validation: Infinity }]],
  ['equal scores', [1, 2, 3].map((seed) => ({ lambda: 0.1, seed, train: 1, validation: 1 }))],
  ['many λ', sweep(Array.from({ length: 30 }, (_, i) => 10 ** (-8 + i / 3)), [1, 2])], // prettier-ignore
])('draws %s', async (_, scores) => {
  const { bytes, width } = await drawn(sweepChart(scores, { heldOut: '<b>"held out" 🎈' + 'x'.repeat(200) }));
  expect(bytes).toBeGreaterThan(1000);
  expect(width).toBeLessThanOrEqual(600);
});

test('labels of λ do not touch', async () => {
  const lambdas = Array.from({ length: 30 }, (_, i) => 10 ** (-8 + i / 3));
  expect(panelOf(sweepChart(sweep(lambdas, [1]))).encoding.x.axis.labelExpr).toMatch(/^\["10⁻⁸","10⁻⁶"/);
});

test.each([
  [[], undefined, /at least one score/],
  [[{ lambda: -1, seed: 1, train: 1, validation: 1 }], undefined, /λ of 0 or more, got -1/],
  [[...sweep([0.1], [1]), ...sweep([0.1], [1])], undefined, /got two for λ = 0\.1 with seed 1/],
  [sweep([0.1, 1], [1]), 0.5, /one of 0\.1, 1, got 0\.5/],
])('says what is wrong', (scores, chosen, message) => {
  expect(() => sweepChart(scores, chosen === undefined ? {} : { chosen })).toThrow(message);
});

test('the picture is small and has its two colors; so is the specification', async () => {
  const figure = sweepChart(sweep([0, 0.0001, 0.001, 0.01, 0.1], [1, 2, 3, 4, 5]), { chosen: 0.01 });
  const { bytes, pixelsOf } = await drawn(figure);
  expect(bytes).toBeLessThan(35_000);
  expect(pixelsOf('#6060F0')).toBeGreaterThan(50);
  expect(pixelsOf('#767676')).toBeGreaterThan(50);
  expect(JSON.stringify(figure.spec).length).toBeLessThan(60_000);
});

test('the specification', () => {
  const { data, encoding, layer } = panelOf(sweepChart(sweep([0, 0.01, 0.1], [1, 2, 3]), { chosen: 0.1 }));
  expect({ data, encoding, means: layer.at(-3) }).toMatchSnapshot();
});
