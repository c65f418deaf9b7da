import { dot } from '../analysis/dot';
import type { CheckResult } from './CheckResult';
import { checkFunction } from './checkFunction';
import type { Numbers } from './numbers';
import { alternating, randomMatrix, randomNumbers } from './randomInputs';

/** Weights, a row of features and a target for each point, the learning rate, and the λ of ½λΣw². */
type Inputs = [weights: number[], features: number[][], targets: number[], learningRate: number, lambda: number];

/** By each weight: the sum over the points of error times feature. */
const slopes = (weights: number[], features: number[][], targets: number[]): number[] =>
  weights.map((_, j) =>
    dot(
      features.map((row, i) => dot(row, weights) - targets[i]!),
      features.map((row) => row[j]!),
    ),
  );

/** A step against `data` times the sum over the points plus `penalty` times the weight. */
const step =
  (factors: (points: number, lambda: number, count: number) => { data: number; penalty: number }) =>
  (weights: number[], features: number[][], targets: number[], eta: number, lambda: number): number[] => {
    const { data, penalty } = factors(targets.length, lambda, weights.length);
    const sums = slopes(weights, features, targets);
    return weights.map((w, j) => w - eta * (data * sums[j]! + penalty * w));
  };

const right = step((n, lambda) => ({ data: 1 / n, penalty: lambda }));

/** Each weight sees the new values of those before it. */
function oneAfterAnother(...[weights, features, targets, eta, lambda]: Inputs): number[] {
  const current = [...weights];
  for (const j of current.keys()) current[j] = right(current, features, targets, eta, lambda)[j]!;
  return current;
}

/**
 * Checks a function that takes one step of gradient descent in ridge regression, whose loss is half the mean of the
 * squared errors plus ½λΣw².
 *
 * @param answer e.g. `myRidgeStep`: from weights, features, targets, learning rate and λ to the new weights.
 * @example
 * const free = (w, X, y, eta) =>
 *   w.map((wj, j) => wj - (eta / y.length) * X.reduce((sum, x, i) => sum + (x.reduce((p, xk, k) => p + xk * w[k], 0) - y[i]) * x[j], 0));
 * (await checkRidgeStep(free)).misconception; // => 'the penalty is forgotten'
 */
export async function checkRidgeStep(answer: (...inputs: Inputs) => Numbers): Promise<CheckResult> {
  const draw = (points: number, count: number): Inputs => [
    alternating([randomNumbers(count, 1, 2)])[0]!,
    randomMatrix(points, count, 0.5, 2),
    alternating([randomNumbers(points, 1, 3)])[0]!,
    randomNumbers(1, 0.1, 0.3)[0]!,
    randomNumbers(1, 0.3, 0.9)[0]!,
  ];
  return checkFunction<Inputs>(answer, {
    name: 'myRidgeStep',
    cases: [draw(5, 2), draw(4, 3)],
    right,
    wrong: [
      {
        misconception: 'the sum in place of the mean',
        formula: step((_, lambda) => ({ data: 1, penalty: lambda })),
        say: 'The data pull too hard, and the more so the more points there are: is the data loss a sum here, or a mean?',
      },
      {
        misconception: 'the ½ of the penalty is forgotten',
        formula: step((n, lambda) => ({ data: 1 / n, penalty: 2 * lambda })),
        say: 'The penalty pulls twice as hard as it should. What became of its ½ in the derivative?',
      },
      {
        misconception: 'the ½ of the data loss is forgotten',
        formula: step((n, lambda) => ({ data: 2 / n, penalty: lambda })),
        say: 'The data pull twice as hard as they should. What became of the ½ before the mean?',
      },
      {
        misconception: 'the ½ of the penalty is applied twice',
        formula: step((n, lambda) => ({ data: 1 / n, penalty: lambda / 2 })),
        say: 'The penalty pulls half as hard as it should. Its ½ meets another factor in the derivative of w².',
      },
      {
        misconception: 'the ½ of the data loss is applied twice',
        formula: step((n, lambda) => ({ data: 1 / (2 * n), penalty: lambda })),
        say: 'The data pull half as hard as they should. The ½ before the mean meets another factor in the derivative of a square.',
      },
      {
        misconception: 'both ½ are applied twice',
        formula: step((n, lambda) => ({ data: 1 / (2 * n), penalty: lambda / 2 })),
        say: 'The step is half as long as it should be. In both terms the ½ meets another factor when you differentiate.',
      },
      {
        misconception: 'both ½ are forgotten',
        formula: step((n, lambda) => ({ data: 2 / n, penalty: 2 * lambda })),
        say: 'The step is twice as long as it should be. Each of the two terms has a ½: what becomes of it?',
      },
      {
        misconception: 'the penalty is divided by the number of points',
        formula: step((n, lambda) => ({ data: 1 / n, penalty: lambda / n })),
        say: 'The penalty pulls too little, and the less the more points there are. Which of the two terms is a mean?',
      },
      {
        misconception: 'the mean over the weights',
        formula: step((_, lambda, count) => ({ data: 1 / count, penalty: lambda })),
        say: 'The pull of the data is divided by the number of weights. Over what is the mean taken?',
      },
      {
        misconception: 'the penalty is forgotten',
        formula: step((n) => ({ data: 1 / n, penalty: 0 })),
        say: 'This is a step on the data loss alone.',
      },
      {
        misconception: 'the penalty without the learning rate',
        formula: (weights, features, targets, eta, lambda) =>
          step((n) => ({ data: 1 / n, penalty: lambda / eta }))(weights, features, targets, eta, lambda),
        say: 'The learning rate multiplies the pull of the data only. A step goes against the gradient of the whole loss.',
      },
      {
        misconception: 'the error with the wrong sign',
        formula: step((n, lambda) => ({ data: -1 / n, penalty: lambda })),
        say: 'The penalty pulls in the right direction, the data push away. Is the error prediction minus target, or the reverse?',
      },
      {
        misconception: 'up in place of down',
        formula: step((n, lambda) => ({ data: -1 / n, penalty: -lambda })),
        say: 'This step goes along the gradient, and makes the loss larger.',
      },
      {
        misconception: 'the weights change one after another',
        formula: oneAfterAnother,
        say: 'The first weight is right, and the others are not: they see the first one already changed. All move at once, from the same place.',
      },
      {
        misconception: 'the change in place of the new weights',
        formula: (...inputs) => right(...inputs).map((w, j) => w - inputs[0][j]!),
        say: 'This is the change. What are the weights after it?',
      },
    ],
    show: (weights, features, targets, eta, lambda) =>
      `weights [${weights.join(', ')}], features ${JSON.stringify(features)}, targets [${targets.join(', ')}], ` +
      `learning rate ${eta} and λ = ${lambda}`,
  });
}
