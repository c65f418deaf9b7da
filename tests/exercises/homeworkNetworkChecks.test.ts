import * as tf from '@tensorflow/tfjs';
import { checkNetwork } from '../../src/exercises/checkNetwork';
import { checkArticlePenalty } from '../../src/exercises/checkArticlePenalty';
import type { CheckResult } from '../../src/exercises/CheckResult';
import { glorotUniform } from '../../src/model/glorotUniform';
import { convNet } from '../../src/model/network';
import { l2Regularizer } from '../../src/model/regularizers';
import { useBackend } from '../../src/engine';

beforeAll(() => useBackend());

const SIZES = { filters: 2, denseUnits: 4 };

type Build = (lambda: number, seed: number) => tf.LayersModel;

/** What a student may write in another way than another student. */
interface Ways {
  readonly initializer?: (seed: number, stream: number) => ReturnType<typeof tf.initializers.glorotUniform>;
  readonly padding?: 'same' | 'valid';
  readonly units?: number;
  readonly activation?: 'relu' | 'sigmoid';
  readonly last?: 'softmax' | 'linear';
  readonly more?: () => tf.layers.Layer[];
  readonly useBias?: boolean;
}

const glorot = (seed: number, stream: number) => glorotUniform({ seed, stream });

/** By blocks of tf.layers, as the lesson does. */
const blocks =
  ({ initializer = glorot, padding = 'valid', units = 4, activation = 'relu', ...ways }: Ways = {}): Build =>
  (lambda, seed) => {
    const { last = 'softmax', more = () => [], useBias = true } = ways;
    const common = { filters: 2, kernelSize: 3, padding, activation, useBias };
    const from = (stream: number) => ({ kernelInitializer: initializer(seed, stream) });
    return tf.sequential({
      layers: [
        tf.layers.conv2d({ ...common, ...from(0), inputShape: [32, 32, 3] }),
        ...[1, 2].map((stream) => tf.layers.conv2d({ ...common, ...from(stream) })),
        tf.layers.flatten(),
        tf.layers.dense({ ...from(3), units, activation, kernelRegularizer: l2Regularizer({ l2: lambda / 2 }) }),
        ...more(),
        tf.layers.dense({ ...from(4), units: 10, activation: last }),
      ],
    });
  };

/** The functional API, with activations as layers of their own, and tfjs's own regularizer. */
const functional: Build = (lambda, seed) => {
  const input = tf.input({ shape: [32, 32, 3] });
  const apply = (layer: tf.layers.Layer, to: tf.SymbolicTensor) => layer.apply(to) as tf.SymbolicTensor;
  let x = input;
  for (const stream of [7, 8, 9]) {
    x = apply(tf.layers.conv2d({ filters: 2, kernelSize: 3, kernelInitializer: glorot(seed, stream) }), x);
    x = apply(tf.layers.reLU(), x);
  }
  x = apply(tf.layers.flatten(), x);
  const kernelRegularizer = lambda > 0 ? tf.regularizers.l2({ l2: lambda / 2 }) : undefined;
  x = apply(tf.layers.dense({ units: 4, kernelRegularizer, kernelInitializer: glorot(seed, 3) }), x);
  x = apply(tf.layers.activation({ activation: 'relu' }), x);
  x = apply(tf.layers.dense({ units: 10, kernelInitializer: glorot(seed, 4) }), x);
  return tf.model({ inputs: input, outputs: apply(tf.layers.softmax(), x) });
};

const byLibrary: Build = (lambda, seed) => {
  const network = convNet({ ...SIZES, l2: lambda / 2, seed });
  network.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  return network;
};

const notDone: Build = () => {
  throw new Error('not done yet');
};

/** What a check says, for each answer; and that wrong ones are told apart by what they say. */
async function told(check: (answer: Build) => Promise<CheckResult>, answers: readonly Build[]): Promise<string[]> {
  const results: CheckResult[] = [];
  for (const answer of answers) {
    const before = tf.memory().numTensors;
    results.push(await check(answer));
    expect(tf.memory().numTensors).toBe(before);
  }
  const wrong = results.filter(({ state }) => state === 'wrong').map(({ message }) => message);
  expect(new Set(wrong).size).toBe(wrong.length);
  return results.map(({ state, misconception }) => misconception ?? state);
}

const ofNetwork = (answer: Build) => checkNetwork(answer, SIZES);

test('checkNetwork passes the same network in any way of writing', async () => {
  expect(await told(ofNetwork, [blocks(), functional, byLibrary])).toEqual(['right', 'right', 'right']);
});

test('checkNetwork tells what another network is', async () => {
  const random = { initializer: () => tf.initializers.glorotUniform({}) };
  const wrong: [string, Build][] = [
    ['missing', notDone],
    ['padding', blocks({ padding: 'same' })],
    ['other sizes', blocks({ units: 5 })],
    ['a layer too few or too many', blocks({ more: () => [tf.layers.dense({ units: 4 })] })],
    ['a layer that the article does not have', blocks({ more: () => [tf.layers.dropout({ rate: 0.5 })] })],
    ['the biases are missing', blocks({ useBias: false })],
    ['another activation', blocks({ activation: 'sigmoid' })],
    ['no softmax', blocks({ last: 'linear' })],
    ['first weights differ from call to call', blocks(random)],
    ['the seed is not used', blocks({ initializer: (_, stream) => glorot(1, stream) })],
    ['two layers start from the same numbers', blocks({ initializer: (seed) => glorot(seed, 0) })],
    [
      "not Glorot's first weights",
      blocks({ initializer: (seed, i) => tf.initializers.glorotNormal({ seed: seed + i }) }),
    ],
  ];
  expect(
    await told(
      ofNetwork,
      wrong.map(([, answer]) => answer),
    ),
  ).toEqual(wrong.map(([name]) => name));
});

test('checkNetwork leaves alone a network that is given back again and again', async () => {
  const only = convNet(SIZES);
  expect((await ofNetwork(() => only)).misconception).toBe('one network for all calls');
  expect(only.getWeights()[0]!.isDisposed).toBe(false);
  only.dispose();
  expect((await ofNetwork(() => undefined as never)).message).toContain('is there a return?');
  expect((await ofNetwork(() => 3 as never)).message).toContain('has to give a network');
  expect((await ofNetwork(() => tf.sequential())).message).toContain('How many has the article');
});

test('checkArticlePenalty', async () => {
  const l2 = (factor: number) => (lambda: number, seed: number) => convNet({ ...SIZES, l2: factor * lambda, seed });
  /** Penalties on single layers of the five, and on their biases. */
  const on =
    (places: readonly number[], factor: number, biases = false): Build =>
    (lambda) => {
      const penalty = l2Regularizer({ l2: factor * lambda });
      const at = (i: number) => ({
        ...(places.includes(i) && { kernelRegularizer: penalty }),
        ...(places.includes(i) && biases && { biasRegularizer: penalty }),
      });
      return tf.sequential({
        layers: [
          tf.layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [32, 32, 3], ...at(0) }),
          tf.layers.conv2d({ filters: 2, kernelSize: 3, ...at(1) }),
          tf.layers.conv2d({ filters: 2, kernelSize: 3, ...at(2) }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 4, ...at(3) }),
          tf.layers.dense({ units: 10, ...at(4) }),
        ],
      });
    };
  const wrong: [string, Build][] = [
    ['missing', notDone],
    ['λ used as l2', l2(1)],
    ['from λ to l2 the wrong way', l2(2)],
    ['no penalty', (_, seed) => convNet({ ...SIZES, seed })],
    ['the same penalty for every λ', (_, seed) => convNet({ ...SIZES, l2: 0.01, seed })],
    ['every layer is penalized', on([0, 1, 2, 3, 4], 0.5)],
    ['the bias is penalized', on([3], 0.5, true)],
    ['another layer is penalized', on([4], 1)],
    // Nearly right, and no known misconception.
    ['wrong', l2(0.45)],
  ];
  expect(await told(checkArticlePenalty, [blocks(), functional, byLibrary, on([3], 0.5)])).toEqual(
    Array(4).fill('right'),
  );
  expect(
    await told(
      checkArticlePenalty,
      wrong.map(([, answer]) => answer),
    ),
  ).toEqual(wrong.map(([name]) => name));
  expect((await checkArticlePenalty(on([1], 0.5))).misconception).toBe('another layer is penalized');
  expect((await checkArticlePenalty(3 as never)).message).toContain('has to be a function');
  const only = convNet(SIZES);
  expect((await checkArticlePenalty(() => only)).message).toContain('the same network each time');
  expect(only.getWeights()[0]!.isDisposed).toBe(false);
  only.dispose();
});
