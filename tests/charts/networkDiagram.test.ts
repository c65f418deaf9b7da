import { networkDiagram } from '../../src/charts/networkDiagram';
import { ACCENTS, INK } from '../../src/charts/style';
import type { LayerSummary } from '../../src/model/summary';
import { drawn, panelsOf } from './pictures';

const layer = (name: string, outputShape: number[], parameters: number): LayerSummary => ({
  ...{ name, kind: name.split(' ')[0]!, outputShape, parameters, flops: 0, activationBytes: 0 },
});

/** The article's. */
const article = [
  layer('Conv2D 1', [30, 30, 128], 3584),
  layer('Conv2D 2', [28, 28, 128], 147584),
  layer('Conv2D 3', [26, 26, 128], 147584),
  layer('Flatten 1', [86528], 0),
  layer('Dense 1', [1024], 88605696),
  layer('Dense 2', [10], 10250),
];

interface Area {
  name: string;
  areaTop: number;
  areaBottom: number;
}

const rgba = (color: string) => [...[1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16)), 255];

const areas = (layers: readonly LayerSummary[]): Area[] => panelsOf(networkDiagram(layers))[0].data.values;

test('areas are in proportion to parameters, in order, and none is too thin to be seen', () => {
  const layers = [layer('Dense 1', [10], 200), layer('Flatten 1', [10], 0), layer('Dense 2', [9], 600), layer('Dense 3', [9], 1)]; // prettier-ignore
  const [first, none, second, last] = areas(layers);
  const height = ({ areaTop, areaBottom }: Area) => areaBottom - areaTop;
  expect(height(none!)).toBe(0);
  expect(height(last!)).toBeGreaterThanOrEqual(1.5);
  expect((height(second!) - 1.5) / (height(first!) - 1.5)).toBeCloseTo(600 / 200, 1);
  expect(second!.areaTop - first!.areaBottom).toBeCloseTo(2);
  expect(last!.areaTop - second!.areaBottom).toBeCloseTo(2);
});

test('a layer with nearly everything fills nearly everything', () => {
  const rows = areas(article);
  const dense = rows[4]!;
  expect((dense.areaBottom - dense.areaTop) / (rows[5]!.areaBottom - rows[0]!.areaTop)).toBeGreaterThan(0.93);
});

test('the caption and the alternative text', () => {
  expect(networkDiagram(article, { penalties: ['Dense 1'] }).alt).toBe(
    'The 6 layers of a network in order, with areas in proportion to their parameters: Conv2D 1 (30 × 30 × 128), ' +
      'Conv2D 2 (28 × 28 × 128), Conv2D 3 (26 × 26 × 128), Flatten 1 (86,528), Dense 1 (1,024), Dense 2 (10). ' +
      '88,914,698 parameters in all; 99.65 % of them in Dense 1. Penalty on the weights of Dense 1.',
  );
});

test('the picture names each layer with its shape and its parameters', async () => {
  const figure = networkDiagram(article, { penalties: ['Dense 1'] });
  const { texts, width, height, bytes, specBytes, at } = await drawn(figure);
  expect(texts).toEqual(
    expect.arrayContaining(['Conv2D 1', '30 × 30 × 128', '3,584', '0.004 %', 'Dense 1, with penalty', '88,605,696']),
  );
  expect(texts).toContain('Dense 1: 99.65 %');
  expect(width).toBeLessThanOrEqual(600);
  expect(bytes).toBeLessThan(35_000);
  expect(specBytes).toBeLessThan(10_000);
  // Down through the areas, left of their labels and below their heading.
  const down = Array.from({ length: height - 40 }, (_, y) => at(410, y + 40));
  const countOf = (color: string) =>
    down.filter((pixel) => rgba(color).every((value, i) => Math.abs(value - pixel[i]!) <= 2)).length;
  expect(countOf(ACCENTS[1])).toBeGreaterThan(10 * countOf(INK));
  expect(countOf(INK)).toBeGreaterThan(0);
  expect(panelsOf(figure)[0].data).toMatchSnapshot();
});

test.each([
  ['one layer', [layer('Dense 1', [10], 110)], /110 parameters in all; 100 % of them in Dense 1/],
  ['no parameters', [layer('Flatten 1', [12], 0)], /No layer has parameters/],
  ['16 layers', Array.from({ length: 16 }, (_, i) => layer(`Dense ${i + 1}`, [4], 20)), /320 parameters/],
  ['a name that is no name', [layer(`<script>"😀${'long '.repeat(40)}`, [4], 20)], /20 parameters/],
])('draws %s', async (_, layers, caption) => {
  const figure = networkDiagram(layers);
  expect(figure.alt).toMatch(caption);
  const { svg, width, bytes } = await drawn(figure);
  expect(svg).not.toMatch(/NaN|undefined|<script/);
  expect(width).toBeLessThanOrEqual(600);
  expect(bytes).toBeLessThan(60_000);
});

test('asks for layers, and penalties on some of them', () => {
  expect(() => networkDiagram([])).toThrow(/1 to 16 layers, got 0/);
  expect(() => networkDiagram(Array.from({ length: 17 }, () => article[0]!))).toThrow(/got 17/);
  expect(() => networkDiagram(article, { penalties: ['Dense 3'] })).toThrow(/Dense 2, got "Dense 3"/);
});
