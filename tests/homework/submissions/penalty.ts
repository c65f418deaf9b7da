import type { Submission } from './Submission';
import { fullMarks, noMarks, solutionsOf, written } from './sourceCells';

const ALL = fullMarks('penalty');
const NONE = noMarks('penalty');
const perfect = solutionsOf('penalty');

/** Right but for these cells, in which the student wrote other lines. */
const except = (bodies: Readonly<Record<string, string>>) => ({ ...perfect, ...written('penalty', bodies) });

const DERIVATION = `**My derivation:**

J'(w) = mean of (w x - y) x + λ w = (a + λ) w - b, so w_min = b / (a + λ). The rest I did not get.`;

/** Each as somebody might hand it in, with the points that a fair person would give. */
export const submissions: readonly Submission[] = [
  { student: 'perfect', about: 'writes the reference solutions', answers: perfect, marks: ALL },
  {
    student: 'another-way',
    about: 'gets everything right by other ways: loops, measured slopes, automatic differentiation, counting',
    answers: {
      ...perfect,
      'penalty-code': `function myNetworkPenalty(kernels: number[][][], lambda: number) {
  return kernels.map((kernel) => Math.hypot(...kernel.flat()) ** 2 * lambda / 2)
    .reduce((a, b) => a + b, 0);
}`,
      'gradient-code': `import { tf } from 'l2lab';

const myGradient = (kernel: number[][], lambda: number): number[][] => {
  const penalty = (w: tf.Tensor): tf.Scalar => tf.mul(lambda / 2, tf.sum(tf.square(w)));
  return tf.tidy(() => tf.grad(penalty)(tf.tensor2d(kernel)).arraySync()) as number[][];
};`,
      ...written('penalty', {
        'keras-code': `// as λ, with the ½
return myNetworkPenalty(kernels.map((kernel, i) =>
  kernel.map((row) => row.map((w) => w * Math.sqrt(l2[i])))), 2);`,
        'step-code': `const pull = myGradient(kernel, lambda);
for (let i = 0; i < kernel.length; i++) {
  for (let j = 0; j < kernel[i].length; j++) {
    kernel[i][j] -= learningRate * dataGradient[i][j] + learningRate * pull[i][j];
  }
}
return kernel;`,
        'decay-code': `return myStep([[1]], [[0]], learningRate, 2 * l2)[0][0];`,
        'after-code': `let w = start;
for (let t = 0; t < steps; t++) w = w - learningRate * lambda * w;
return w;`,
        'until-code': `let steps = 0;
while (myWeightAfter(1, learningRate, lambda, steps) > share) steps++;
return steps;`,
        'ridge-code': `const loss = (w: number[]) => {
  let sum = 0;
  for (let i = 0; i < targets.length; i++) {
    let error = -targets[i];
    for (let j = 0; j < w.length; j++) error += w[j] * features[i][j];
    sum += error ** 2 / (2 * targets.length);
  }
  for (const one of w) sum += lambda / 2 * one ** 2;
  return sum;
};
const at = (j: number, h: number) => loss(weights.map((w, k) => (k === j ? w + h : w)));
return weights.map((w, j) => w - learningRate * (at(j, 0.01) - at(j, -0.01)) / 0.02);`,
      }),
    },
    marks: ALL,
  },
  { student: 'empty', about: 'hands in what was handed out', answers: {}, marks: NONE },
  {
    student: 'half-done',
    about: 'does the first three tasks and one step of the fourth, and begins the derivation',
    answers: {
      ...Object.fromEntries(
        ['penalty', 'gradient', 'keras', 'step'].map((task) => [`${task}-code`, perfect[`${task}-code`]!]),
      ),
      'derivation-answer': DERIVATION,
    },
    marks: { ...NONE, 'penalty-check': 2, 'gradient-check': 2, 'keras-check': 3, 'step-check': 2 },
  },
  {
    student: 'half-forgotten',
    about: 'forgets the ½ in every task that has one',
    answers: except({
      'penalty-code': 'return lambda * kernels.flat(2).reduce((sum, w) => sum + w * w, 0);',
      'gradient-code': 'return kernel.map((row) => row.map((w) => 2 * lambda * w));',
      'step-code': `return kernel.map((row, i) => row.map((w, j) =>
  w - learningRate * (dataGradient[i][j] + 2 * lambda * w)));`,
      'after-code': 'return start * (1 - 2 * learningRate * lambda) ** steps;',
      'until-code': 'return Math.ceil(Math.log(share) / Math.log(1 - 2 * learningRate * lambda));',
      'ridge-code': `const errors = features.map((row, i) => row.reduce((sum, x, j) => sum + x * weights[j], 0) - targets[i]);
return weights.map((w, j) => w - learningRate * (2 * lambda * w +
  2 * errors.reduce((sum, error, i) => sum + error * features[i][j], 0) / targets.length));`,
    }),
    // Keras has no ½, so its tasks come out right.
    marks: {
      ...ALL,
      ...{ 'penalty-check': 1, 'gradient-check': 1, 'step-check': 1 },
      ...{ 'after-check': 0.5, 'until-check': 1, 'ridge-check': 1.5 },
    },
  },
  {
    student: 'half-twice',
    about: 'halves once more what the derivative has halved, and stops only below the share',
    answers: except({
      'gradient-code': 'return kernel.map((row) => row.map((w) => lambda / 2 * w));',
      'step-code': `return kernel.map((row, i) => row.map((w, j) =>
  w - learningRate * (dataGradient[i][j] + lambda / 2 * w)));`,
      'after-code': 'return start * (1 - learningRate * lambda / 2) ** steps;',
      'until-code': `let [left, steps] = [1, 0];
while (left >= share) {
  left *= 1 - learningRate * lambda;
  steps++;
}
return steps;`,
      'ridge-code': `const errors = features.map((row, i) => row.reduce((sum, x, j) => sum + x * weights[j], 0) - targets[i]);
return weights.map((w, j) => w - learningRate * (lambda * w +
  errors.reduce((sum, error, i) => sum + error * features[i][j], 0) / (2 * targets.length)));`,
    }),
    marks: {
      ...ALL,
      ...{ 'gradient-check': 1, 'step-check': 1, 'after-check': 0.5, 'until-check': 1, 'ridge-check': 1.5 },
    },
  },
  {
    student: 'lambda-and-l2',
    about: "takes Keras's number for the article's λ",
    answers: except({
      'keras-code': `let sum = 0;
for (let i = 0; i < kernels.length; i++) {
  for (const w of kernels[i].flat()) sum += 0.5 * l2[i] * w * w;
}
return sum;`,
      'decay-code': 'return 1 - learningRate * l2;',
    }),
    marks: { ...ALL, 'keras-check': 1.5, 'decay-check': 0.5 },
  },
  {
    student: 'biases-and-means',
    about: 'penalizes the biases, takes means for sums and a sum for a mean, rounds down',
    answers: except({
      'penalty-code': `const all = kernels.flat(2);
return lambda / 2 * all.reduce((sum, w) => sum + w * w, 0) / all.length;`,
      'keras-code': `let sum = 0;
for (let i = 0; i < kernels.length; i++) {
  for (const w of [...kernels[i].flat(), ...biases[i]]) sum += l2[i] * w * w;
}
return sum;`,
      'until-code': 'return Math.floor(Math.log(share) / Math.log(1 - learningRate * lambda));',
      'ridge-code': `const errors = features.map((row, i) => row.reduce((sum, x, j) => sum + x * weights[j], 0) - targets[i]);
return weights.map((w, j) => w - learningRate * (lambda * w +
  errors.reduce((sum, error, i) => sum + error * features[i][j], 0)));`,
    }),
    marks: { ...ALL, 'penalty-check': 1, 'keras-check': 1.5, 'until-check': 1, 'ridge-check': 1.5 },
  },
  {
    student: 'believes-the-article',
    about: 'decays on a straight line, without the learning rate',
    answers: except({
      'step-code': `return kernel.map((row, i) => row.map((w, j) =>
  w - learningRate * dataGradient[i][j] - lambda * w));`,
      'decay-code': 'return 1 - 2 * l2;',
      'after-code': 'return Math.max(0, start - lambda * start * steps);',
      'until-code': 'return Math.ceil((1 - share) / (learningRate * lambda));',
    }),
    marks: { ...ALL, 'step-check': 1, 'decay-check': 0, 'after-check': 0, 'until-check': 0 },
  },
  {
    student: 'syntax-error',
    about: 'leaves out a bracket in one cell, and writes a sentence into another',
    answers: {
      ...perfect,
      'step-code': perfect['step-code']!.replace('(dataGradient', 'dataGradient'),
      ...written('penalty', { 'decay-code': 'multiply by 1 - learningRate * lambda' }),
    },
    marks: { ...ALL, 'step-check': 0, 'decay-check': 0 },
    says: ['step-code: does not compile', 'decay-code: does not compile'],
  },
  {
    student: 'renamed',
    about: 'gives a function another name, so that the check finds none',
    answers: { ...perfect, 'gradient-code': perfect['gradient-code']!.replace('myGradient', 'gradientOfMine') },
    marks: { ...ALL, 'gradient-check': 0 },
    says: ["gradient-check: does not compile (Cannot find name 'myGradient')"],
  },
  {
    student: 'edits-the-check',
    about: 'writes the points into the cell that gives them',
    answers: { 'penalty-check': '2', 'ridge-check': 'console.log("all right");\n3' },
    marks: NONE,
    says: ['penalty-check: was changed', 'ridge-check: was changed'],
  },
  {
    student: 'constant',
    about: 'returns numbers in place of computations, some of which fit the examples in the text',
    answers: written('penalty', {
      'penalty-code': 'return 1.025;',
      'gradient-code': 'return [[0.2, -0.4], [0.1, 0]];',
      'keras-code': 'return 0.0525;',
      'step-code': 'return [[0.8, -1.9], [0.35, -0.1]];',
      'decay-code': 'return 0.9;',
      'after-code': 'return 0.599;',
      'until-code': 'return 4;',
      'ridge-code': 'return [1.17, 0.9, 0.54];',
    }),
    marks: NONE,
  },
  {
    student: 'stderr-noise',
    about: 'gets everything right, and leaves warnings and traces in the functions',
    answers: {
      ...perfect,
      'penalty-code': perfect['penalty-code']!.replace('let sum', "console.error('penalty', lambda);\n  let sum"),
      'after-code': perfect['after-code']!.replace('return', "console.warn('steps:', steps);\n  return"),
      'ridge-code': perfect['ridge-code']!.replace(
        'return weights',
        "process.stderr.write('step\\n');\n  return weights",
      ),
    },
    marks: ALL,
  },
  {
    student: 'endless-loop',
    about: 'counts steps and forgets to shrink the weight',
    answers: except({
      'until-code': `let steps = 0;
let left = 1;
while (left > share) steps++;
return steps;`,
    }),
    marks: { ...ALL, 'until-check': 0 },
    says: ['until-check: stopped after'],
  },
  {
    student: 'exits',
    about: 'ends the process when a function is done',
    answers: {
      ...perfect,
      'after-code': perfect['after-code']!.replace(/return (.*);/, 'const w = $1;\n  process.exit(0);\n  return w;'),
    },
    marks: { ...ALL, 'after-check': 0 },
    says: ['after-check: a cell may not end the process that runs it'],
  },
  {
    student: 'memory',
    about: 'keeps a long list for each step, in a loop without end',
    answers: except({
      'decay-code': `const kept = [];
for (let step = 0; step >= 0; step++) kept.push(new Array(1000000).fill(step / 2));
return kept.length;`,
    }),
    marks: { ...ALL, 'decay-check': 0 },
    says: ['decay-check: the notebook used'],
  },
  {
    student: 'writes-outside',
    about: 'keeps notes of each step in a file above the folder of the notebook',
    answers: {
      ...perfect,
      'ridge-code': `import { appendFileSync } from 'node:fs';

${perfect['ridge-code']!.replace('const errors', "appendFileSync('../../outside.txt', 'one more step');\n  const errors")}`,
    },
    marks: { ...ALL, 'ridge-check': 0 },
    says: ['run-figure-code: a graded notebook writes inside its own folder only', 'outside.txt'],
  },
];
