import { execFileSync } from 'child_process';
import * as path from 'path';
import { availableMemory } from '../../src/backend/machine';
import { useBackend } from '../../src/backend/useBackend';
import { convNet } from '../../src/model/convNet';
import { forecastMemory, requireMemory } from '../../src/model/forecastMemory';

beforeAll(async () => {
  await useBackend();
});

test('counts weights, means, the largest gradient and the outputs of the layers', () => {
  const model = convNet({ filters: 2, denseUnits: 4, inputShape: [12, 12, 3], seed: 1 });
  const kernels = [3 * 3 * 3 * 2, 3 * 3 * 2 * 2, 3 * 3 * 2 * 2, 6 * 6 * 2 * 4, 4 * 10];
  const biases = 2 + 2 + 2 + 4 + 10;
  const parameters = kernels.reduce((a, b) => a + b) + biases;
  const outputs = [10 * 10 * 2, 8 * 8 * 2, 6 * 6 * 2, 4, 10];
  const forecast = forecastMemory(model, 16);
  expect(forecast).toMatchObject({
    weights: 4 * parameters,
    moments: 8 * parameters,
    gradients: 4 * 6 * 6 * 2 * 4,
    activations: 16 * 4 * (outputs.reduce((a, b) => a + b) + 2 * outputs[0]!),
  });
  const { weights, moments, gradients, activations, scratch, total } = forecast;
  expect(total).toBe(weights + moments + gradients + activations + scratch);
});

test('a process of its own takes about what was forecast', () => {
  // Large enough that the process itself does not hide it, small enough to take a second or two.
  const size = { filters: 32, denseUnits: 512 };
  const root = path.resolve(__dirname, '../..');
  const script = `
    const ts = require('typescript');
    const fs = require('fs');
    require.extensions['.ts'] = (module, file) =>
      module._compile(ts.transpileModule(fs.readFileSync(file, 'utf8'), {
        compilerOptions: { module: 'commonjs', target: 'es2022', esModuleInterop: true } }).outputText, file);
    const tf = require('@tensorflow/tfjs');
    const { useBackend } = require('./src/backend/useBackend.ts');
    const { convNet } = require('./src/model/convNet.ts');
    const { kerasAdam } = require('./src/model/KerasAdam.ts');
    const { trainStep } = require('./src/model/trainStep.ts');
    useBackend().then(() => {
      tf.add(1, 1).dataSync();
      const before = process.memoryUsage.rss();
      const model = convNet({ ...${JSON.stringify(size)}, l2: 0.01, seed: 1 });
      const optimizer = kerasAdam();
      const images = tf.randomUniform([64, 32, 32, 3]);
      const labels = tf.tidy(() => tf.oneHot(tf.fill([64], 3, 'int32'), 10).toFloat());
      for (let i = 0; i < 2; i++) trainStep(model, optimizer, images, labels);
      console.log(1024 * process.resourceUsage().maxRSS - before);
    });`;
  const measured = Number(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }));
  const model = convNet({ ...size, l2: 0.01, seed: 1 });
  const { total } = forecastMemory(model, 64);
  expect(total).toBeGreaterThan(0.8 * measured);
  expect(total).toBeLessThan(1.6 * measured);
});

test('what does not fit is refused with the numbers and what would fit', () => {
  const model = convNet({ filters: 8, denseUnits: 16, seed: 1 });
  const needed = (batch: number) => forecastMemory(model, batch).total - forecastMemory(model, batch).weights;
  expect(() => requireMemory(model, 512, needed(512))).not.toThrow();
  expect(() => requireMemory(model, 512, needed(512) - 1)).toThrow(
    /at batchSize 512 requires about [\d.]+ GB more memory, got [\d.]+ GB available; use batchSize 256,/,
  );
  expect(() => requireMemory(model, 512, needed(100))).toThrow('use batchSize 64,');
  expect(() => requireMemory(model, 512, 1000)).toThrow('no batch size is small enough');
  expect(() => forecastMemory(model, 0)).toThrow('requires batchSize');
});

test('the memory that is left is a plausible number', () => {
  expect(availableMemory()).toBeGreaterThan(50e6);
  expect(availableMemory()).toBeLessThan(100e12);
});
