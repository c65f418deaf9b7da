import * as tf from '@tensorflow/tfjs';

/** A gradient, computed in two ways. */
export interface GradientCheck {
  /** Largest relative error over all elements. */
  readonly maxRelativeError: number;
  /** By automatic differentiation; one number for each element of x. */
  readonly analytic: Float32Array;
  /** (f(x + h) − f(x − h)) / 2h, element by element. */
  readonly numeric: Float32Array;
}

/** How `gradientCheck` differentiates. */
export interface GradientCheckOptions {
  /**
   * h of the centered differences. Default 0.01: float32 has about 7 digits, so that is a good step for values near 1,
   * and errors of 0.001 are normal.
   */
  readonly step?: number;
}

/** So many elements share one read, which on a GPU takes far longer than an evaluation. */
const ELEMENTS_PER_READ = 64;

/**
 * Compares a gradient with centered differences. The relative error is |a − n| / max(|a|, |n|), as in the notes of
 * Stanford's course CS231n, and 0 where both are 0. Evaluates f twice for each element of x.
 *
 * @param f from a tensor of any shape to a scalar.
 * @param x float32, where to differentiate; it stays the caller's.
 * @throws if step is not above 0, or f returns more than one number.
 * @example
 * await gradientCheck((w) => tf.sum(tf.square(w)), tf.tensor1d([1, 2]), { step: 0.5 }); // => { maxRelativeError: 0, analytic: Float32Array(2) [ 2, 4 ], numeric: Float32Array(2) [ 2, 4 ] }
 */
export async function gradientCheck(
  f: (x: tf.Tensor) => tf.Scalar,
  x: tf.Tensor,
  { step = 0.01 }: GradientCheckOptions = {},
): Promise<GradientCheck> {
  if (!(step > 0)) throw new Error(`gradientCheck requires a step above 0, got ${step}.`);
  const analytic = await readOnce(() => tf.grad(f)(x));
  const values = Float32Array.from(await x.data());
  const numeric = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += ELEMENTS_PER_READ) {
    // The steps as float32 really takes them, not as they were meant.
    const points = Array.from(values.subarray(start, start + ELEMENTS_PER_READ), (value, i) => ({
      element: start + i,
      above: Math.fround(value + step),
      below: Math.fround(value - step),
    }));
    const at = (element: number, value: number) =>
      tf.tidy(() => requireScalar(f(tf.tensor(values.slice().fill(value, element, element + 1), x.shape))));
    const results = await readOnce(() =>
      tf.stack(points.flatMap(({ element, above, below }) => [at(element, above), at(element, below)])),
    );
    points.forEach(({ element, above, below }, i) => {
      numeric[element] = (results[2 * i]! - results[2 * i + 1]!) / (above - below);
    });
  }
  return { maxRelativeError: maxRelativeError(analytic, numeric), analytic, numeric };
}

/** The numbers of a tensor that nobody else needs. No tidy reaches across an await, so it is freed by hand. */
async function readOnce(make: () => tf.Tensor): Promise<Float32Array> {
  const tensor = tf.tidy(make);
  try {
    return (await tensor.data()) as Float32Array;
  } finally {
    tensor.dispose();
  }
}

function requireScalar(result: tf.Tensor): tf.Scalar {
  if (result.size === 1) return result.asScalar();
  throw new Error(
    `gradientCheck requires a function that returns a scalar, got shape [${result.shape}]; add tf.sum or tf.mean.`,
  );
}

function maxRelativeError(analytic: Float32Array, numeric: Float32Array): number {
  return analytic.reduce((worst, a, i) => {
    const larger = Math.max(Math.abs(a), Math.abs(numeric[i]!));
    return larger === 0 ? worst : Math.max(worst, Math.abs(a - numeric[i]!) / larger);
  }, 0);
}
