import * as tf from '@tensorflow/tfjs';
import { hasTensorFlow, opLayers, useBackend } from '../../src/engine';
import { Dropout, seededDropout } from '../../src/model/Dropout';
import { kerasAdam } from '../../src/model/KerasAdam';
import { convNet } from '../../src/model/network';
import { evaluateBatch, lossGradients, trainStep } from '../../src/model/trainStep';
import { goldenBatch } from '../golden/golden';
import { compiled } from './compiled';

const small = { filters: 2, denseUnits: 32, inputShape: [12, 12, 3] as [number, number, number] };
const network = (options: { dropout?: number; seed?: number } = {}) =>
  compiled(convNet({ ...small, dropout: 0.5, ...options }), kerasAdam({ learningRate: 1e-3 }));

const numbers = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());

/** Gradients as lists, their tensors freed. */
async function gradientsOf(model: tf.LayersModel): Promise<Record<string, number[]>> {
  const { gradients } = await lossGradients(model, goldenBatch(0, 8));
  const lists = Object.entries(gradients).map(([name, gradient]) => [name, numbers(gradient)] as const);
  tf.dispose(gradients);
  return Object.fromEntries(lists);
}

describe.each(['tensorflow', 'cpu'] as const)('dropout on %s', (backend) => {
  beforeAll(async () => {
    await useBackend({ prefer: backend });
  });

  test('leaves out the share `rate`, and scales up what is left, so that the mean stays', () => {
    const mask = seededDropout({ rate: 0.2, seed: 3 }).mask([100, 100], 0);
    const values = numbers(mask);
    const zeros = values.filter((value) => value === 0).length / values.length;
    // Four standard errors of a share of 10,000.
    expect(Math.abs(zeros - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 10_000));
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / (1 - 0.2))]));
  });

  test('seed and update decide the mask', () => {
    const mask = (seed: number, update: number) => numbers(seededDropout({ rate: 0.5, seed }).mask([500], update));
    expect(mask(1, 0)).toEqual(mask(1, 0));
    const others = [mask(1, 0), mask(1, 1), mask(2, 0), mask(0, 1), mask(1, 100_000)];
    // Of two masks that have nothing to do with each other, half of the places are alike.
    others.forEach((a, i) =>
      others.slice(0, i).forEach((b) => {
        const alike = a.filter((value, place) => value === b[place]).length;
        expect(Math.abs(alike - 250)).toBeLessThan(60);
      }),
    );
  });

  test('does nothing in inference', async () => {
    const [without, with_] = [network({ dropout: 0 }), network()];
    expect(await evaluateBatch(with_, goldenBatch(0, 8))).toEqual(await evaluateBatch(without, goldenBatch(0, 8)));
    expect(with_.layers.map((layer) => layer.getClassName())).toContain('Dropout');
    expect(without.layers.map((layer) => layer.getClassName())).not.toContain('Dropout');
  });

  test('each step has another mask; a measurement always that of the next step', async () => {
    // With steps of next to no length, only the mask can change the loss.
    const model = compiled(convNet({ ...small, dropout: 0.5 }), kerasAdam({ learningRate: 1e-12 }));
    const first = await gradientsOf(model);
    expect(await gradientsOf(model)).toEqual(first);
    const { dataLoss, gradients } = await lossGradients(model, goldenBatch(0, 8));
    tf.dispose(gradients);
    expect((await trainStep(model, goldenBatch(0, 8))).dataLoss).toBeCloseTo(dataLoss, 6);
    expect(Math.abs((await trainStep(model, goldenBatch(0, 8))).dataLoss - dataLoss)).toBeGreaterThan(1e-3);
    expect(await gradientsOf(model)).not.toEqual(first);
  });

  test('what is left out for all images has no gradient', async () => {
    const model = network({ dropout: 0.8 });
    const gradients = await gradientsOf(model);
    const mask = numbers(seededDropout({ rate: 0.8, seed: 1 }).mask([8, 32], 0));
    // Of the units that the mask leaves out for all eight images; with another mask there would hardly be the same.
    const units = [...Array(32).keys()];
    const leftOut = units.filter((unit) => [...Array(8).keys()].every((image) => mask[32 * image + unit] === 0));
    const kernel = gradients['Dense 2/kernel']!;
    const still = units.filter((unit) => kernel.slice(10 * unit, 10 * unit + 10).every((value) => value === 0));
    leftOut.forEach((unit) => expect(still).toContain(unit));
    expect(leftOut.length).toBeGreaterThan(0);
    expect(still.length).toBeLessThan(units.length);
  });

  test("tfjs's own model.fit has new masks at every step, too, and leaves no tensor behind", async () => {
    const model = network();
    const { images, labels } = goldenBatch(0, 16);
    const options = { batchSize: 8, epochs: 1, shuffle: false, verbose: 0 as const };
    await model.fit(images, labels, options);
    const { numTensors } = tf.memory();
    await model.fit(images, labels, options);
    expect(tf.memory().numTensors).toBe(numTensors);
    const layer = seededDropout({ rate: 0.5 });
    const [a, b] = [0, 1].map(() => numbers(layer.apply(tf.ones([1, 100]), { training: true }) as tf.Tensor));
    expect(a).not.toEqual(b);
  });

  test('a model with it can be saved and loaded', async () => {
    const model = network();
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
    const loaded = compiled(await tf.loadLayersModel(tf.io.fromMemory(saved!)), kerasAdam());
    expect(await gradientsOf(loaded)).toEqual(await gradientsOf(model));
  });
});

test("masks are the same in the fast pass and in tfjs's automatic differentiation", async () => {
  await useBackend();
  const fast = network();
  const { layers } = convNet({ ...small, dropout: 0.5 });
  // tfjs's own dropout is unknown to the fast pass; at rate 0 it changes nothing.
  const slow = compiled(
    tf.sequential({ layers: [...layers.slice(0, -1), tf.layers.dropout({ rate: 0 }), layers.at(-1)!] }),
    kerasAdam({ learningRate: 1e-3 }),
  );
  expect(hasTensorFlow() && opLayers(fast) !== undefined && opLayers(slow) === undefined).toBe(true);
  for (let i = 0; i < 3; i++) {
    const [a, b] = [await trainStep(fast, goldenBatch(0, 8)), await trainStep(slow, goldenBatch(0, 8))];
    expect(a.dataLoss).toBeCloseTo(b.dataLoss, 5);
  }
  fast.getWeights().forEach((weight, i) => {
    expect(tf.max(tf.abs(tf.sub(weight, slow.getWeights()[i]!))).dataSync()[0]).toBeLessThan(1e-5);
  });
});

test('dropout of whole rows in a saved model remains that of tfjs', () => {
  const options = { rate: 0.5, noiseShape: [1, 4] };
  const layer = Dropout.fromConfig(Dropout, options);
  expect(layer).not.toBeInstanceOf(Dropout);
  expect(layer.getConfig()).toMatchObject(options);
});

test('a rate that is none is refused', () => {
  expect(() => seededDropout({ rate: 1 })).toThrow('dropout requires rate to be a number from 0 to below 1, got 1');
  expect(() => convNet({ ...small, dropout: -0.1 })).toThrow('got -0.1; write { rate: 0.5 }');
  expect(() => seededDropout({ rate: 0.5, seed: 1.5 })).toThrow('requires seed to be a whole number');
});
