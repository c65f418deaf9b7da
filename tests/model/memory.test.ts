import { availableMemory, useBackend } from '../../src/engine';
import { useNativeOps } from '../../src/engine/tensorflow/nativeOps';
import { convNet } from '../../src/model/network';
import { forecastMemory } from '../../src/model/memory';

beforeAll(async () => {
  await useBackend();
});

test('counts weights, means, gradients and the outputs of the layers', () => {
  const model = convNet({ filters: 2, denseUnits: 4, inputShape: [12, 12, 3], seed: 1 });
  const kernels = [3 * 3 * 3 * 2, 3 * 3 * 2 * 2, 3 * 3 * 2 * 2, 6 * 6 * 2 * 4, 4 * 10];
  const biases = 2 + 2 + 2 + 4 + 10;
  const parameters = kernels.reduce((a, b) => a + b) + biases;
  const outputs = [10 * 10 * 2, 8 * 8 * 2, 6 * 6 * 2, 4, 10];
  const forecast = forecastMemory(model, { batchSize: 16 });
  expect(forecast).toMatchObject({
    weights: 4 * parameters,
    moments: 8 * parameters,
    gradients: 4 * parameters,
    activations: 16 * 4 * (outputs.reduce((a, b) => a + b) + 2 * outputs[0]!),
  });
  const { weights, moments, gradients, activations, scratch, total } = forecast;
  expect(total).toBe(weights + moments + gradients + activations + scratch);
});

test('one gradient after another without the ops in C++, and rows of a large one with them', () => {
  const article = forecastMemory({});
  const large = 26 * 26 * 128 * 1024;
  const rows = 4 * 2 ** 20;
  expect(article.gradients).toBe(4 * (88_914_698 - large) + rows);
  useNativeOps(false);
  expect(forecastMemory({}).gradients).toBe(4 * large);
  useNativeOps(true);
});

test('the memory that is left is a plausible number', () => {
  expect(availableMemory()).toBeGreaterThan(50e6);
  expect(availableMemory()).toBeLessThan(100e12);
});
