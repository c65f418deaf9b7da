// A sweep in a process of its own, to be killed: node sweepWorker.cjs FOLDER. Prints every step, and the results as JSON.
const { writeSync } = require('node:fs');
const { lambdaGrid, sweep, useBackend } = require('../../dist');

const size = 8 * 8 * 3;
const dataset = (count) => ({
  ...{ name: 'stripes', count, height: 8, width: 8, channels: 3, classNames: ['a', 'b'] },
  images: Uint8Array.from({ length: count * size }, (_, i) => (i * 7919 + Math.floor(i / size) * 31) % 256),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
});

async function main() {
  await useBackend();
  const network = { filters: 2, denseUnits: 4, inputShape: [8, 8, 3], classes: 2 };
  const training = { epochs: 6, batchSize: 16, learningRate: 0.003 };
  const runs = [
    ...lambdaGrid({ ...network, ...training, lambdas: [0.02], seeds: [1] }),
    // All that chance and the past of a run decide, at once.
    {
      ...{ ...network, ...training, label: 'everything', seed: 2, l1: 1e-4, weightDecay: 0.01 },
      ...{ dropout: 0.5, augment: { flips: true, shifts: 1 }, earlyStopping: { patience: 5 } },
    },
    { ...network, ...training, label: 'batch normalization', seed: 3, batchNormalization: true },
  ];
  const results = await sweep(runs, {
    ...{ train: dataset(40), validation: dataset(11), folder: process.argv[2] },
    // Synchronously, so that the line is out before the next step begins.
    onProgress: ({ results: { length }, underWay: at }) =>
      at && writeSync(1, `run ${length + 1}, epoch ${at.epoch}, step ${at.step}\n`),
  });
  writeSync(1, `${JSON.stringify(results)}\n`);
}

void main();
