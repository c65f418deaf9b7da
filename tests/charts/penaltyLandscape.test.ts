import { penalizedMinimum, quadraticLoss } from '../../src/analysis/quadratic';
import type { PlotlyFigure, VegaLiteFigure } from '../../src/charts/figure';
import { circle, contour, landscapeView, minimaPath } from '../../src/charts/panels/landscapeView';
import type { Point } from '../../src/charts/panels/landscapeView';
import { thinned, visiblePieces } from '../../src/charts/panels/lineInPixels';
import { penaltyLandscape } from '../../src/charts/penaltyLandscape';
import { placeLabels } from '../../src/charts/drawing/placeLabels';
import { drawn, rowsOf } from './pictures';

/* eslint-disable @typescript-eslint/no-explicit-any */

const loss = { hessian: [[3, 1], [1, 1]], minimum: [2, 1] }; // prettier-ignore
const view = landscapeView([[0, 0], [2, 1]], []); // prettier-ignore

/** Gradient descent on data loss + penalty. */
function descent(start: Point, lambda: number, steps: number): Point[] {
  const path: Point[] = [start];
  for (let step = 0; step < steps; step++) {
    const [x, y] = path.at(-1)!;
    const gradient = [3 * (x - 2) + (y - 1) + lambda * x, x - 2 + (y - 1) + lambda * y];
    path.push([x - 0.1 * gradient[0]!, y - 0.1 * gradient[1]!]);
  }
  return path;
}
const paths = { 'SGD + L2': descent([-1, 1], 0.5, 200), AdamW: descent([-1, 1], 0.8, 200) };
const flat = penaltyLandscape(loss, { lambdas: [0, 0.1, 0.5, 2], lambda: 0.5, paths }) as VegaLiteFigure;
const panel = (flat.spec['vconcat'] as any[])[0];

test('one scale for both weights, so that circles are round', () => {
  const [w1, w2] = [panel.encoding.x.scale.domain, panel.encoding.y.scale.domain];
  expect(panel.width / (w1[1] - w1[0])).toBeCloseTo(panel.height / (w2[1] - w2[0]), 0);
  const [x, y] = [view.toPixel([1, 0]), view.toPixel([0, 1])];
  const zero = view.toPixel([0, 0]);
  expect(x[0] - zero[0]).toBeCloseTo(zero[1] - y[1], 10);
  expect(view.toWeights(view.toPixel([0.3, -0.2]))).toEqual([expect.closeTo(0.3), expect.closeTo(-0.2)]);
});

test('the data loss is the same all along a contour, the penalty along a circle', () => {
  for (const point of contour(loss, 0.7)) expect(quadraticLoss(loss, point)).toBeCloseTo(0.7, 10);
  for (const point of circle(1.5)) expect(Math.hypot(...point)).toBeCloseTo(1.5, 10);
});

test('the minima lead from w* to 0', () => {
  const path = minimaPath(loss);
  expect(path[0]).toEqual([2, 1]);
  expect(path.at(-1)).toEqual([0, 0]);
  const norms = path.map((point) => Math.hypot(...point));
  expect(norms.every((norm, i) => i === 0 || norm <= norms[i - 1]!)).toBe(true);
});

test('the minimum for each λ has its mark, the chosen one another', () => {
  const marks = panel.layer.flatMap(rowsOf).filter(({ minimum }: any) => minimum);
  expect(marks.map(({ minimum }: any) => minimum)).toEqual(['λ = 0.1', 'λ = 2', 'λ = 0.5']);
  const [w1, w2] = penalizedMinimum(loss, 2);
  expect(marks[1].w1).toBeCloseTo(w1, 3);
  expect(marks[1].w2).toBeCloseTo(w2, 3);
});

test('at the chosen λ a contour of the data loss and a circle of the penalty touch', () => {
  const minimum = penalizedMinimum(loss, 0.5);
  const bold = panel.layer.filter(({ mark }: any) => mark.strokeWidth === 2 && mark.type === 'line');
  expect(bold.map(({ encoding }: any) => encoding.strokeDash.datum)).toEqual(['data loss', 'penalty']);
  for (const layer of bold) {
    const gaps = rowsOf(layer).filter(({ w1 }: any) => w1 !== null).map(({ w1, w2 }: any) => Math.hypot(w1 - minimum[0], w2 - minimum[1])); // prettier-ignore
    expect(Math.min(...gaps)).toBeLessThan(0.1);
  }
});

test('descent paths have the colors and the order of their networks, marks of their own, and ends', async () => {
  const texts = (await drawn(flat)).texts;
  expect(texts).toEqual(expect.arrayContaining(['SGD + L2', 'AdamW', 'start', 'w* (λ = 0)', 'λ = 0.5', 'weight w₁']));
  const ends = panel.layer.filter((layer: any) => layer.mark.filled && rowsOf(layer).length === 1);
  const last = paths['SGD + L2'].at(-1)!;
  expect(rowsOf(ends[0])[0].w1).toBeCloseTo(last[0], 3);
  expect(ends[0].encoding.color.scale.range).toEqual(['#D55E00', '#009E73']);
  expect(ends[0].encoding.shape.scale.range).toEqual(['square', 'triangle-up']);
  expect(ends[0].mark.size).toBeGreaterThan(ends[1].mark.size);
});

test('the caption says what is left of w* along both axes', () => {
  const figure = penaltyLandscape({ hessian: [[4, 0], [0, 1]], minimum: [2, 1] }, { lambdas: [1] }); // prettier-ignore
  // Along w₁, the steep one, 4 / (4 + 1); along w₂ 1 / (1 + 1).
  expect(figure.alt).toContain('smallest sum at (1.6, 0.5)');
  expect(figure.alt).toContain('50 % at curvature 1 (flattest), 80 % at 4 (steepest).');
  expect(flat.alt).toMatch(/After 200 steps: SGD \+ L2 \(.*\), AdamW \(.*\)\.$/);
});

test('the caption says the step of each end where they differ', () => {
  const of = (paths: Record<string, number[][]>) => penaltyLandscape(loss, { lambdas: [1], paths }).alt;
  expect(of({ a: [[0, 0], [1, 1]], b: [[0, 0], [1, 1], [2, 1]] })).toContain('Ends: a after 1 step (1, 1), b after 2 steps (2, 1).'); // prettier-ignore
  expect(of({ a: [[0, 0], [1, 1], [NaN, 1]] })).toContain('After 1 step: a (1, 1).'); // prettier-ignore
});

test('a path that runs away is cut at the frame, and the caption names it and what is not finite', async () => {
  const away = [[1, 1], [-2, 4], [8, -20], [1e3, 1e9], [NaN, 1]]; // prettier-ignore
  const figure = penaltyLandscape(loss, { lambdas: [0, 1], paths: { away } });
  expect(figure.alt).toContain('Leaves the picture: away. Not finite and left out: 1 of the steps.');
  expect((await drawn(figure)).bytes).toBeGreaterThan(10_000);
});

test('only what is inside the view is drawn of a line', () => {
  const window = { ...view, w1: [0, 2], w2: [0, 2] } as const;
  expect(visiblePieces([[-1, 1], [1, 1], [1, 5]], window)).toEqual([[[0, 1], [1, 1], [1, 2]]]); // prettier-ignore
  expect(visiblePieces([[-1, 1], [3, 1], [3, 0.5], [1, 0.5]], window)).toEqual([[[0, 1], [2, 1]], [[2, 0.5], [1, 0.5]]]); // prettier-ignore
  expect(visiblePieces([[-1, 3], [3, 3]], window)).toEqual([]); // prettier-ignore
});

test('a line keeps its ends and few points between them', () => {
  const line = Array.from({ length: 1001 }, (_, i): Point => [i / 1000, 0]);
  const length = view.toPixel([1, 0])[0] - view.toPixel([0, 0])[0];
  const few = thinned(line, view, 10);
  expect([few[0], few.at(-1)]).toEqual([[0, 0], [1, 0]]); // prettier-ignore
  expect(few.length).toBeGreaterThan(length / 12);
  expect(few.length).toBeLessThan(length / 10 + 2);
});

test('labels stand beside their points, off lines and off each other', () => {
  const right = Array.from({ length: 50 }, (_, i): Point => [100 + i, 100]);
  const [first] = placeLabels([{ at: [100, 100], text: 'λ = 1' }], right, [200, 200]);
  expect(first!.middle).not.toEqual([expect.any(Number), 100]);
  const same = placeLabels([{ at: [100, 100], text: 'a' }, { at: [100, 100], text: 'b' }], [], [200, 200]); // prettier-ignore
  expect(same[0]!.middle).not.toEqual(same[1]!.middle);
  expect(placeLabels([{ at: [5, 5], text: 'a long text' }], [], [20, 20])).toEqual([]);
});

test('the surface is the total loss, with the same minima and descent paths, and the flat one as its picture', () => {
  const figure = penaltyLandscape(loss, { lambdas: [0, 0.5], lambda: 0.5, paths, threeD: true }) as PlotlyFigure;
  const [surface, minima, , sgd] = figure.data as any[];
  const total = (x: number, y: number) => quadraticLoss(loss, [x, y]) + (0.5 * (x * x + y * y)) / 2;
  expect(surface.z).toHaveLength(31);
  expect(surface.z[3][20] / total(surface.x[20], surface.y[3])).toBeCloseTo(1, 2);
  expect(minima.x).toEqual([2, expect.closeTo(penalizedMinimum(loss, 0.5)[0], 3)]);
  expect([sgd.name, sgd.line.color]).toEqual(['SGD + L2', '#D55E00']);
  expect(figure.still).toMatchObject({ description: figure.alt });
  const { x, y } = (figure.layout['scene'] as any).aspectratio;
  expect(x / y).toBeCloseTo(panel.width / panel.height, 1);
  expect(JSON.stringify([figure.data, figure.layout]).length).toBeLessThan(60_000);
});

test('names stay text', async () => {
  const strange = { '<script>alert("1")</script> 🎈': paths.AdamW, ['y'.repeat(200)]: paths.AdamW };
  const figure = penaltyLandscape(loss, { lambdas: [1], paths: strange, threeD: true }) as PlotlyFigure;
  expect(figure.data.map(({ name }) => name).join()).not.toContain('<script>');
  const { width } = await drawn(figure);
  expect(width).toBeLessThanOrEqual(600);
});

test.each([
  [
    'w* at 0',
    {
      hessian: [
        [1, 0],
        [0, 1],
      ],
      minimum: [0, 0],
    },
    [0, 1],
  ],
  [
    'a long valley',
    {
      hessian: [
        [1e4, 0],
        [0, 1e-4],
      ],
      minimum: [3, 3],
    },
    [0, 1e-4, 1, 1e4],
  ],
  [
    'weights on one axis',
    {
      hessian: [
        [2, 0],
        [0, 1],
      ],
      minimum: [1e-6, 0],
    },
    [1],
  ],
])('draws %s', async (_, problem, lambdas) => {
  // prettier-ignore
  const { bytes, width } = await drawn(penaltyLandscape(problem, { lambdas }));
  expect(bytes).toBeLessThan(60_000);
  expect(width).toBeLessThanOrEqual(600);
});

test.each([
  [
    {
      hessian: [
        [1, 2],
        [0, 1],
      ],
      minimum: [1, 1],
    },
    { lambdas: [1] },
    /penaltyLandscape requires a symmetric Hessian/,
  ],
  [
    {
      hessian: [
        [1, 2],
        [2, 1],
      ],
      minimum: [1, 1],
    },
    { lambdas: [1] },
    /positive definite/,
  ],
  [loss, { lambdas: [] }, /at least one λ/],
  [loss, { lambdas: [1], paths: { a: [[1, 2, 3]] } }, /two weights for each step of a path, got \[1, 2, 3\] in "a"/],
  [loss, { lambdas: [1], paths: { a: [] } }, /a finite point in each path, got none in "a"/],
])('says what is wrong', (problem, options, message) => {
  // prettier-ignore
  expect(() => penaltyLandscape(problem, options)).toThrow(message);
});

test('the picture is small and has the colors of its descent paths', async () => {
  const { bytes, pixelsOf, width } = await drawn(flat);
  expect(bytes).toBeLessThan(60_000);
  expect(width).toBeLessThanOrEqual(600);
  for (const color of ['#D55E00', '#009E73', '#767676']) expect(pixelsOf(color)).toBeGreaterThan(50);
  expect(JSON.stringify(flat.spec).length).toBeLessThan(60_000);
});

test('the specification', () => {
  const { spec } = penaltyLandscape(loss, { lambdas: [0, 1], paths: { SGD: [[0, 0], [1, 1]] } }) as VegaLiteFigure; // prettier-ignore
  const [{ layer, ...rest }] = spec['vconcat'] as any[];
  expect({ ...rest, end: layer.at(-6), labels: layer.at(-1) }).toMatchSnapshot();
});
