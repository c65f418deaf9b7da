import * as tf from '@tensorflow/tfjs';

export interface GradientCheck {
  /** Largest relative error over all elements. */
  readonly maxRelativeError: number;
  /** By automatic differentiation. */
  readonly analytic: Float32Array;
  /** (f(x + h) − f(x − h)) / 2h, element by element. */
  readonly numeric: Float32Array;
}

/**
 * Compares a gradient with centred differences. The relative error is |a − n| / max(|a|, |n|), as in the notes of
 * Stanford's course CS231n, and 0 where both are 0.
 *
 * @param f from a tensor of any shape to a scalar.
 * @param h step; float32 has about 7 digits, so 1e-2 is a good step for values near 1, and errors of 1e-3 are normal.
 * @throws if h is not above 0.
 */
export function gradientCheck(f: (x: tf.Tensor) => tf.Scalar, x: tf.Tensor, h = 1e-2): GradientCheck {
  if (!(h > 0)) throw new Error(`gradientCheck requires a step h above 0, got ${h}.`);
  const analytic = tf.tidy(() => tf.grad(f)(x).dataSync() as Float32Array);
  const values = x.dataSync() as Float32Array;
  const at = (i: number, value: number) =>
    tf.tidy(() => f(tf.tensor(Float32Array.from(values).fill(value, i, i + 1), x.shape)).dataSync()[0]!);
  const numeric = values.map((value, i) => {
    // The step as float32 really takes it, not as it was meant.
    const [above, below] = [Math.fround(value + h), Math.fround(value - h)];
    return (at(i, above) - at(i, below)) / (above - below);
  });
  const errors = Array.from(analytic, (a, i) => {
    const larger = Math.max(Math.abs(a), Math.abs(numeric[i]!));
    return larger === 0 ? 0 : Math.abs(a - numeric[i]!) / larger;
  });
  return { maxRelativeError: errors.reduce((a, b) => Math.max(a, b), 0), analytic, numeric };
}
