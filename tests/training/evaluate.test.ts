import { useBackend } from '../../src/engine';
import type { ImageDataset } from '../../src/data/dataset';
import { convNet } from '../../src/model/network';
import { evaluate } from '../../src/training/evaluate';
import { golden, unpack } from '../golden/golden';

const { network, images, labels } = golden;
const [count, height, width, channels] = images.shape as [number, number, number, number];

/** The images that Keras was given. */
const dataset: ImageDataset = {
  name: 'golden images',
  images: new Uint8Array(Buffer.from(images.base64, 'base64')),
  labels: Uint8Array.from(labels),
  ...{ count, height, width, channels },
  classNames: Array.from({ length: network.classes }, (_, i) => `class ${i}`),
};

beforeAll(() => useBackend());

test.each(golden.cases)("gives the loss and accuracy of Keras's evaluate: $name", async ({ l2, evaluate: keras }) => {
  const model = convNet({ ...network, l2, seed: 1 });
  model.setWeights(golden.weights.map(unpack));
  for (const batchSize of [count, 16, 7]) {
    const { totalLoss, accuracy } = await evaluate(model, dataset, { batchSize });
    expect(Math.abs(totalLoss - keras.totalLoss) / keras.totalLoss).toBeLessThan(1e-5);
    expect(accuracy).toBeCloseTo(keras.accuracy, 6);
  }
});
