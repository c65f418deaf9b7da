import type { TwoWeightLoss } from '../analysis/quadratic';

/** The problem of two weights in the gallery: one direction ten times as steep as the other. */
export const GALLERY_PROBLEM: TwoWeightLoss = {
  hessian: [
    [4, 1.5],
    [1.5, 1.2],
  ],
  minimum: [2, 1],
};

/** The penalty's λ, and where every way down starts. */
const LAMBDA = 0.8;
const START = [-0.6, 2.2] as const;

type Step = (gradient: readonly number[], weights: readonly number[]) => readonly number[];

/** Ways down with the penalty in the loss, by their optimizer. */
export function galleryDescents(): Record<string, (readonly number[])[]> {
  return { 'SGD + L2': descend(60, sgd(0.06)), 'Adam + L2': descend(60, adam(0.12)) };
}

function descend(steps: number, step: Step): (readonly number[])[] {
  const { hessian, minimum } = GALLERY_PROBLEM;
  const weights: (readonly number[])[] = [START];
  for (let i = 0; i < steps; i++) {
    const at = weights.at(-1)!;
    const gradient = hessian.map(
      (row, j) => row.reduce((sum, h, k) => sum + h * (at[k]! - minimum[k]!), 0) + LAMBDA * at[j]!,
    );
    const change = step(gradient, at);
    weights.push(at.map((weight, j) => weight - change[j]!));
  }
  return weights;
}

const sgd =
  (learningRate: number): Step =>
  (gradient) =>
    gradient.map((g) => learningRate * g);

function adam(learningRate: number): Step {
  const [first, second] = [
    [0, 0],
    [0, 0],
  ];
  let steps = 0;
  return (gradient) => {
    steps++;
    return gradient.map((g, j) => {
      first![j] = 0.9 * first![j]! + 0.1 * g;
      second![j] = 0.999 * second![j]! + 0.001 * g * g;
      const mean = first![j]! / (1 - 0.9 ** steps);
      const square = second![j]! / (1 - 0.999 ** steps);
      return (learningRate * mean) / (Math.sqrt(square) + 1e-7);
    });
  };
}
