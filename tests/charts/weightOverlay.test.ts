import { NETWORK_COLORS } from '../../src/charts/style';
import { stillPicture } from '../../src/charts/drawing/svg';
import { weightOverlay } from '../../src/charts/weightOverlay';
import { displayOf } from '../../src/notebook/show';
import { decadesOf, rowOf } from './magnitudeRows';
import { hasColor, texts } from './pictures';

const rows = ['Conv2D 1', 'Dense 1'].flatMap((layer) => [
  rowOf('baseline', layer, [1, 2, 7]),
  rowOf('L2', layer, [8, 1, 1]),
]);
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const layoutOf = (figure: ReturnType<typeof weightOverlay>) => figure.layout as any;

test('the Plotly figure shows one layer and offers the others', async () => {
  const figure = weightOverlay(rows, { layer: 'Dense 1' });
  expect(figure.data.map(({ name, visible, y }) => ({ name, visible, y }))).toEqual([
    { name: 'baseline', visible: false, y: [0.1, 0.2, 0.7, 0] },
    { name: 'L2', visible: false, y: [0.8, 0.1, 0.1, 0] },
    { name: 'baseline', visible: true, y: [0.1, 0.2, 0.7, 0] },
    { name: 'L2', visible: true, y: [0.8, 0.1, 0.1, 0] },
  ]);
  // The still picture shows the same layer alone.
  const still = texts((await stillPicture(figure))!);
  expect(still).toEqual(expect.arrayContaining(['Dense 1', 'baseline', 'L2']));
  expect(still).not.toContain('Conv2D 1');
  expect(() => weightOverlay(rows, { layer: 'Dense 7' })).toThrow(/one of the layers Conv2D 1, Dense 1, got "Dense 7"/);
});

test('the list has an entry for each layer, which shows its traces and no others', () => {
  const [{ buttons, active }] = layoutOf(weightOverlay(rows, { layer: 'Dense 1' })).updatemenus;
  expect(active).toBe(1);
  expect(buttons).toEqual([
    { label: 'Conv2D 1', method: 'restyle', args: [{ visible: [true, true, false, false] }] },
    { label: 'Dense 1', method: 'restyle', args: [{ visible: [false, false, true, true] }] },
  ]);
});

test('the first layer is shown where none is asked for', () => {
  const { data, caption } = weightOverlay(rows);
  expect(data.map(({ visible }) => visible)).toEqual([true, true, false, false]);
  expect(caption).toBe('Conv2D 1 of baseline: median 0.0321, largest 0.9. Conv2D 1 of L2: median 0.0321, largest 0.9.');
});

test('outlines are steps at the bin edges, back to 0 after a gap and at the end', () => {
  const [trace] = weightOverlay([rowOf('baseline', 'Dense 1', [4, 0, 6])]).data;
  // log₁₀ of 0.001 is −3, and each bin is a power of ten.
  expect(trace).toMatchObject({ x: [-3, -2, -1, 0], y: [0.4, 0, 0.6, 0], line: { shape: 'hv' } });
  expect(trace!['customdata']).toEqual(['from 0.001', '', 'from 0.1', '']);
});

test('weights below the first bin stand apart, and say so', () => {
  const figure = weightOverlay([decadesOf('baseline', 'Dense 1', { below: 1200 })]);
  const [trace] = figure.data as unknown as { x: number[]; y: number[]; customdata: string[] }[];
  expect([trace!.x[0], trace!.x[1]]).toEqual([-7.95, -7.35]);
  expect([trace!.y[0], trace!.y[1]]).toEqual([1200 / (12 * 100 + 1200), 0]);
  expect(trace!.customdata[0]).toBe('below 10⁻⁷, 0 included');
  const { tickvals, ticktext, range } = layoutOf(figure).xaxis;
  expect([tickvals[0], ticktext[0]]).toEqual([-7.65, '<10⁻⁷']);
  expect(range).toEqual([-8.1, 0]);
});

test('networks differ in color and in line, and keep the colors of the lesson', async () => {
  const lines = (networks?: string[]) =>
    weightOverlay(rows, networks && { networks }).data.slice(0, 2).map(({ line }) => line as { color: string; dash: string }); // prettier-ignore
  const [blue, vermilion, green] = NETWORK_COLORS;
  expect(lines().map(({ color }) => color)).toEqual([blue, vermilion]);
  expect(lines(['baseline', 'L1', 'L2']).map(({ color }) => color)).toEqual([blue, green]);
  expect(new Set(lines().map(({ dash }) => dash)).size).toBe(2);
  const { data } = await displayOf(weightOverlay(rows, { networks: ['baseline', 'L1', 'L2'] }));
  const png = Buffer.from(data['image/png'] as string, 'base64');
  expect([blue, vermilion, green].map((color) => hasColor(png, color))).toEqual([true, false, true]);
});

test('all weights 0 are drawn', () => {
  const zeros = { ...{ binEdges: [1e-7, 1.3e-7], below: 10, mean: 0, median: 0, max: 0 } };
  const [trace] = weightOverlay([rowOf('baseline', 'Dense 1', [0], zeros)]).data;
  expect(trace).toMatchObject({ y: [1, 0] });
});

test('asks for rows', () => {
  expect(() => weightOverlay([])).toThrow('weightOverlay requires the rows of weightMagnitudes, got none.');
});

test('asks for as many networks as the still picture has room for', () => {
  const five = ['baseline', 'a', 'b', 'c', 'd'].map((name) => rowOf(name, 'Dense 1', [1, 2, 7]));
  expect(() => weightOverlay(five)).toThrow('weightOverlay draws up to 4 networks beside each other, got 5');
});

test('names stay text', () => {
  const figure = weightOverlay([rowOf('<b>"x"</b>', 'Dense<br>1', [1, 2, 7])]);
  expect(figure.data[0]!['name']).toBe('&lt;b&gt;"x"&lt;/b&gt;');
  expect(layoutOf(figure).updatemenus[0].buttons[0].label).toBe('Dense&lt;br&gt;1');
});

test('the figure as a whole', () => {
  const { data, layout, caption } = weightOverlay(rows.slice(0, 2));
  expect({ data, layout, caption }).toMatchSnapshot();
});
