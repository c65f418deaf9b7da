import { existsSync } from 'fs';
import * as path from 'path';
import * as tf from '@tensorflow/tfjs';
import type { AdamUpdate, Finish, Ops } from '../ops';
import { replace } from '../opLayer';
import { nativeBackend } from './backend';
import { convolve, filterGradient, hasFewChannels, imageGradient } from './fewChannels';
import { TENSORFLOW_OPS } from './ops';
import { FLOAT, runOp, runOps } from './runOp';
import type { Attributes } from './runOp';

// Ops that TensorFlow lacks, in C++ (native/), which set-up compiles where it can. They do in one pass over memory what
// TensorFlow's own do in several: Adam with penalty and decay, bias and ReLU, their gradients, the loss.

/** Where set-up puts the compiled ops; scripts/setup/steps/nativeOps.mjs has the same path. */
const FILE = path.join(__dirname, '..', '..', '..', '.l2lab', 'native', 'l2lab_ops.node');

/** Undefined until the first question. */
let loaded: boolean | undefined;

/** TensorFlow's ops, with those in C++ in place of several where they were built and TensorFlow computes on the CPU. */
export function tensorflowOps(): Ops {
  loaded ??= loadNativeOps();
  return loaded ? NATIVE_OPS : TENSORFLOW_OPS;
}

/** For comparisons. @returns whether the ops in C++ are used from now on, which they are if it is wanted and they were built */
export function useNativeOps(wanted: boolean): boolean {
  loaded = wanted && loadNativeOps();
  return loaded;
}

function loadNativeOps(): boolean {
  if (nativeBackend().isUsingGpuDevice || process.env['L2LAB_NATIVE_OPS'] === '0' || !existsSync(FILE)) return false;
  try {
    // An addon that exports nothing: TensorFlow has the ops once it is loaded.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    require(FILE);
    return knowsHolders();
  } catch {
    // Built for another TensorFlow; `npm run doctor` says so.
    return false;
  }
}

/** Whether the ops see that a tensor is another's too: what they write over rests on that. */
function knowsHolders(): boolean {
  return tf.tidy(() => {
    const alone = tf.add(tf.ones([8]), 1);
    const before = areSole([alone]);
    const view = tf.reshape(alone, [2, 4]);
    return before && !areSole([alone]) && !areSole([view]);
  });
}

function areSole(tensors: tf.Tensor[]): boolean {
  return readAtOnce(runOp('L2labSole', listOf(tensors.length), tensors)).every((answer) => answer === 1);
}

/** Reads and disposes it. These ops compute on the processor, so there is nothing to wait for. */
function readAtOnce(tensor: tf.Tensor): number[] {
  // eslint-disable-next-line no-restricted-syntax
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
}

const lists = new Map<number, Attributes>();

/** Attributes of an op that takes lists of so many tensors. */
function listOf(length: number): Attributes {
  let attributes = lists.get(length);
  if (attributes === undefined) lists.set(length, (attributes = { integers: { N: length } }));
  return attributes;
}

/** Whether tfjs holds these numbers under one name alone. */
const isSoleInTfjs = ({ dataId }: tf.Tensor): boolean => tf.engine().backend.refCount(dataId) === 1;

const copy = (x: tf.Tensor): tf.Tensor => runOp('DeepCopy', FLOAT, [x]);

/** What an op may write over: the tensor, or a copy in its place where tfjs holds its numbers once more. */
const toWriteOver = (x: tf.Tensor): tf.Tensor => (isSoleInTfjs(x) ? x : replace(x, copy(x)));

/** Gives every variable numbers of its own: another holder keeps the old ones. */
function makeSole(variables: readonly tf.Variable[]): void {
  if (variables.length === 0 || (variables.every(isSoleInTfjs) && areSole([...variables]))) return;
  for (const variable of variables) {
    const own = copy(variable);
    variable.assign(own);
    own.dispose();
  }
}

const NO_FINISH: Finish = { bias: undefined, relu: false };
const WITH_RELU: Attributes = { booleans: { relu: true } };
const WITHOUT_RELU: Attributes = { booleans: { relu: false } };

function finished(y: tf.Tensor, { bias, relu }: Finish): tf.Tensor {
  if (!bias) return relu ? replace(y, TENSORFLOW_OPS.relu(y)) : y;
  const own = toWriteOver(y);
  return replace(own, runOp('L2labBiasRelu', relu ? WITH_RELU : WITHOUT_RELU, [own, bias]));
}

/** What `Numbers` in native/adam.cc has. Rounded at each step as TensorFlow's own Adam does. */
function numbersOf({ scalars }: AdamUpdate): number[] {
  const { beta1Power, beta2Power, learningRate, beta1, beta2, epsilon, penalty, weightDecay = 0 } = scalars;
  const f = Math.fround;
  const step = f(f(f(learningRate) * f(Math.sqrt(f(1 - f(beta2Power))))) / f(1 - f(beta1Power)));
  const { l1, l2 } = penalty ?? { l1: 0, l2: 0 };
  return [step, 1 - f(beta1), 1 - f(beta2), epsilon, l1, 2 * l2, f(learningRate * weightDecay)];
}

/** @returns Σ|w| and Σw² of each weight before its update, where it has a penalty. */
function runAdam(updates: readonly AdamUpdate[]): number[] {
  const column = (i: number): tf.Tensor[] => updates.map(({ variables }) => variables[i]!);
  const starts = tf.tensor1d(
    updates.map(({ start = 0 }) => start),
    'int32',
  );
  const numbers = tf.tensor1d(updates.flatMap(numbersOf));
  const gradients = updates.map(({ gradient }) => gradient);
  const inputs = [...column(0), ...column(1), ...column(2), ...gradients, starts, numbers];
  const sums = readAtOnce(runOp('L2labAdam', listOf(updates.length), inputs));
  tf.dispose([starts, numbers]);
  return sums;
}

function applyAdamToAll(updates: readonly AdamUpdate[]): number[] {
  if (updates.length === 0) return [];
  // Of a weight that comes in parts, the first part has seen to it.
  makeSole(updates.flatMap(({ variables, start = 0 }) => (start === 0 ? [...variables] : [])));
  const sums = runAdam(updates);
  return updates.map(({ scalars: { penalty } }, i) =>
    penalty ? penalty.l1 * sums[2 * i]! + penalty.l2 * sums[2 * i + 1]! : 0,
  );
}

/** TensorFlow's ops, with those in C++ in place of several. */
const NATIVE_OPS: Ops = {
  ...TENSORFLOW_OPS,
  conv2d: (images, filter, geometry, finish) =>
    hasFewChannels(geometry, filter.shape)
      ? convolve(images, filter, geometry, finish)
      : finished(TENSORFLOW_OPS.conv2d(images, filter, geometry, NO_FINISH), finish),
  conv2dImageGradient: (imagesShape, filter, dy, geometry) =>
    hasFewChannels(geometry, filter.shape)
      ? imageGradient(imagesShape, filter, dy, geometry)
      : TENSORFLOW_OPS.conv2dImageGradient(imagesShape, filter, dy, geometry),
  conv2dFilterGradient: (images, filterShape, dy, geometry) =>
    hasFewChannels(geometry, filterShape)
      ? filterGradient(images, filterShape, dy, geometry)
      : TENSORFLOW_OPS.conv2dFilterGradient(images, filterShape, dy, geometry),
  matMul: (a, b, finish) => finished(TENSORFLOW_OPS.matMul(a, b, NO_FINISH), finish),
  finishGradient(dy, y, biasWanted) {
    if (!y && !biasWanted) return { dz: dy, biasGradient: undefined };
    const own = toWriteOver(dy);
    const [dz, biasGradient] = runOps('L2labReluBiasGradient', y ? WITH_RELU : WITHOUT_RELU, [own, y ?? own], 2);
    tf.dispose([own, y]);
    if (biasWanted) return { dz: dz!, biasGradient };
    biasGradient!.dispose();
    return { dz: dz!, biasGradient: undefined };
  },
  crossentropy(logits, labels) {
    const [numbers, gradient] = runOps('L2labCrossentropy', {}, [logits, labels], 2);
    return { numbers: numbers as tf.Tensor1D, gradient: gradient! };
  },
  largestOfChannels: (x) => runOp('L2labLargestOfChannels', {}, [x]) as tf.Tensor1D,
  fusedAdam: true,
  applyAdam: (variables, scalars, gradient) => void applyAdamToAll([{ variables, scalars, gradient }]),
  applyAdamToAll,
};
