import type { UnitNorms } from '../../src/analysis/unitNorms';
import { NETWORK_COLORS } from '../../src/charts/style';
import { unitChart } from '../../src/charts/unitChart';
import { drawn, panelsOf, rowsOf } from './pictures';

const row = (network: string, incoming: number[], outgoing: number[] | null, dead?: number[]): UnitNorms => ({
  ...{ network, layer: 'Dense 1', incoming, outgoing },
  ...(dead && { dead }),
});

const small = row('baseline', [1, 3, 2], [0.5, 0.25, 4], [1]);

/** The points of a panel, `rank norm unit mark`. */
const points = (panel: { data: { values: string } }) =>
  rowsOf(panel).map(({ rank, norm, unit, mark }) => `${rank} ${norm} ${unit} ${mark}`);

/** A layer as wide as the article's, of which the penalty has emptied three quarters. */
const wide = (network: string, dead: number) =>
  row(
    network,
    Array.from({ length: 1024 }, (_, i) => 1 + Math.sin(i * 78.233) / 2),
    Array.from({ length: 1024 }, (_, i) => 0.5 + Math.cos(i * 12.9898) / 4),
    Array.from({ length: dead }, (_, i) => i),
  );

test('sorts the units by each norm of its own', () => {
  const [{ hconcat }] = panelsOf(unitChart([small]));
  expect(hconcat.map(({ title }: { title: { text: string } }) => title.text)).toEqual([
    ...['incoming weights', 'outgoing weights'],
  ]);
  expect(points(hconcat[0])).toEqual(['0.5 3 1 dead', '1.5 2 2 shape', '2.5 1 0 shape']);
  expect(points(hconcat[1])).toEqual(['0.5 4 2 shape', '1.5 0.5 0 shape', '2.5 0.25 1 dead']);
  expect(hconcat[0].encoding.x.scale.domain).toEqual([0, 3]);
  expect(hconcat[0]).toMatchSnapshot();
});

test('the caption: median and largest norms, and how many units are dead', () => {
  expect(unitChart([small, row('L2', [0, 0, 6e-5, 1e-7], [0, 0, 1, 0])]).alt).toBe(
    'Norms of the weights of each unit of Dense 1 in baseline and L2, sorted from the largest. ' +
      'baseline: median norm 2 in, 0.5 out; largest 3 in, 4 out; 1 of 3 dead. ' +
      'L2: median norm 5 × 10⁻⁸ in, 0 out; largest 6 × 10⁻⁵ in, 1 out; 4 units. ' +
      '×: a dead unit, 0 on every image.',
  );
});

test('layers of different width share an axis in percent', () => {
  const [{ hconcat }] = panelsOf(unitChart([small, row('L2', [1, 2], [1, 2])]));
  expect(points(hconcat[0]).map((point) => point.split(' ')[0])).toEqual([
    ...['0.16667', '0.5', '0.83333'], // the middles of three thirds
    ...['0.25', '0.75'],
  ]);
  expect(hconcat[0].encoding.x.scale.domain).toEqual([0, 1]);
});

test('1,024 units of two networks are a small figure with lines, shapes and crosses', async () => {
  const figure = unitChart([wide('baseline', 12), wide('L2', 768)]);
  const { svg, texts, width, bytes, specBytes, pixelsOf } = await drawn(figure);
  expect(width).toBeLessThanOrEqual(600);
  expect(bytes).toBeLessThan(60_000);
  expect(specBytes).toBeLessThan(40_000);
  expect(Math.min(...NETWORK_COLORS.slice(0, 2).map(pixelsOf))).toBeGreaterThan(300);
  expect(texts).toEqual(expect.arrayContaining(['baseline', 'L2', 'norm of the weights, √Σw²', '1,024']));
  // A line from the first unit to the last, and in each panel a cross for every dead unit up to 40.
  expect(svg.match(/<path d="M[^"]*L[^"]*" stroke="#0072B2" stroke-width="2"/g)).toHaveLength(2);
  const crosses = panelsOf(figure)[0].hconcat.map((panel: { data: { values: string } }) =>
    ['baseline', 'L2'].map(
      (name) => rowsOf(panel).filter(({ network, mark }) => network === name && mark === 'dead').length,
    ),
  );
  expect(crosses).toEqual([[12, 39], [12, 39]]); // prettier-ignore
  expect(figure.alt).toContain('up to 40 of a network have one');
});

test('the last layer has one panel', () => {
  expect(panelsOf(unitChart([row('L2', [1, 2], null)]))[0].hconcat).toHaveLength(1);
});

test('norms that are not finite are left out and counted', async () => {
  const figure = unitChart([row('lost', [NaN, 2, Infinity], [NaN, NaN, NaN])]);
  expect(figure.alt).toContain('median norm 2 in, none out; largest 2 in, none out; 3 units. 5 norms are not finite');
  const [{ hconcat }] = panelsOf(figure);
  expect(points(hconcat[0])).toEqual(['0.5 2 1 shape']);
  expect((await drawn(figure)).svg).not.toContain('NaN');
});

test.each([
  ['one unit', [row('a', [1], [2], [0])]],
  ['zeros', [row('a', [0, 0], [0, 0], [0, 1])]],
  ['six networks', ['baseline', 'b', 'c', 'd', 'e', 'f'].map((name, i) => row(name, [i, 2, 3], [1, i, 1]))],
  ['a name that is no name', [row(`<script>"😀${'long '.repeat(40)}`, [1, 2], [1, 2])]],
])('draws %s', async (_, norms) => {
  const { svg, width } = await drawn(unitChart(norms));
  expect(svg).not.toMatch(/NaN|undefined|<script/);
  expect(width).toBeLessThanOrEqual(600);
});

test('long names that begin alike stay two lines', () => {
  const [a, b] = ['a', 'b'].map((end) => row(`${'long '.repeat(20)}${end}`, [1, 2], [1, 2]));
  const [{ hconcat }] = panelsOf(unitChart([a!, b!]));
  expect(new Set(rowsOf(hconcat[0]).map(({ network }) => network)).size).toBe(2);
});

test('asks for one layer and a name for each network', () => {
  expect(() => unitChart([])).toThrow(/at least one unit/);
  expect(() => unitChart([row('a', [], [])])).toThrow(/at least one unit/);
  expect(() => unitChart([small, { ...small, network: 'L2', layer: 'Dense 2' }])).toThrow(/Dense 2 of L2/);
  expect(() => unitChart([small, small])).toThrow(/a row for each network/);
});
