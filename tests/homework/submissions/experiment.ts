import type { Submission } from './Submission';
import { fullMarks, noMarks, solutionsOf, written } from './sourceCells';

const ALL = fullMarks('experiment');
const NONE = noMarks('experiment');
const perfect = solutionsOf('experiment');

/** All but the training: its cells stop at once, which keeps grading quick where it is about something else. */
const { 'training-code': _, ...untrained } = perfect;
const UNTRAINED = { ...ALL, 'training-check': 0, 'chosen-check': 0 };

/** Right, and without the training, but for these cells, in which the student wrote other lines. */
const except = (bodies: Readonly<Record<string, string>>) => ({ ...untrained, ...written('experiment', bodies) });

/** Each as somebody might hand it in, with the points that a fair person would give. */
export const submissions: readonly Submission[] = [
  { student: 'perfect', about: 'writes the reference solutions', answers: perfect, marks: ALL },
  {
    student: 'another-way',
    about: 'gets everything right by other ways: the functional API, the library, sorting, sums by hand',
    answers: {
      ...perfect,
      'network-code': `import { glorotUniform, tf } from 'l2lab';

function myNetwork(lambda: number, seed: number) {
  const input = tf.input({ shape: [32, 32, 3] });
  let x = input;
  const add = (layer: tf.layers.Layer) => { x = layer.apply(x) as tf.SymbolicTensor; };
  for (const stream of [11, 12, 13]) {
    const kernelInitializer = glorotUniform({ seed, stream });
    add(tf.layers.conv2d({ filters: choices.filters, kernelSize: [3, 3], kernelInitializer }));
    add(tf.layers.reLU());
  }
  add(tf.layers.flatten());
  const kernelRegularizer = lambda === 0 ? undefined : tf.regularizers.l2({ l2: 0.5 * lambda });
  add(tf.layers.dense({
    units: choices.denseUnits, kernelRegularizer, kernelInitializer: glorotUniform({ seed, stream: 14 }),
  }));
  add(tf.layers.activation({ activation: 'relu' }));
  add(tf.layers.dense({ units: 10, kernelInitializer: glorotUniform({ seed, stream: 15 }) }));
  add(tf.layers.softmax());
  return tf.model({ inputs: input, outputs: x });
}`,
      ...written('experiment', {
        'first-penalty-code': 'return (lambda * nIn * nOut) / (nIn + nOut);',
        'training-code': `const network = myNetwork(lambda, choices.seed);
network.compile({ optimizer: kerasAdam(choices), loss: 'categoricalCrossentropy' });
const history = await fit(network, train, { ...choices, validation, onProgress, label: String(lambda) });
return { network, history };`,
        'gap-code': `const { epochs } = history;
const at = epochs[epochs.length - 1];
return -(at.train.dataLoss - at.validation.dataLoss);`,
        'best-epoch-code': `let best = history.epochs[0];
for (const epoch of history.epochs) {
  if (epoch.validation.dataLoss <= best.validation.dataLoss) best = epoch;
}
return best.epoch;`,
        'choice-code': 'return rows.sort((a, b) => a.validationLoss - b.validationLoss)[0].lambda;',
        'comparison-code': `const [a, b] = [await predictions(first, images), await predictions(second, images)];
const changes: number[] = [];
for (let i = 0; i < images.count; i++) {
  const at = 10 * i + images.labels[i];
  changes.push(Math.log(a.probabilities[at]) - Math.log(b.probabilities[at]));
}
const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
const squares = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0);
return [mean, Math.sqrt(squares) / changes.length];`,
      }),
    },
    marks: ALL,
  },
  { student: 'empty', about: 'hands in what was handed out', answers: {}, marks: NONE },
  {
    student: 'half-done',
    about: 'builds the network, predicts its penalty and reads histories, and begins the verdict',
    answers: {
      ...Object.fromEntries(
        ['network', 'first-penalty', 'gap', 'best-epoch'].map((task) => [`${task}-code`, perfect[`${task}-code`]!]),
      ),
      'verdict-answer': '**My verdict, on claim B:**\n\nL2 should make the gap smaller. I did not get to measure it.',
    },
    marks: { ...UNTRAINED, 'choice-check': 0, 'comparison-check': 0 },
  },
  {
    student: 'half-forgotten',
    about: 'forgets the ½ of the penalty',
    answers: except({ 'first-penalty-code': 'return lambda * nIn * nOut * 2 / (nIn + nOut);' }),
    marks: { ...UNTRAINED, 'first-penalty-check': 1 },
  },
  {
    student: 'lambda-and-l2',
    about: "takes the article's λ for Keras's l2 all the way, and trains a fair pair with it",
    answers: {
      ...perfect,
      'network-code': perfect['network-code']!.replace('l2: lambda / 2', 'l2: lambda'),
      ...written('experiment', { 'first-penalty-code': 'return 2 * lambda * nIn * nOut / (nIn + nOut);' }),
    },
    // The pair is fair whatever its λ is, so the slip is paid for twice and not four times.
    marks: { ...ALL, 'network-penalty-check': 1, 'first-penalty-check': 1 },
  },
  {
    student: 'slips',
    about: 'uses one stream for all layers, watches the test images, and makes a small error in each function',
    answers: {
      ...perfect,
      'network-code': perfect['network-code']!.replace('{ seed, stream }', '{ seed }'),
      'training-code': perfect['training-code']!.replace('validation, label', 'validation: test, label'),
      ...written('experiment', {
        'gap-code': 'return history.epochs.at(-1).validation.totalLoss - history.epochs.at(-1).train.totalLoss;',
        'best-epoch-code': `const losses = history.epochs.map((epoch) => epoch.validation.dataLoss);
return losses.indexOf(Math.min(...losses));`,
        'comparison-code': `const losses = [await predictions(first, images), await predictions(second, images)].map(imageLosses);
const { difference, standardError } = pairedDifference(losses[0], losses[1]);
return [difference, 2 * standardError];`,
      }),
    },
    // The choice itself fits the runs as they are.
    marks: {
      ...ALL,
      ...{ 'network-check': 1, 'training-check': 1.5, 'gap-check': 1, 'best-epoch-check': 1, 'comparison-check': 1.5 },
    },
  },
  {
    student: 'one-network',
    about: 'builds one network before the function, which then gives back the same one each time',
    answers: {
      ...perfect,
      'network-code': `import { convNet, tf } from 'l2lab';

const onlyOne = convNet({ ...choices, l2: 0.01 });
const myNetwork = (lambda: number, seed: number): tf.LayersModel => onlyOne;`,
    },
    marks: { ...ALL, 'network-check': 0, 'network-penalty-check': 0, 'training-check': 0, 'chosen-check': 0 },
  },
  {
    student: 'syntax-error',
    about: 'leaves out a bracket in one cell, and writes a sentence into another',
    answers: {
      ...untrained,
      'gap-code': perfect['gap-code']!.replace('.at(-1)', '.at(-1'),
      ...written('experiment', { 'choice-code': 'take the row with the lowest loss' }),
    },
    marks: { ...UNTRAINED, 'gap-check': 0, 'choice-check': 0 },
    says: ['gap-code: does not compile', 'choice-code: does not compile'],
  },
  {
    student: 'constant',
    about: 'returns numbers that once came out in place of computing them',
    answers: written('experiment', {
      'first-penalty-code': 'return 0.6362;',
      'gap-code': 'return 4.126;',
      'best-epoch-code': 'return 7;',
      'choice-code': 'return 0.2;',
      'comparison-code': 'return [-2.453, 0.209];',
    }),
    marks: NONE,
  },
  {
    student: 'stderr-noise',
    about: 'gets everything right, and leaves warnings and traces in the functions',
    answers: {
      ...perfect,
      'network-code': perfect['network-code']!.replace(
        'const { filters',
        "console.error('building', lambda);\n  const { filters",
      ),
      'training-code': perfect['training-code']!.replace(
        'const network',
        "console.warn('training', lambda);\n  const network",
      ),
      'choice-code': perfect['choice-code']!.replace('let best', "process.stderr.write('choosing\\n');\n  let best"),
    },
    marks: ALL,
  },
  {
    student: 'endless-loop',
    about: 'goes through the rows and forgets to take the next one',
    answers: except({
      'choice-code': `let best = rows[0];
let i = 1;
while (i < rows.length) {
  if (rows[i].validationLoss < best.validationLoss) best = rows[i];
}
return best.lambda;`,
    }),
    marks: { ...UNTRAINED, 'choice-check': 0 },
    says: ['choice-check: stopped after'],
  },
  {
    student: 'exits',
    about: 'ends the process when the best epoch is found',
    answers: except({
      'best-epoch-code': `for (const { epoch } of history.epochs) {
  console.log(epoch);
}
process.exit(0);`,
    }),
    marks: { ...UNTRAINED, 'best-epoch-check': 0 },
  },
  {
    student: 'memory',
    about: 'keeps the answers of every network in a loop without end',
    answers: except({
      'comparison-code': `const kept = [];
while (kept.length >= 0) kept.push(Array.from({ length: 100000 }, (_, i) => i / kept.length));
return [kept.length, 0];`,
    }),
    marks: { ...UNTRAINED, 'comparison-check': 0 },
    says: ['comparison-check: '],
  },
  {
    student: 'writes-outside',
    about: 'keeps the gap in a file above the folder of the notebook',
    answers: {
      ...untrained,
      'gap-code': `import { writeFileSync } from 'node:fs';

${perfect['gap-code']!.replace('const last', "writeFileSync('../../outside.txt', 'a gap');\n  const last")}`,
    },
    marks: { ...UNTRAINED, 'gap-check': 0 },
  },
];
