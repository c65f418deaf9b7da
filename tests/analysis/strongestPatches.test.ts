import * as tf from '@tensorflow/tfjs';
import { strongestPatches } from '../../src/analysis/strongestPatches';
import type { Patch } from '../../src/analysis/strongestPatches';
import { useBackend } from '../../src/engine';
import { brightnessDataset, disposeNetwork, smallNetwork } from '../training/smallRun';

beforeAll(() => useBackend());

const images = brightnessDataset(9);

/** Σ w·x + b over the 3 × 3 pixels from this place on, and 0 below 0. */
function answerOf(
  weights: number[][][][],
  bias: number,
  filter: number,
  { image, row, column }: Omit<Patch, 'activation'>,
) {
  let sum = bias;
  for (let r = 0; r < 3; r++)
    for (let c = 0; c < 3; c++)
      for (let channel = 0; channel < 3; channel++) {
        const pixel = images.images[((image * 8 + row + r) * 8 + column + c) * 3 + channel]! / 255;
        sum += weights[r]![c]![channel]![filter]! * pixel;
      }
  return Math.max(0, sum);
}

test('finds, image by image, the place that a filter answers to most', async () => {
  const model = smallNetwork();
  const [kernel] = model.layers[0]!.getWeights();
  // The last filter never answers.
  model.layers[0]!.setWeights([kernel!, tf.tensor1d([0.1, 0.1, -100])]);
  const tensors = tf.memory().numTensors;
  const { layer, height, width, patches } = await strongestPatches(model, images, { count: 4, batchSize: 4 });
  expect(tf.memory().numTensors).toBe(tensors);
  expect([layer, height, width]).toEqual(['Conv2D 1', 3, 3]);
  const weights = (await kernel!.array()) as number[][][][];
  for (const filter of [0, 1]) {
    const best = Array.from({ length: images.count }, (_, image) => {
      const places = Array.from({ length: 36 }, (_, i) => ({ image, row: Math.floor(i / 6), column: i % 6 }));
      return Math.max(...places.map((place) => answerOf(weights, 0.1, filter, place)));
    });
    const strongest = [...best].sort((a, b) => b - a).slice(0, 4);
    expect(patches[filter]).toHaveLength(4);
    patches[filter]!.forEach((patch, i) => {
      expect(patch.activation).toBeCloseTo(strongest[i]!, 5);
      expect(patch.activation).toBeCloseTo(answerOf(weights, 0.1, filter, patch), 5);
      expect(patch.activation).toBeCloseTo(best[patch.image]!, 5);
    });
    expect(new Set(patches[filter]!.map(({ image }) => image)).size).toBe(4);
  }
  expect(patches[2]).toEqual([]);
  disposeNetwork(model);
});

test('asks for a convolution of stride 1 in front', async () => {
  const flat = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [8, 8, 3] }), tf.layers.dense({ units: 3, activation: 'softmax' })],
  });
  await expect(strongestPatches(flat, images)).rejects.toThrow(/begins with a Conv2D layer.* got Flatten/);
  flat.dispose();
});
