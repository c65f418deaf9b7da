import * as tf from '@tensorflow/tfjs';
import { predictions } from '../../src/analysis/predictions';
import { evaluate } from '../../src/training/evaluate';
import { useBackend } from '../../src/engine';
import { brightnessDataset, disposeNetwork, smallNetwork } from '../training/smallRun';
import { plainDataset } from '../charts/plainImages';

beforeAll(() => useBackend());

/** A softmax over three classes whose scores are `scale` times the red of the first pixel, its green, and 0.5. */
function firstPixel(scale: number): tf.Sequential {
  const layer = tf.layers.dense({ units: 3, activation: 'softmax' });
  const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2, 2, 3] }), layer] });
  const kernel = tf.buffer([12, 3]);
  kernel.set(scale, 0, 0);
  kernel.set(scale, 1, 1);
  layer.setWeights([kernel.toTensor(), tf.tensor1d([0, 0, 0.5 * scale])]);
  return model;
}

test('gives the softmax of each image, in the order of the dataset', async () => {
  // The first pixels are (0, 255), (50, 250), (100, 245), …: see colorOf.
  const dataset = plainDataset([0, 1, 2, 1, 0]);
  const model = firstPixel(3);
  const { predicted, probabilities, ...rest } = await predictions(model, dataset, { batchSize: 2 });
  expect(rest).toEqual({ dataset: 'plain images', classNames: dataset.classNames, labels: dataset.labels });
  [0, 1, 2, 1, 0].forEach((label, i) => {
    const powers = [(label * 50) / 255, (255 - i * 5) / 255, 0.5].map((score) => Math.exp(3 * score));
    const sum = powers.reduce((a, b) => a + b);
    powers.forEach((power, c) => expect(probabilities[i * 3 + c]).toBeCloseTo(power / sum, 5));
  });
  expect([...predicted]).toEqual([1, 1, 1, 1, 1]);
  expect([...(await predictions(firstPixel(-3), dataset)).predicted]).toEqual([0, 0, 0, 0, 0]);
});

test('takes the first of equals', async () => {
  expect([...(await predictions(firstPixel(0), plainDataset([2, 1]))).predicted]).toEqual([0, 0]);
});

test('does not depend on the batch size, and agrees with evaluate', async () => {
  const [model, dataset] = [smallNetwork(), brightnessDataset(20)];
  const whole = await predictions(model, dataset);
  for (const batchSize of [1, 7, 20]) {
    const { probabilities, predicted } = await predictions(model, dataset, { batchSize });
    expect(predicted).toEqual(whole.predicted);
    probabilities.forEach((p, i) => expect(p).toBeCloseTo(whole.probabilities[i]!, 5));
  }
  const right = whole.predicted.filter((answer, i) => answer === dataset.labels[i]).length;
  expect((await evaluate(model, dataset)).accuracy).toBeCloseTo(right / 20, 6);
  disposeNetwork(model);
});

test('needs no compiled model and leaves no tensors behind, also when it throws', async () => {
  const [model, lost] = [firstPixel(1), firstPixel(NaN)];
  const before = tf.memory().numTensors;
  await predictions(model, plainDataset([0, 1, 2]), { batchSize: 2 });
  await expect(predictions(lost, plainDataset([0, 1, 2]))).rejects.toThrow(
    /finite probabilities, and image 0 of plain images has others: .*diverged/,
  );
  jest.spyOn(tf.Tensor.prototype, 'data').mockRejectedValueOnce(new Error('on purpose'));
  await expect(predictions(model, plainDataset([0, 1, 2]))).rejects.toThrow('on purpose');
  expect(tf.memory().numTensors).toBe(before);
  jest.restoreAllMocks();
});

test('asks for images that the model takes', async () => {
  const model = firstPixel(1);
  await expect(predictions(model, plainDataset([]))).rejects.toThrow(/at least one image; plain images is empty/);
  await expect(predictions(model, brightnessDataset(3))).rejects.toThrow(/input shape \[2,2,3\], got \[8,8,3\]/);
  await expect(predictions(model, plainDataset([0], { classNames: ['a', 'b'] }))).rejects.toThrow(/units: 2/);
  await expect(predictions(model, plainDataset([0]), { batchSize: 0 })).rejects.toThrow(/batchSize to be a whole/);
});
