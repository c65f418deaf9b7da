import { lineChart } from '../../src/charts/lineChart';
import { drawn, panelsOf, rowsOf } from './pictures';

const titles = { xTitle: 'step size h', yTitle: 'error' };
const layersOf = (figure: ReturnType<typeof lineChart>) => panelsOf(figure)[0].layer;

test('draws lines through their points, and marks where points are asked for', async () => {
  const figure = lineChart(
    [
      { name: 'formula', x: [0, 1, 2], y: [1, 0.5, 0] },
      { name: 'measured', x: [0, 2], y: [0.9, 0.1], mark: 'points' },
    ],
    titles,
  );
  const [line, points] = layersOf(figure);
  expect(rowsOf(line)).toEqual([0, 1, 2].map((x) => ({ x, y: 1 - x / 2 })));
  expect(rowsOf(points)).toEqual([
    { name: 'measured', x: 0, y: 0.9 },
    { name: 'measured', x: 2, y: 0.1 },
  ]);
  const { texts, pixelsOf } = await drawn(figure);
  expect(texts).toEqual(expect.arrayContaining(['step size h', 'error', 'formula', 'measured']));
  for (const color of ['#D55E00', '#009E73']) expect(pixelsOf(color)).toBeGreaterThan(50);
  expect(figure.caption).toBe('formula: lowest 0 at 2, highest 1 at 0; measured: lowest 0.1 at 2, highest 0.9 at 0.');
});

test('on two logarithmic axes a power is a straight line', async () => {
  const x = [1e-6, 1e-4, 1e-2, 1];
  const { svg, texts } = await drawn(
    lineChart([{ name: 'h²', x, y: x.map((h) => h * h) }], { ...titles, logarithmic: 'both' }),
  );
  const path = /<path d="M([^"]*)" stroke="#D55E00"/.exec(svg)![1]!;
  const points = path.split('L').map((point) => point.split(',').map(Number) as [number, number]);
  expect(points.length).toBe(4);
  const slopes = points.slice(1).map(([px, py], i) => (py - points[i]![1]) / (px - points[i]![0]));
  for (const slope of slopes) expect(slope).toBeCloseTo(slopes[0]!, 3);
  expect(texts).toEqual(expect.arrayContaining(['10⁻⁶', '10⁻¹²', '10⁰']));
});

test('marks the points of a line, and has its numbers where they are asked for', async () => {
  const series = [{ name: 'a', x: [0.02, 0.06, 0.2], y: [1, 2, 1.5], mark: 'both' as const }];
  const figure = lineChart(series, { ...titles, logarithmic: 'x', xTicks: [0.002, 0.02, 0.06, 0.2, 1] });
  expect(panelsOf(figure)[0].encoding.x.axis.values).toEqual([0.02, 0.06, 0.2]);
  const { texts, svg } = await drawn(figure);
  expect(texts).toEqual(expect.arrayContaining(['0.02', '0.06', '0.2', 'a']));
  expect(svg.match(/<path [^>]*fill="#D55E00"/g)).toHaveLength(3);
});

test('one logarithmic axis leaves the other as it is', () => {
  const series = [{ name: 'a', x: [1, 10], y: [0, 5] }];
  const { x, y } = panelsOf(lineChart(series, { ...titles, logarithmic: 'x' }))[0].encoding;
  expect([x.scale.type, y.scale.type]).toEqual(['log', undefined]);
});

test('cuts lines at yRange, and leaves their names in the panel', async () => {
  const figure = lineChart([{ name: 'wild', x: [0, 1], y: [0, 1000] }], { ...titles, yRange: [-1, 1] });
  expect(panelsOf(figure)[0].encoding.y.scale.domain).toEqual([-1, 1]);
  const name = layersOf(figure).find(({ mark }: { mark: { text?: string } }) => mark.text === 'wild');
  expect(name.encoding.y.value).toBe(0);
});

test('marks at the edges are whole: they have a layer of their own, which is not cut', () => {
  const series = [{ name: 'a', x: [0, 0.5, 0.98], y: [0, 2, NaN], mark: 'both' as const }];
  const [line, marks] = layersOf(lineChart(series, titles));
  expect([line.mark.clip, marks.mark.clip, marks.mark.type]).toEqual([true, undefined, 'point']);
  expect(rowsOf(marks)).toEqual(rowsOf(line).slice(0, 2));
});

test('has no numbers between few whole numbers', async () => {
  const { texts } = await drawn(lineChart([{ name: 'counted', x: [0, 1, 2], y: [0, 2, 3] }], titles));
  expect(texts.filter((text) => /^[\d.]+$/.test(text))).toEqual(['0', '1', '2', '0', '1', '2', '3']);
  const halves = await drawn(lineChart([{ name: 'measured', x: [0, 1], y: [0.5, 1] }], titles));
  expect(halves.texts).toContain('0.5');
});

test('leaves out what has no place, and says so', () => {
  const figure = lineChart([{ name: 'a', x: [0, 1, 2], y: [NaN, 1, 2] }], titles);
  expect(rowsOf(layersOf(figure)[0])[0]).toEqual({ x: 0, y: null });
  expect(figure.alt).toContain('no place for them: 1 of 3 points.');
  const logarithmic = lineChart([{ name: 'a', x: [0, 1, 2], y: [1, 1, 0] }], { ...titles, logarithmic: 'both' });
  expect(logarithmic.alt).toContain('2 of 3 points.');
});

test('takes a caption of the lesson', () => {
  const figure = lineChart([{ name: 'a', x: [0], y: [1] }], { ...titles, caption: 'Too small, too large.' });
  expect(figure.caption).toBe('Too small, too large.');
  expect(figure.alt).toBe('error against step size h: a. Too small, too large.');
});

test.each([
  ['one point', [{ name: 'a', x: [3], y: [3] }]],
  ['nothing finite', [{ name: 'a', x: [NaN], y: [Infinity] }]],
  ['marks without a place', [{ name: 'a', x: [0], y: [NaN], mark: 'points' as const }]],
  ['a strange name', [{ name: '<script>alert("1")</script> 🎈', x: [1, 2], y: [1, 2] }]],
])('draws %s', async (_, series) => {
  for (const logarithmic of [undefined, 'both'] as const) {
    const { bytes, width } = await drawn(lineChart(series, { ...titles, ...(logarithmic && { logarithmic }) }));
    expect(bytes).toBeGreaterThan(1000);
    expect(width).toBeLessThanOrEqual(600);
  }
});

test.each([
  [[], /requires a series, got none/],
  [[{ name: 'a', x: [], y: [] }], /got 0 x and 0 y in "a"/],
  [[{ name: 'a', x: [1, 2], y: [1] }], /got 2 x and 1 y in "a"/],
])('says what is wrong with %j', (series, message) => {
  expect(() => lineChart(series, titles)).toThrow(message);
});

test('the specification', () => {
  const series = [
    { name: 'line', x: [1, 10, 100], y: [1, 2, 3] },
    { name: 'marks', x: [1, 100], y: [3, 1], mark: 'points' as const },
  ];
  expect(lineChart(series, { ...titles, logarithmic: 'x' }).spec['vconcat']).toMatchSnapshot();
});
