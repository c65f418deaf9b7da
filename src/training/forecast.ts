import type * as tf from '@tensorflow/tfjs';
import { requireWhole } from '../data/requireWhole';
import type { ConvNetOptions } from '../model/network';
import type { TrainingSpeed } from './speed';
import { stepWork } from './stepWork';

/** What `fit` would be asked to do. */
export interface PlannedTraining {
  /** Training images. */
  readonly images: number;
  /** Passes over them. */
  readonly epochs: number;
  /** Images per step. Default 128. */
  readonly batchSize?: number;
  /** Images measured after each epoch. Default 0. */
  readonly validationImages?: number;
}

/** Seconds that a training takes, and what they go to. */
export interface TimeForecast {
  /** Products of convolutions and dense layers, forward and backward. */
  readonly arithmetic: number;
  /** Going through the layers' outputs: bias, ReLU, and their gradients. */
  readonly outputs: number;
  /** Going through the weights: penalty and Adam. */
  readonly updates: number;
  /** What each step costs whatever its size. */
  readonly overhead: number;
  /** Forward passes over the validation images. */
  readonly validation: number;
  readonly total: number;
}

/** A forward pass has one of the three products of a training step, and about a third of all else but the updates. */
const FORWARD_SHARE = 1 / 3;

/**
 * Estimates how long `fit` takes, before it is tried. Every step has three products of the size of its forward pass, goes
 * over the outputs of its layers and once over all weights, and costs a little whatever its size; a validation pass costs
 * a third of a step's work without the updates:
 *
 *     step = flops / flopsPerSecond + outputs / outputsPerSecond + weights / weightsPerSecond + secondsPerStep
 *
 * Nothing is allocated for it, also not for the article's network. `measureSpeed` says how far to trust it.
 *
 * @param network a model, or the options that `convNet` would get (a profile will do).
 * @param speed from `measureSpeed`, on the machine that is asked about.
 * @returns seconds.
 * @throws if a number is no whole number in its range.
 * @example
 * const speed = { flopsPerSecond: 1e11, outputsPerSecond: 1e9, weightsPerSecond: 1e9, secondsPerStep: 0.005 };
 * const { total } = forecastTime({ filters: 8, denseUnits: 32 }, { images: 1000, epochs: 10, batchSize: 100 }, speed);
 * total.toFixed(2); // => '1.44'
 */
export function forecastTime(
  network: tf.LayersModel | ConvNetOptions,
  { images, epochs, batchSize = 128, validationImages = 0 }: PlannedTraining,
  speed: TrainingSpeed,
): TimeForecast {
  requireWhole('forecastTime', 'images', images, 1);
  requireWhole('forecastTime', 'epochs', epochs, 1);
  requireWhole('forecastTime', 'batchSize', batchSize, 1);
  requireWhole('forecastTime', 'validationImages', validationImages, 0);
  const { flops, outputs, weights } = stepWork(network, 1);
  const steps = epochs * Math.ceil(images / batchSize);
  const forwardPasses = epochs * Math.ceil(validationImages / batchSize);
  const secondsPerImage = flops / speed.flopsPerSecond + outputs / speed.outputsPerSecond;
  const parts = {
    arithmetic: (epochs * images * flops) / speed.flopsPerSecond,
    outputs: (epochs * images * outputs) / speed.outputsPerSecond,
    updates: (steps * weights) / speed.weightsPerSecond,
    overhead: steps * speed.secondsPerStep,
    validation: FORWARD_SHARE * (epochs * validationImages * secondsPerImage + forwardPasses * speed.secondsPerStep),
  };
  return { ...parts, total: Object.values(parts).reduce((a, b) => a + b, 0) };
}
