import * as tf from '@tensorflow/tfjs';
import { sum } from 'simple-statistics';
import { requireWhole } from '../data/requireWhole';
import { availableMemory, currentOps, hasGpu, idleMemory, opLayers } from '../engine';
import { AT_ONCE, LARGE } from './adamInOneCall';
import type { KerasAdam } from './KerasAdam';
import type { ConvNetOptions } from './network';
import { isModel, layerSummary } from './summary';
import type { LayerSummary } from './summary';

/** Bytes that training takes at its peak, beside what the process itself takes. */
export interface MemoryForecast {
  /** Weights and biases. They exist as soon as the model does. */
  readonly weights: number;
  /** Adam's two means, as large as the weights each. */
  readonly moments: number;
  readonly gradients: number;
  /** Layer outputs of one batch, and the gradients with respect to them. */
  readonly activations: number;
  /** Rearranged copies that the ops make for themselves. */
  readonly scratch: number;
  readonly total: number;
}

/** What is going to be trained. */
export interface MemoryOptions {
  /** Images per step. Default 128. */
  readonly batchSize?: number;
}

/** What TensorFlow allocates once for threads and small tensors: 40 MB in the measurements below. */
const FIXED = 40e6;
/** The most that it takes for rows of a large gradient, in the same measurements. */
const ROWS_SCRATCH = 48e6;

/**
 * Estimates what training a model with `kerasAdam` takes, before it is tried.
 *
 * For networks that run on TensorFlow's ops, measured peaks (batch 32 to 512, 0.3 to 89 million parameters, two cores)
 * lay between 35 % below and 5 % above the forecast: small networks are overestimated most. For others it is a rough
 * bound: tfjs's automatic differentiation holds every gradient and intermediate result until the step ends.
 *
 * @param network a model, or the options that `convNet` would get: then nothing is allocated for the forecast itself.
 * @returns bytes.
 * @throws if batchSize is no whole number of at least 1.
 * @example
 * const { weights, moments } = forecastMemory({ filters: 8, denseUnits: 32 }, { batchSize: 32 });
 * [weights, moments]; // => [ 699240, 1398480 ]
 */
export function forecastMemory(
  network: tf.LayersModel | ConvNetOptions,
  { batchSize = 128 }: MemoryOptions = {},
): MemoryForecast {
  requireWhole('forecastMemory', 'batchSize', batchSize, 1);
  const layers = layerSummary(network);
  const sizes = weightCounts(network, layers).map((count) => 4 * count);
  const weights = 4 * (isModel(network) ? network.countParams() : sum(layers.map(({ parameters }) => parameters)));
  const trainable = sum(sizes);
  const moments = 2 * trainable;
  const largest = Math.max(0, ...sizes);
  // All layers of `convNet` are known to the fast pass.
  const lean = currentOps() !== undefined && (!isModel(network) || opLayers(network) !== undefined);
  const outputs = layers
    // Flatten only looks at its input in another shape; what batch normalization gives is freed by the layer after it.
    .filter(({ kind }) => kind !== 'Flatten' && !(lean && kind === 'BatchNormalization'))
    .map(({ activationBytes }) => batchSize * activationBytes);
  const largestOutput = Math.max(0, ...outputs);
  const byRows = lean && currentOps()!.applyAdamToAll !== undefined;
  const rowsOf = (bytes: number): number => (bytes < 4 * LARGE ? bytes : 4 * AT_ONCE);
  const gradients = byRows ? sum(sizes.map(rowsOf)) : lean ? largest : trainable;
  const activations = lean ? sum(outputs) + 2 * largestOutput : 4 * sum(outputs);
  const scratch = FIXED + (byRows ? Math.min(2 * largest, ROWS_SCRATCH) : lean ? largest : 4 * largest);
  const total = weights + moments + gradients + activations + scratch;
  return { weights, moments, gradients, activations, scratch, total };
}

/** How many numbers each trainable weight has. */
function weightCounts(network: tf.LayersModel | ConvNetOptions, layers: readonly LayerSummary[]): number[] {
  if (isModel(network)) return network.trainableWeights.map(({ shape }) => tf.util.sizeFromShape(shape as number[]));
  return layers
    .filter(({ parameters }) => parameters > 0)
    .flatMap(({ kind, parameters, outputShape }) => {
      const units = outputShape.at(-1)!;
      // Gamma and beta; the moving statistics are not trained.
      if (kind === 'BatchNormalization') return [units, units];
      const hasBias = kind !== 'Conv2D' || !network.batchNormalization;
      return hasBias ? [parameters - units, units] : [parameters];
    });
}

/**
 * Says before training whether it fits into memory, instead of being killed by the system in the middle of it. Does
 * nothing on a GPU, whose free memory nobody tells.
 *
 * @param available bytes; if left out, what the machine has left and what this process holds without using it.
 * @throws if it does not fit, with the numbers and the largest batch that does.
 */
export function requireMemory(
  model: tf.LayersModel,
  batchSize: number,
  available: number = availableMemory() + idleMemory(),
): void {
  if (hasGpu()) return;
  const there = momentBytes(model);
  const needed = (batch: number): number => {
    const { total, weights, moments } = forecastMemory(model, { batchSize: batch });
    return total - weights - Math.min(moments, there);
  };
  if (needed(batchSize) <= available) return;
  let fitting = batchSize;
  while (fitting >= 1 && needed(fitting) > available) fitting = Math.floor(fitting / 2);
  const advice =
    fitting >= 1
      ? `use batchSize ${fitting}, or a smaller profile`
      : 'no batch size is small enough; use a smaller profile (fewer filters and dense units)';
  throw new Error(
    `Training ${model.countParams().toLocaleString('en')} parameters at batchSize ${batchSize} requires about ` +
      `${gigabytes(needed(batchSize))} more memory, got ${gigabytes(available)} available; ${advice}, ` +
      'or close other programs.',
  );
}

/** Adam's means that exist already, because the model was trained before. */
function momentBytes(model: tf.LayersModel): number {
  // Not `instanceof`, which tfjs redefines for optimizers: it is true for all of them.
  const optimizer = model.optimizer as Partial<KerasAdam> | undefined;
  return optimizer?.momentBytes?.(model.trainableWeights.map((weight) => weight.read())) ?? 0;
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
