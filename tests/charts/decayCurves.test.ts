import { geometricDecay } from '../../src/analysis/quadratic';
import { decayCurves } from '../../src/charts/decayCurves';
import { drawn, rowsOf } from './pictures';

/* eslint-disable @typescript-eslint/no-explicit-any */

const layersOf = (figure: { spec: any }) => figure.spec.vconcat[0].layer as any[];
const linesOf = (figure: { spec: any }) => layersOf(figure).filter(({ mark }) => mark.type === 'line');
const namesOf = (figure: { spec: any }) =>
  layersOf(figure)
    .filter(({ mark }) => mark.type === 'text')
    .map(({ mark, encoding }) => [mark.text, encoding.y.value]);

const decay = geometricDecay(8, { learningRate: 0.5, lambda: 1, steps: 3 });

test('draws each value at its step, and circles at the closed form', () => {
  const figure = decayCurves({ SGD: [8, 4, 2, 1.5] }, { yTitle: 'weight w', closedForm: { SGD: decay } });
  const [line, circles] = layersOf(figure);
  expect(rowsOf(line)).toEqual([8, 4, 2, 1.5].map((value, step) => ({ step, value })));
  expect(rowsOf(circles)).toEqual([8, 4, 2, 1].map((value, step) => ({ step, value })));
  expect(circles.mark.type).toBe('point');
  expect(figure.alt).toMatch(/SGD: 8 → 1\.5\. Circles: the closed form\. Largest difference from it, SGD: 0\.5\.$/);
});

test('puts names beside the ends of their lines, not on each other', () => {
  const figure = decayCurves({ high: [0, 10], low: [0, 0], lower: [0, 0], middle: [0, 5] }, { yTitle: 'w' });
  const heights = Object.fromEntries(namesOf(figure));
  // The panel is 260 pixels high, and runs from 0 to 10.
  expect(heights).toMatchObject({ high: 0, middle: 130, lower: 260 });
  expect(heights['low']).toBe(260 - 16);
});

test('a logarithmic axis makes geometric decay a straight line', async () => {
  const figure = decayCurves({ SGD: decay }, { yTitle: 'w', logarithmic: true });
  const { svg, texts } = await drawn(figure);
  const line = /<path d="M([^"]*)" stroke="#D55E00"/.exec(svg)![1]!;
  const heights = line.split('L').map((point) => Number(point.split(',')[1]));
  expect(heights.length).toBe(4);
  heights.forEach((height, step) => expect(height).toBeCloseTo((260 * step) / 3, 2));
  expect(texts).toEqual(expect.arrayContaining(['1', '2', '5']));
});

test('many decades get powers of ten', async () => {
  const { texts } = await drawn(decayCurves({ SGD: [1, 1e-9] }, { yTitle: 'w', logarithmic: true }));
  expect(texts).toEqual(expect.arrayContaining(['10⁻⁹', '10⁻⁵', '10⁻¹']));
});

test('leaves a gap for what cannot be drawn, and counts it', () => {
  const values = [1, NaN, 0.5, Infinity, 0, -1];
  const plain = decayCurves({ a: values }, { yTitle: 'w' });
  expect(rowsOf(linesOf(plain)[0]).map(({ value }: any) => value)).toEqual([1, null, 0.5, null, 0, -1]);
  expect(plain.alt).toContain('Left out, not finite: 2 of 6 values.');
  const logarithmic = decayCurves({ a: values }, { yTitle: 'w', logarithmic: true });
  expect(rowsOf(linesOf(logarithmic)[0]).map(({ value }: any) => value)).toEqual([1, null, 0.5, null, null, null]);
  expect(logarithmic.alt).toContain('no place for 0 or less: 2 of 6 values.');
});

test('of very many steps it keeps each swing', () => {
  const swinging = Array.from({ length: 5000 }, (_, step) => (step % 2 === 0 ? 1 : -1) * (step === 3333 ? 9 : 1));
  const figure = decayCurves({ a: swinging }, { yTitle: 'w' });
  const values = rowsOf(linesOf(figure)[0]).map(({ value }: any) => value);
  expect(values.length).toBeLessThanOrEqual(160);
  expect(values).toContain(-9);
  expect(values.filter((value: number) => value === 1).length).toBeGreaterThan(60);
  expect(rowsOf(linesOf(figure)[0]).at(-1).step).toBe(4999);
});

test('a network has the color that it has elsewhere', () => {
  const networks = ['SGD + L2', 'AdamW'];
  const [line] = linesOf(decayCurves({ AdamW: [1, 0.5] }, { yTitle: 'w', networks }));
  expect(line.mark.color).toBe('#009E73');
});

test.each([
  ['all zeros', { a: [0, 0, 0] }],
  ['one value', { a: [3] }],
  ['nothing finite', { a: [NaN, NaN] }],
  ['negative values', { a: [-2, -1] }],
  ['a strange name', { '<script>alert("1")</script> 🎈': [1, 2], ['x'.repeat(200)]: [1, 2] }],
])('draws %s', async (_, series) => {
  for (const logarithmic of [false, true]) {
    const { bytes, width } = await drawn(decayCurves(series, { yTitle: 'w "x" <b>', logarithmic }));
    expect(bytes).toBeGreaterThan(1000);
    expect(width).toBeLessThanOrEqual(600);
  }
});

test.each([
  [{}, {}, /got no series/],
  [{ a: [] }, {}, /got none in "a"/],
  [{ a: [1, 2] }, { a: [1] }, /got 1 values of "a" beside 2 values/],
  [{ a: [1, 2] }, { b: [1, 2] }, /of "b" beside no series, only a/],
])('says what is wrong with %j, %j', (series, closedForm, message) => {
  expect(() => decayCurves(series as Record<string, number[]>, { yTitle: 'w', closedForm })).toThrow(message);
});

test('the picture is small and has the colors of its lines; so is the specification', async () => {
  const series = Object.fromEntries(
    ['baseline', 'a', 'b', 'c', 'd', 'e'].map((name, i) => [
      name,
      geometricDecay(1, { learningRate: 0.01 * (i + 1), lambda: 0.5, steps: 2000 }),
    ]),
  );
  const figure = decayCurves(series, { yTitle: 'w', closedForm: series });
  const { bytes, pixelsOf } = await drawn(figure);
  expect(bytes).toBeLessThan(45_000);
  for (const color of ['#0072B2', '#D55E00', '#009E73']) expect(pixelsOf(color)).toBeGreaterThan(50);
  expect(JSON.stringify(figure.spec).length).toBeLessThan(60_000);
});

test('the specification', () => {
  const figure = decayCurves({ SGD: decay }, { yTitle: 'weight w', closedForm: { SGD: decay } });
  expect(figure.spec['vconcat']).toMatchSnapshot();
});
