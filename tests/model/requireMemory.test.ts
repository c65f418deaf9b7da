import { execFileSync } from 'child_process';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';
import { useBackend } from '../../src/engine';
import { convNet } from '../../src/model/network';
import { kerasAdam } from '../../src/model/KerasAdam';
import { forecastMemory, requireMemory } from '../../src/model/memory';
import { trainStep } from '../../src/model/trainStep';

beforeAll(async () => {
  await useBackend();
});

test('what does not fit is refused with the numbers and what would fit', () => {
  const model = convNet({ filters: 8, denseUnits: 16, seed: 1 });
  const needed = (batchSize: number) => {
    const { total, weights } = forecastMemory(model, { batchSize });
    return total - weights;
  };
  expect(() => requireMemory(model, 512, needed(512))).not.toThrow();
  expect(() => requireMemory(model, 512, needed(512) - 1)).toThrow(
    /at batchSize 512 requires about [\d.]+ GB more memory, got [\d.]+ GB available; use batchSize 256,/,
  );
  expect(() => requireMemory(model, 512, needed(100))).toThrow('use batchSize 64,');
  expect(() => requireMemory(model, 512, 1000)).toThrow('no batch size is small enough');
  expect(() => forecastMemory(model, { batchSize: 0 })).toThrow('requires batchSize');
});

test("Adam's means are not counted again for a model that has been trained", async () => {
  const optimizer = kerasAdam();
  const [model, other] = [1, 2].map((seed) => convNet({ filters: 4, denseUnits: 8, seed }));
  for (const one of [model!, other!]) one.compile({ optimizer, loss: 'categoricalCrossentropy' });
  const { total, weights, moments } = forecastMemory(model!, { batchSize: 8 });
  const rest = total - weights - moments;
  expect(() => requireMemory(model!, 8, rest)).toThrow('requires about');
  const labels = tf.oneHot(tf.tensor1d([1], 'int32'), 10).toFloat() as tf.Tensor2D;
  await trainStep(model!, { images: tf.zeros([1, 32, 32, 3]), labels });
  expect(() => requireMemory(model!, 8, rest)).not.toThrow();
  expect(() => requireMemory(model!, 8, rest - 1)).toThrow('requires about');
  // Means of another model with the same optimizer do not help.
  expect(() => requireMemory(other!, 8, rest)).toThrow('requires about');
});

describe('two networks in a process of their own', () => {
  /** Bytes by which the peak grew, what was forecast, and what was held idle before. */
  interface Measured {
    readonly grown: number;
    readonly total: number;
    readonly idle: number;
  }
  let measured: Measured[];

  beforeAll(() => {
    // Compiled files: what a compiler takes at the start, and gives back at some time, would hide what a network takes.
    const script = `
      const tf = require('@tensorflow/tfjs');
      const { idleMemory, useBackend } = require('./dist/engine/index.js');
      const { convNet } = require('./dist/model/network.js');
      const { forecastMemory } = require('./dist/model/memory.js');
      const { kerasAdam } = require('./dist/model/KerasAdam.js');
      const { trainStep } = require('./dist/model/trainStep.js');
      // Linux counts the memory of the process that started this one into maxRSS, but not into VmHWM.
      const status = () => require('fs').readFileSync('/proc/self/status', 'utf8');
      const kilobytes = () =>
        process.platform === 'linux' ? Number(/VmHWM:\\s+(\\d+)/.exec(status())[1]) : process.resourceUsage().maxRSS;
      const peak = () => 1024 * kilobytes();
      useBackend().then(async () => {
        tf.add(1, 1).dataSync();
        const images = tf.randomUniform([64, 32, 32, 3]);
        const labels = tf.tidy(() => tf.oneHot(tf.fill([64], 3, 'int32'), 10).toFloat());
        const measured = [];
        for (const seed of [1, 2]) {
          const [before, idle] = [peak(), idleMemory()];
          // Large enough that the process itself does not hide it, small enough to take a second or two.
          const model = convNet({ filters: 32, denseUnits: 512, l2: 0.01, seed });
          model.compile({ optimizer: kerasAdam(), loss: 'categoricalCrossentropy' });
          for (let i = 0; i < 2; i++) await trainStep(model, { images, labels });
          const { total } = forecastMemory(model, { batchSize: 64 });
          measured.push({ grown: peak() - before, total, idle });
        }
        console.log(JSON.stringify(measured));
      });`;
    const root = path.resolve(__dirname, '../..');
    measured = JSON.parse(
      execFileSync(process.execPath, ['-e', script], {
        cwd: root,
        encoding: 'utf8',
      }),
    );
  });

  test('the first takes about what was forecast', () => {
    const { grown, total } = measured[0]!;
    expect(total).toBeGreaterThan(0.8 * grown);
    expect(total).toBeLessThan(1.6 * grown);
  });

  test('the second is asked only for what it adds to the memory that the first one left', () => {
    const { grown, total, idle } = measured[1]!;
    const asked = total - idle;
    expect(grown).toBeLessThan(0.8 * measured[0]!.grown);
    expect(asked).toBeGreaterThan(0.8 * grown);
    expect(asked).toBeLessThan(1.6 * grown);
  });
});
