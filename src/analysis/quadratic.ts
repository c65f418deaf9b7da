/** The data loss of one weight w: ½ · curvature · (w − minimum)² + lowest. */
export interface OneWeightLoss {
  /** The second derivative, above 0. */
  readonly curvature: number;
  /** The weight at which the data loss is smallest. */
  readonly minimum: number;
  /** The data loss there. Default 0. */
  readonly lowest?: number;
}

/** The data loss of two weights w: ½ (w − w*)ᵀ H (w − w*). */
export interface TwoWeightLoss {
  /** H, two rows of two: symmetric, and positive definite, so that there is one minimum. */
  readonly hessian: readonly (readonly number[])[];
  /** w*, the two weights at which the data loss is smallest. */
  readonly minimum: readonly number[];
}

/** One of the two directions in which the data loss is a parabola of its own. */
export interface PrincipalAxis {
  /** An eigenvalue of H. */
  readonly curvature: number;
  /** Its eigenvector, of length 1. */
  readonly direction: readonly [number, number];
}

/**
 * The weight at which data loss + ½λw² is smallest: where curvature · (w − minimum) + λw = 0.
 *
 * @param lambda λ, 0 or more.
 * @throws if the curvature is not above 0 or λ is below 0.
 * @example
 * penalizedWeight({ curvature: 3, minimum: 2 }, 1); // => 1.5
 */
export function penalizedWeight(loss: OneWeightLoss, lambda: number): number {
  requireOneWeight('penalizedWeight', loss);
  requireLambda('penalizedWeight', lambda);
  return (loss.curvature * loss.minimum) / (loss.curvature + lambda);
}

/**
 * The two weights at which data loss + ½λ(w₁² + w₂²) is smallest: (H + λI)⁻¹ H w*.
 *
 * @param lambda λ, 0 or more.
 * @throws if H is not symmetric and positive definite, or λ is below 0.
 * @example
 * penalizedMinimum({ hessian: [[1, 0], [0, 3]], minimum: [2, 2] }, 1); // => [ 1, 1.5 ]
 */
export function penalizedMinimum(loss: TwoWeightLoss, lambda: number): [number, number] {
  const { a, b, c, w1, w2 } = requireTwoWeights('penalizedMinimum', loss);
  requireLambda('penalizedMinimum', lambda);
  // Cramer's rule.
  const [right1, right2] = [a * w1 + b * w2, b * w1 + c * w2];
  const determinant = (a + lambda) * (c + lambda) - b * b;
  return [((c + lambda) * right1 - b * right2) / determinant, ((a + lambda) * right2 - b * right1) / determinant];
}

/**
 * The data loss at two weights, without the penalty.
 *
 * @throws if H is not symmetric and positive definite.
 * @example
 * quadraticLoss({ hessian: [[1, 0], [0, 3]], minimum: [2, 2] }, [1, 0]); // => 6.5
 */
export function quadraticLoss(loss: TwoWeightLoss, weights: readonly number[]): number {
  const { a, b, c, w1, w2 } = requireTwoWeights('quadraticLoss', loss);
  const [x, y] = [weights[0]! - w1, weights[1]! - w2];
  return (a * x * x + 2 * b * x * y + c * y * y) / 2;
}

/**
 * The steepest direction of the data loss and the flattest one. Along each of them the penalty shrinks the minimum by
 * its own factor, curvature / (curvature + λ): what is flat shrinks first.
 *
 * @throws if H is not symmetric and positive definite.
 * @example
 * principalAxes({ hessian: [[2, 0], [0, 1]], minimum: [1, 1] }).map(({ curvature }) => curvature); // => [ 2, 1 ]
 */
export function principalAxes(loss: TwoWeightLoss): [PrincipalAxis, PrincipalAxis] {
  const { a, b, c } = requireTwoWeights('principalAxes', loss);
  const angle = Math.atan2(2 * b, a - c) / 2;
  const steepest = (a + c) / 2 + Math.hypot((a - c) / 2, b);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [
    { curvature: steepest, direction: [cos, sin] },
    // The product of both is the determinant; a difference would lose the digits of a small one.
    { curvature: (a * c - b * b) / steepest, direction: [-sin, cos] },
  ];
}

/** How long `geometricDecay` goes on, and how fast. */
export interface GeometricDecayOptions {
  /** η. */
  readonly learningRate: number;
  /** λ. */
  readonly lambda: number;
  /** How many updates. */
  readonly steps: number;
}

/**
 * A weight at which only the penalty pulls, under gradient descent: w₀ (1 − ηλ)ᵗ for t = 0, 1, …, steps.
 *
 * @throws if steps is not a whole number from 0.
 * @example
 * geometricDecay(8, { learningRate: 0.5, lambda: 1, steps: 3 }); // => [ 8, 4, 2, 1 ]
 */
export function geometricDecay(start: number, { learningRate, lambda, steps }: GeometricDecayOptions): number[] {
  if (!(Number.isInteger(steps) && steps >= 0)) {
    throw new Error(`geometricDecay requires a whole number of steps, got ${steps}.`);
  }
  return Array.from({ length: steps + 1 }, (_, step) => start * (1 - learningRate * lambda) ** step);
}

/** @throws if the parabola has no minimum. */
export function requireOneWeight(where: string, { curvature, minimum, lowest = 0 }: OneWeightLoss): void {
  if (!(curvature > 0 && [curvature, minimum, lowest].every(Number.isFinite))) {
    throw new Error(
      `${where} requires a curvature above 0 and finite numbers, got curvature ${curvature}, minimum ${minimum}, ` +
        `lowest ${lowest}; without curvature the data loss has no minimum.`,
    );
  }
}

/** Of λ. @throws if it is negative or no number. */
export function requireLambda(where: string, lambda: number): void {
  if (!(lambda >= 0 && Number.isFinite(lambda))) {
    throw new Error(`${where} requires a λ of 0 or more, got ${lambda}; a negative penalty rewards large weights.`);
  }
}

/** H as [[a, b], [b, c]] and w*. @throws if there is no single minimum. */
export function requireTwoWeights(where: string, { hessian, minimum }: TwoWeightLoss) {
  // Called for every point of a surface, so the message is made only where it is needed.
  const got = () => `[${hessian.map((row) => `[${row.join(', ')}]`).join(', ')}]`;
  if (hessian.length !== 2 || hessian.some((row) => row.length !== 2) || minimum.length !== 2) {
    throw new Error(
      `${where} requires two weights: a Hessian [[a, b], [b, c]] and a minimum [w1, w2], got the Hessian ${got()} and ` +
        `the minimum [${minimum.join(', ')}].`,
    );
  }
  const [[a, b], [below, c]] = hessian as [[number, number], [number, number]];
  const [w1, w2] = minimum as [number, number];
  // Sums in another order differ in the last digits.
  if (!(Math.abs(b - below) <= 1e-9 * Math.max(Math.abs(b), Math.abs(below)))) {
    throw new Error(
      `${where} requires a symmetric Hessian, got ${got()}; give the average of ${b} and ${below} twice.`,
    );
  }
  if (![a, b, c, w1, w2].every(Number.isFinite) || !(a > 0 && a * c - b * b > 0)) {
    throw new Error(
      `${where} requires finite numbers and a positive definite Hessian (a > 0 and ac > b²), got ${got()} and the ` +
        `minimum [${minimum.join(', ')}]; otherwise the data loss has no single minimum.`,
    );
  }
  return { a, b, c, w1, w2 };
}
