import * as tf from '@tensorflow/tfjs';
import { sum } from 'simple-statistics';
import type { ConvNetOptions } from '../model/network';
import { layerSummary } from '../model/summary';

/** What there is to do in one training step, counted. */
export interface StepWork {
  /**
   * Multiplications and additions of convolutions and dense layers. The backward pass has two products of the forward
   * pass's size for each layer (the gradients of its weights and of its input), so this is three times the forward pass.
   */
  readonly flops: number;
  /** Numbers that the layers give out: bias, ReLU and its gradient go through them one by one, at the memory's pace. */
  readonly outputs: number;
  /** Weights and biases: the penalty and Adam go through them once a step, whatever the number of images. */
  readonly weights: number;
}

/** Counts the work of a training step with `batchSize` images, from the sizes of the layers. */
export function stepWork(network: tf.LayersModel | ConvNetOptions, batchSize: number): StepWork {
  const layers = layerSummary(network);
  // Flatten only looks at its input in another shape.
  const computing = layers.filter(({ kind }) => kind !== 'Flatten');
  return {
    flops: 3 * batchSize * sum(layers.map(({ flops }) => flops)),
    outputs: batchSize * sum(computing.map(({ outputShape }) => tf.util.sizeFromShape([...outputShape]))),
    weights: sum(layers.map(({ parameters }) => parameters)),
  };
}
