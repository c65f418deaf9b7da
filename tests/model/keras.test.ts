import * as tf from '@tensorflow/tfjs';
import { currentOps, logits, opLayers, useBackend } from '../../src/engine';
import { convNet } from '../../src/model/network';
import { kerasAdam } from '../../src/model/KerasAdam';
import { l2Regularizer } from '../../src/model/regularizers';
import { lossGradients, trainStep } from '../../src/model/trainStep';
import { evaluateGolden } from '../golden/evaluateGolden';
import { golden, goldenBatch, relativeError, unpack } from '../golden/golden';
import { useNativeOps } from '../../src/engine/tensorflow/nativeOps';
import { describeEngines, toleranceOn } from '../engines';
import { compiled } from './compiled';

const { batch, updates, network } = golden;

function goldenModel(l2: number): tf.Sequential {
  const model = convNet({ ...network, l2, seed: 1 });
  const weights = golden.weights.map(unpack);
  model.setWeights(weights);
  tf.dispose(weights);
  return model;
}

/** The same network, with a layer that changes nothing but that only tfjs's automatic differentiation knows. */
function goldenModelForAutodiff(l2: number): tf.Sequential {
  const { inputShape, filters, denseUnits, classes } = network;
  const convolution = () => tf.layers.conv2d({ filters, kernelSize: 3, activation: 'relu' });
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape, filters, kernelSize: 3, activation: 'relu' }),
      convolution(),
      convolution(),
      tf.layers.flatten(),
      tf.layers.dropout({ rate: 0 }),
      tf.layers.dense({
        units: denseUnits,
        activation: 'relu',
        ...(l2 ? { kernelRegularizer: l2Regularizer({ l2 }) } : {}),
      }),
      tf.layers.dense({ units: classes, activation: 'softmax' }),
    ],
  });
  const weights = golden.weights.map(unpack);
  model.setWeights(weights);
  tf.dispose(weights);
  return model;
}

/** As a training step computes them: by the fast ops where they know the model. */
function probabilities(model: tf.LayersModel, images: tf.Tensor4D): tf.Tensor {
  const layers = currentOps() ? opLayers(model) : undefined;
  return layers ? tf.softmax(logits(layers, images)) : (model.predict(images) as tf.Tensor);
}

const relative = (a: number, b: number): number => (b === 0 ? Math.abs(a) : Math.abs(a - b) / Math.abs(b));

const WAYS = [
  ['tensorflow', 'ops in C++', goldenModel],
  ['tensorflow', "TensorFlow's own ops", goldenModel],
  ['tensorflow', 'automatic differentiation', goldenModelForAutodiff],
  ['webgpu', 'ops', goldenModel],
  ['webgpu', 'automatic differentiation', goldenModelForAutodiff],
  ['cpu', 'automatic differentiation', goldenModel],
] as const;

describeEngines(WAYS, (backend, way, build) => {
  const TOLERANCE = toleranceOn(backend);
  beforeAll(async () => {
    expect((await useBackend({ prefer: backend, warn: () => undefined })).name).toBe(backend);
    if (backend === 'tensorflow')
      expect(useNativeOps(way !== "TensorFlow's own ops")).toBe(way !== "TensorFlow's own ops");
  });

  describe.each(golden.cases)('the numbers are those of Keras: $name', (expected) => {
    const { l2, learningRate, decay } = expected;
    let model: tf.Sequential;
    beforeEach(() => {
      model = build(l2);
    });
    afterEach(() => model.dispose());

    test('forward output', async () => {
      const { images } = goldenBatch(0, batch);
      expect(await relativeError(probabilities(model, images), expected.output)).toBeLessThan(TOLERANCE);
    });

    test('data loss, penalty and every gradient', async () => {
      const { gradients, ...result } = await lossGradients(model, goldenBatch(0, batch));
      expect(relative(result.dataLoss, expected.dataLoss)).toBeLessThan(TOLERANCE);
      expect(relative(result.penalty, expected.penalty)).toBeLessThan(TOLERANCE);
      expect(relative(result.dataLoss + result.penalty, expected.totalLoss)).toBeLessThan(TOLERANCE);
      const names = ['Conv2D 1', 'Conv2D 2', 'Conv2D 3', 'Dense 1', 'Dense 2'].flatMap((layer) => [
        `${layer}/kernel`,
        `${layer}/bias`,
      ]);
      expect(Object.keys(gradients)).toEqual(names);
      for (const [i, gradient] of expected.gradients.entries()) {
        expect(await relativeError(gradients[names[i]!]!, gradient)).toBeLessThan(TOLERANCE);
      }
    });

    test('evaluate: total loss with the penalty, and accuracy, over an uneven last batch', async () => {
      const { totalLoss, accuracy } = await evaluateGolden(model);
      expect(relative(totalLoss, expected.evaluate.totalLoss)).toBeLessThan(TOLERANCE);
      expect(accuracy).toBeCloseTo(expected.evaluate.accuracy, 6);
    });

    test(`weights after ${updates} updates with decay`, async () => {
      compiled(model, kerasAdam({ learningRate, decay }));
      for (let i = 0; i < updates; i++) await trainStep(model, goldenBatch(i * batch, (i + 1) * batch));
      for (const [i, weight] of model.getWeights().entries()) {
        expect(await relativeError(weight, expected.weightsAfter[i]!)).toBeLessThan(TOLERANCE);
      }
    });
  });

  test('the steep decay shows: without it the weights are not those of Keras', async () => {
    const expected = golden.cases.find(({ name }) => name === 'steep, L2')!;
    const { learningRate } = expected;
    const model = compiled(build(expected.l2), kerasAdam({ learningRate, decay: 0 }));
    for (let i = 0; i < updates; i++) await trainStep(model, goldenBatch(i * batch, (i + 1) * batch));
    const errors = await Promise.all(
      model.getWeights().map((weight, i) => relativeError(weight, expected.weightsAfter[i]!)),
    );
    expect(Math.min(...errors)).toBeGreaterThan(100 * toleranceOn('tensorflow'));
  });

  test("tfjs's own model.fit drives the optimizer and the penalty to the same weights", async () => {
    const expected = golden.cases.find(({ name }) => name === 'steep, L2')!;
    const model = build(expected.l2);
    const { learningRate, decay } = expected;
    model.compile({ optimizer: kerasAdam({ learningRate, decay }), loss: 'categoricalCrossentropy' });
    const { images, labels } = goldenBatch(0, batch * updates);
    await model.fit(images, labels, { batchSize: batch, epochs: 1, shuffle: false, verbose: 0 });
    for (const [i, weight] of model.getWeights().entries()) {
      expect(await relativeError(weight, expected.weightsAfter[i]!)).toBeLessThan(TOLERANCE);
    }
  });
});
