import * as tf from '@tensorflow/tfjs';
import { convNet } from '../model/network';
import { mistake, right } from './CheckResult';
import type { CheckResult } from './CheckResult';
import { agree } from './numbers';
import { randomNumbers, randomWhole } from './randomInputs';
import { withNetworks } from './withNetworks';
import type { NetworkBuilder, NetworkSizes } from './withNetworks';

/** The article's network has so many layers with weights. */
const WEIGHTED = 5;

/** Each has its kernel weights and its biases. */
const WEIGHTS = 2 * WEIGHTED;

/** The large dense layer is the fourth of them. */
const LARGE = 2 * 3;

/** Relative to the largest output: float32. */
const TOLERANCE = 1e-3;

/**
 * Checks a function that builds the article's network: its layers, what they compute, and where their weights begin.
 * The penalty has a check of its own, `checkArticlePenalty`. Any way of writing passes that gives the same network.
 *
 * @param answer e.g. `myNetwork`: from λ and a seed. It is called with new ones for each check.
 * @param sizes filters and units that it is to have.
 * @example
 * const build = (lambda, seed) => convNet({ filters: 2, denseUnits: 4, l2: lambda / 2, seed });
 * (await checkNetwork(build, { filters: 2, denseUnits: 4 })).passed; // => true
 * (await checkNetwork(build, { filters: 4, denseUnits: 4 })).misconception; // => 'other sizes'
 */
export async function checkNetwork(answer: NetworkBuilder, sizes: NetworkSizes): Promise<CheckResult> {
  const seed = randomWhole(1, 1000);
  const [lambda, other] = randomNumbers(2, 0.1, 0.9) as [number, number];
  return withNetworks(
    'myNetwork',
    answer,
    [
      [lambda, seed],
      [other + 1, seed],
      [lambda, seed + 1],
    ],
    async ([network, sameSeed, otherSeed]) =>
      layersProblem(network!, sizes) ??
      (await outputProblem(network!, sizes)) ??
      (await firstWeightsProblem(network!, sameSeed!, otherSeed!)) ??
      right('myNetwork builds the network of the article, in these sizes, with first weights that the seed decides.'),
  );
}

/** By the shapes of the weights, so that an activation may be a layer of its own or not. */
function layersProblem(network: tf.LayersModel, { filters, denseUnits }: NetworkSizes): CheckResult | undefined {
  const odd = network.layers.find((layer) => /Dropout|Noise|BatchNormalization/.test(layer.getClassName()));
  if (odd) {
    return mistake({
      misconception: 'a layer that the article does not have',
      say: `There is a layer of the kind ${odd.getClassName()} in myNetwork; the article has none.`,
    });
  }
  const shapes = network.weights.map(({ shape }) => shape.join(' × '));
  const kernels = network.weights.filter(({ shape }) => shape.length > 1);
  if (kernels.length !== WEIGHTED) {
    return mistake({
      misconception: 'a layer too few or too many',
      say: `myNetwork has ${kernels.length} layers with weights. How many has the article's?`,
    });
  }
  if (shapes.length !== WEIGHTS) {
    return mistake({
      misconception: 'the biases are missing',
      say: 'Each layer of the article has its kernel weights and its biases.',
    });
  }
  const convolutions = [3, filters, filters].flatMap((from) => [`3 × 3 × ${from} × ${filters}`, `${filters}`]);
  const classifier = (inputs: number) => [`${inputs} × ${denseUnits}`, `${denseUnits}`, `${denseUnits} × 10`, '10'];
  const expected = [...convolutions, ...classifier(26 * 26 * filters)];
  if (String(shapes) === String([...convolutions, ...classifier(32 * 32 * filters)])) {
    return mistake({
      misconception: 'padding',
      say: 'The convolutions of myNetwork give images of the size that they get. What does a convolution without padding do to the size?',
    });
  }
  const place = expected.findIndex((shape, i) => shape !== shapes[i]);
  if (place < 0) return undefined;
  return mistake({
    misconception: 'other sizes',
    say:
      `The ${ORDINALS[place >> 1]} layer with weights has ${place % 2 ? 'biases' : 'kernel weights'} of the shape ` +
      `${shapes[place]}, and the article's in these sizes has ${expected[place]}.`,
  });
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'last'];

/** The article's network with the same weights has to answer alike. */
async function outputProblem(network: tf.LayersModel, sizes: NetworkSizes): Promise<CheckResult | undefined> {
  const reference = convNet(sizes);
  reference.setWeights(network.getWeights());
  const images = tf.randomUniform([3, 32, 32, 3]);
  const outputs = [network, reference].map((model) => model.predict(images) as tf.Tensor);
  const [given, expected] = await Promise.all(outputs.map(async (output) => Array.from(await output.data())));
  tf.dispose([images, ...outputs]);
  reference.dispose();
  if (agree(given!, expected!, TOLERANCE)) return undefined;
  const sum = given!.reduce((total, value) => total + value, 0);
  return Math.abs(sum - 3) > TOLERANCE || Math.min(...given!) < 0
    ? mistake({
        misconception: 'no softmax',
        say: 'The ten outputs for an image are no probabilities: they do not add up to 1.',
      })
    : mistake({
        misconception: 'another activation',
        say: "All layers have the right sizes, and yet myNetwork answers otherwise than the article's with the same weights. What comes behind the sum in each layer?",
      });
}

/** Glorot's numbers, decided by the seed alone, others in each layer. */
async function firstWeightsProblem(
  network: tf.LayersModel,
  sameSeed: tf.LayersModel,
  otherSeed: tf.LayersModel,
): Promise<CheckResult | undefined> {
  const [first, again, others] = await Promise.all([network, sameSeed, otherSeed].map(kernelsOf));
  if (first!.some((values, i) => !same(values, again![i]!))) {
    return mistake({
      misconception: 'first weights differ from call to call',
      say: 'With one seed myNetwork starts from other weights each time. Two networks can be compared only if their first weights are the same.',
    });
  }
  if (first!.some((values, i) => same(values, others![i]!))) {
    return mistake({
      misconception: 'the seed is not used',
      say: 'With another seed, some layer starts from the same weights. Does each layer get the seed that the function is given?',
    });
  }
  const [, second, third] = first!;
  if (same(second!, third!)) {
    return mistake({
      misconception: 'two layers start from the same numbers',
      say: 'The second and the third convolution start from the same numbers. What gives each layer numbers of its own?',
    });
  }
  const [inputs, units] = network.getWeights()[LARGE]!.shape as [number, number];
  const limit = Math.sqrt(6 / (inputs + units));
  const squares = first![LARGE / 2]!.reduce((total, w) => total + w * w, 0) / (inputs * units);
  const isGlorot = first![LARGE / 2]!.every((w) => Math.abs(w) <= 1.001 * limit) && squares / (limit ** 2 / 3) > 0.9;
  return isGlorot
    ? undefined
    : mistake({
        misconception: "not Glorot's first weights",
        say: "The first weights of the large layer are not spread evenly between Glorot's limits. Which initializer do they come from?",
      });
}

const same = (first: readonly number[], second: readonly number[]): boolean =>
  first.every((value, i) => value === second[i]);

const kernelsOf = (network: tf.LayersModel): Promise<number[][]> =>
  Promise.all(
    network
      .getWeights()
      .filter(({ shape }) => shape.length > 1)
      .map(async (weights) => Array.from(await weights.data())),
  );
