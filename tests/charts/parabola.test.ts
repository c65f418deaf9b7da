import { parabola } from '../../src/charts/parabola';
import { stillPicture } from '../../src/charts/drawing/svg';
import { drawn } from './pictures';

/* eslint-disable @typescript-eslint/no-explicit-any */

const figure = parabola({ curvature: 2, minimum: 3, lowest: 0.5 }, { lambdas: [4, 0, 1], lambda: 1 });
const trace = (name: string) => figure.data.find((each) => each['name'] === name) as any;
const heightAt = ({ x, y }: { x: number[]; y: number[] }, w: number) => y[x.indexOf(w)];

test('draws data loss, penalty and their sum at the chosen λ', () => {
  expect(heightAt(trace('data loss'), 2)).toBe((2 * (2 - 3) ** 2) / 2 + 0.5);
  expect(heightAt(trace('penalty ½λw²'), 2)).toBe((1 * 2 ** 2) / 2);
  expect(heightAt(trace('data loss + penalty'), 2)).toBe(1.5 + 2);
  expect(trace('data loss').line.dash).toBe('solid');
  expect(trace('penalty ½λw²').line.dash).toBe('dash');
  expect(trace('data loss + penalty').line.width).toBeGreaterThan(trace('data loss').line.width);
});

test('marks and labels the minimum, curvature · minimum / (curvature + λ)', () => {
  expect(trace('minimum').x).toEqual([(2 * 3) / (2 + 1)]);
  expect(trace('minimum').y).toEqual([(2 * (2 - 3) ** 2) / 2 + 0.5 + (1 * 2 ** 2) / 2]);
  expect(trace('minimum').text[0]).toContain('w = 2');
  expect(trace('minimum for each λ').x).toEqual([3, 2, 1]);
});

test('the slider has a step for each λ, in order, and stands at the chosen one', () => {
  const [slider] = figure.layout['sliders'] as any[];
  expect(slider.steps.map((step: any) => step.label)).toEqual(['0', '1', '4']);
  expect(slider.active).toBe(1);
});

test('each step restyles the sum, the penalty and the minimum to its λ', () => {
  const [slider] = figure.layout['sliders'] as any[];
  const [{ x, y, text }, traces] = slider.steps[2].args;
  expect(traces.map((i: number) => figure.data[i]!['name'])).toEqual([
    ...['data loss + penalty', 'penalty ½λw²', 'minimum'],
  ]);
  expect(heightAt({ x: x[0], y: y[0] }, 1)).toBe((2 * (1 - 3) ** 2) / 2 + 0.5 + (4 * 1 ** 2) / 2);
  expect(heightAt({ x: x[1], y: y[1] }, 1)).toBe((4 * 1 ** 2) / 2);
  expect([x[2], text[2][0]]).toEqual([[1], expect.stringContaining('w = 1')]);
});

test('stands still with three λ side by side, the chosen one among them', async () => {
  const lambdas = [0, 0.1, 0.2, 0.5, 1, 2];
  const still = (await drawn(parabola({ curvature: 1, minimum: 2 }, { lambdas, lambda: 0.2 }))).texts;
  expect(still.filter((text) => text.startsWith('λ = '))).toEqual(['λ = 0', 'λ = 0.2', 'λ = 2']);
  expect(still).toEqual(expect.arrayContaining(['data loss', 'penalty ½λw²', 'minimum at w = 1.67', 'weight w']));
});

test('the headings of its panels stand on one line', async () => {
  const { svg } = await drawn(figure);
  const heights = [...svg.matchAll(/role-title"><g transform="translate\([^,]*,([^)]*)\)"/g)].map(([, y]) => y);
  expect(heights).toHaveLength(3);
  expect(new Set(heights).size).toBe(1);
});

test('the caption names the minima', () => {
  expect(figure.alt).toMatch(/smallest at w = 3\. With the penalty: w = 3 at λ = 0, w = 2 at λ = 1, w = 1 at λ = 4\.$/);
});

test('the picture is small, as wide as a figure, and has the colors of its curves', async () => {
  const { bytes, width, pixelsOf } = await drawn(figure);
  expect(bytes).toBeLessThan(35_000);
  expect(width).toBeLessThanOrEqual(600);
  for (const color of ['#6060F0', '#906030', '#767676']) expect(pixelsOf(color)).toBeGreaterThan(50);
});

test.each([
  ['one λ', { curvature: 1, minimum: 2 }, { lambdas: [0] }],
  ['a minimum at 0', { curvature: 1, minimum: 0 }, { lambdas: [0, 1] }],
  ['a negative minimum', { curvature: 1e-6, minimum: -1e6 }, { lambdas: [0, 1e-6] }],
  ['a lowest loss below 0', { curvature: 1, minimum: 1, lowest: -2 }, { lambdas: [0, 1] }],
])('draws %s', async (_, loss, options) => {
  expect(await stillPicture(parabola(loss, options))).toContain('weight w');
});

test.each([
  [{ curvature: -1, minimum: 1 }, { lambdas: [1] }, /curvature above 0/],
  [{ curvature: 1, minimum: NaN }, { lambdas: [1] }, /finite numbers/],
  [{ curvature: 1, minimum: 1 }, { lambdas: [] }, /at least one λ/],
  [{ curvature: 1, minimum: 1 }, { lambdas: [1, -1] }, /λ of 0 or more, got -1/],
])('says what is wrong with %j, %j', (loss, options, message) => {
  expect(() => parabola(loss, options)).toThrow(message);
});

test('the specification', () => {
  const { still, layout } = parabola({ curvature: 1, minimum: 1 }, { lambdas: [0, 1] });
  const { title, encoding, layer } = (still['vconcat'] as any[])[0].hconcat[1];
  expect({ title, encoding, sum: layer[0], axes: [layout['xaxis'], layout['yaxis']] }).toMatchSnapshot();
});
