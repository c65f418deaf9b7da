import * as tf from '@tensorflow/tfjs';
import { currentOps, logits, opLayers, useBackend } from '../../src/engine';
import { kerasAdam } from '../../src/model/KerasAdam';
import { kerasAdamW } from '../../src/model/KerasAdamW';
import { convNet } from '../../src/model/network';
import { weightNames } from '../../src/model/summary';
import { lossGradients, trainStep } from '../../src/model/trainStep';
import { evaluateGolden } from '../golden/evaluateGolden';
import { golden, goldenBatch, relativeError, unpack } from '../golden/golden';
import type { Packed } from '../golden/golden';
import { methods } from '../golden/methods';
import { useNativeOps } from '../../src/engine/tensorflow/nativeOps';
import { describeEngines, toleranceOn } from '../engines';
import { compiled } from './compiled';

const { batch, updates, network } = golden;
type Case = (typeof methods)[number];

/** The network of a case. */
function build({ network: options, weights }: Case, extra: tf.layers.Layer[] = []): tf.Sequential {
  const { layers } = convNet({ ...network, ...options });
  const model = tf.sequential({ layers: [...layers.slice(0, -1), ...extra, layers.at(-1)!] });
  const unpacked = weights.map(unpack);
  const left = [...unpacked];
  for (const layer of model.layers) layer.setWeights(left.splice(0, layer.weights.length));
  tf.dispose(unpacked);
  return model;
}

/** The same, with a layer that changes nothing but that only tfjs's automatic differentiation knows. */
const buildForAutodiff = (of: Case): tf.Sequential => build(of, [tf.layers.dropout({ rate: 0 })]);

/** The tensors layer by layer; `getWeights` of a model lists those that are not trained last. */
const byLayer = (model: tf.LayersModel): tf.Tensor[] => model.layers.flatMap((layer) => layer.getWeights());

async function expectAll(actual: readonly tf.Tensor[], expected: readonly Packed[]): Promise<void> {
  expect(actual).toHaveLength(expected.length);
  for (const [i, packed] of expected.entries()) {
    expect(await relativeError(actual[i]!, packed)).toBeLessThan(toleranceOn(tf.getBackend()));
  }
}

function optimizer({ optimizer: options, learningRate, decay }: Case) {
  const make = options.weightDecay === undefined ? kerasAdam : kerasAdamW;
  return make({ learningRate, decay, ...options });
}

/** The training step with the batch of this number. */
async function step(model: tf.LayersModel, i: number): Promise<void> {
  const images = goldenBatch(i * batch, (i + 1) * batch);
  await trainStep(model, images);
  tf.dispose(images);
}

const WAYS = [
  ['tensorflow', 'ops in C++', build],
  ['tensorflow', "TensorFlow's own ops", build],
  ['tensorflow', 'automatic differentiation', buildForAutodiff],
  ['webgpu', 'ops', build],
  ['webgpu', 'automatic differentiation', buildForAutodiff],
  ['cpu', 'automatic differentiation', build],
] as const;

describeEngines(WAYS, (backend, way, make) => {
  const TOLERANCE = toleranceOn(backend);
  beforeAll(async () => {
    expect((await useBackend({ prefer: backend, warn: () => undefined })).name).toBe(backend);
    if (backend === 'tensorflow')
      expect(useNativeOps(way !== "TensorFlow's own ops")).toBe(way !== "TensorFlow's own ops");
  });

  describe.each(methods)('the numbers are those of Keras: $name', (expected) => {
    let model: tf.Sequential;
    beforeEach(() => {
      model = make(expected);
    });
    afterEach(() => model.dispose());

    test('it is computed as meant', () => {
      expect(currentOps() !== undefined && opLayers(model) !== undefined).toBe(way !== 'automatic differentiation');
    });

    test('data loss, penalty and every gradient, which leave the weights alone', async () => {
      const { gradients, ...result } = await lossGradients(model, goldenBatch(0, batch));
      expect(Math.abs(result.dataLoss / expected.dataLoss - 1)).toBeLessThan(TOLERANCE);
      expect(Math.abs(result.penalty - expected.penalty)).toBeLessThanOrEqual(TOLERANCE * expected.penalty);
      expect(Object.keys(gradients)).toEqual([...weightNames(model).values()]);
      await expectAll(Object.values(gradients), expected.gradients);
      await expectAll(byLayer(model), expected.weights);
    });

    test('evaluate: total loss with the penalty, and accuracy, over an uneven last batch', async () => {
      const { totalLoss, accuracy } = await evaluateGolden(model);
      expect(Math.abs(totalLoss / expected.evaluate.totalLoss - 1)).toBeLessThan(TOLERANCE);
      expect(accuracy).toBeCloseTo(expected.evaluate.accuracy, 6);
      if (way !== 'automatic differentiation') {
        // What `predict` and the analyses compute is the same, by tfjs's own layers.
        const { images } = goldenBatch(0, batch);
        const [ours, theirs] = [tf.softmax(logits(opLayers(model)!, images)), model.predict(images) as tf.Tensor];
        expect((await tf.max(tf.abs(tf.sub(ours, theirs))).data())[0]).toBeLessThan(TOLERANCE);
      }
    });

    test(`weights after ${updates} updates, which leave no tensor behind`, async () => {
      compiled(model, optimizer(expected));
      await step(model, 0);
      const { numTensors, numBytes, numDataBuffers } = tf.memory();
      for (let i = 1; i < updates; i++) await step(model, i);
      expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers });
      await expectAll(byLayer(model), expected.weightsAfter);
      if (expected.torchWeightsAfter) await expectAll(byLayer(model), expected.torchWeightsAfter);
    });
  });

  test('the decay shows: without it the weights are not those of Keras', async () => {
    const expected = methods.find(({ name }) => name === 'AdamW')!;
    const { learningRate, decay } = expected;
    const model = compiled(make(expected), kerasAdam({ learningRate, decay }));
    for (let i = 0; i < updates; i++) await step(model, i);
    const errors = await Promise.all(
      byLayer(model).map((weight, i) => relativeError(weight, expected.weightsAfter[i]!)),
    );
    // Of the kernel weights: biases do not decay.
    expect(Math.min(...errors.filter((_, i) => i % 2 === 0))).toBeGreaterThan(50 * toleranceOn('tensorflow'));
  });
});
