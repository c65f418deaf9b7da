import {
  geometricDecay,
  penalizedMinimum,
  penalizedWeight,
  principalAxes,
  quadraticLoss,
} from '../../src/analysis/quadratic';

const problem = {
  hessian: [
    [3, 1],
    [1, 2],
  ],
  minimum: [2, -1],
};

test('one weight: the gradients of data loss and penalty cancel', () => {
  const w = penalizedWeight({ curvature: 4, minimum: 3 }, 2);
  expect(w).toBe((4 * 3) / (4 + 2));
  expect(4 * (w - 3) + 2 * w).toBe(0);
  expect(penalizedWeight({ curvature: 4, minimum: 3 }, 0)).toBe(3);
});

test('two weights: the gradients cancel, from the minimum of the data loss down to 0', () => {
  for (const lambda of [0, 0.1, 1, 100]) {
    const [x, y] = penalizedMinimum(problem, lambda);
    expect(3 * (x - 2) + 1 * (y + 1) + lambda * x).toBeCloseTo(0, 12);
    expect(1 * (x - 2) + 2 * (y + 1) + lambda * y).toBeCloseTo(0, 12);
  }
  expect(penalizedMinimum(problem, 0)).toEqual([2, -1]);
  expect(Math.hypot(...penalizedMinimum(problem, 1e6))).toBeLessThan(1e-5);
});

test('the data loss is ½ (w − w*)ᵀ H (w − w*)', () => {
  expect(quadraticLoss(problem, [3, 1])).toBe((3 * 1 * 1 + 2 * 1 * 1 * 2 + 2 * 2 * 2) / 2);
  expect(quadraticLoss(problem, [2, -1])).toBe(0);
});

test('along each axis H is a number, and the minimum shrinks by curvature / (curvature + λ)', () => {
  const axes = principalAxes(problem);
  const shrunk = penalizedMinimum(problem, 0.7);
  for (const {
    curvature,
    direction: [x, y],
  } of axes) {
    // prettier-ignore
    expect(3 * x + y).toBeCloseTo(curvature * x, 12);
    expect(x + 2 * y).toBeCloseTo(curvature * y, 12);
    const along = ([w1, w2]: readonly number[]) => w1! * x + w2! * y;
    expect(along(shrunk)).toBeCloseTo((along(problem.minimum) * curvature) / (curvature + 0.7), 12);
  }
  expect(axes[0].curvature).toBeCloseTo((5 + Math.sqrt(5)) / 2, 12);
  expect(axes[0].curvature * axes[1].curvature).toBeCloseTo(3 * 2 - 1, 12);
});

test('a small curvature keeps its digits', () => {
  const [, flat] = principalAxes({ hessian: [[1e8, 0], [0, 1e-8]], minimum: [1, 1] }); // prettier-ignore
  expect(flat.curvature).toBeCloseTo(1e-8, 20);
});

test('decay is geometric, and explodes where ηλ is above 2', () => {
  expect(geometricDecay(1, { learningRate: 0.1, lambda: 1, steps: 2 })).toEqual([1, 0.9, 0.9 * 0.9]);
  expect(geometricDecay(1, { learningRate: 1, lambda: 3, steps: 3 })).toEqual([1, -2, 4, -8]);
  expect(() => geometricDecay(1, { learningRate: 1, lambda: 3, steps: 1.5 })).toThrow(/whole number of steps, got 1.5/);
});

test.each([
  [
    'not symmetric',
    [
      [1, 2],
      [0, 1],
    ],
    [1, 1],
    /symmetric Hessian, got \[\[1, 2\], \[0, 1\]\]/,
  ],
  [
    'a saddle',
    [
      [1, 2],
      [2, 1],
    ],
    [1, 1],
    /positive definite/,
  ],
  [
    'a valley without end',
    [
      [1, 1],
      [1, 1],
    ],
    [1, 1],
    /no single minimum/,
  ],
  [
    'upside down',
    [
      [-1, 0],
      [0, -1],
    ],
    [1, 1],
    /positive definite/,
  ],
  [
    'not a number',
    [
      [1, 0],
      [0, NaN],
    ],
    [1, 1],
    /finite numbers/,
  ],
  [
    'three weights',
    [
      [1, 0, 0],
      [0, 1, 0],
    ],
    [1, 1],
    /requires two weights/,
  ],
  [
    'one weight',
    [
      [1, 0],
      [0, 1],
    ],
    [1],
    /the minimum \[1\]/,
  ],
])('a Hessian that is %s gets a clear error', (_, hessian, minimum, message) => {
  // prettier-ignore
  expect(() => penalizedMinimum({ hessian, minimum }, 1)).toThrow(message);
});

test('a negative λ and a parabola without minimum get a clear error', () => {
  expect(() => penalizedMinimum(problem, -1)).toThrow(/λ of 0 or more, got -1/);
  expect(() => penalizedWeight({ curvature: 1, minimum: 1 }, NaN)).toThrow(/got NaN/);
  expect(() => penalizedWeight({ curvature: 0, minimum: 1 }, 1)).toThrow(/curvature above 0/);
});
