import type * as tf from '@tensorflow/tfjs';
import { idleMemory } from '../tensorflow/idleMemory';
import { availableMemory } from '../tensorflow/machine';
import { hasTensorFlow, nativeBackend } from '../tensorflow/nativeBackend';
import { forecastMemory } from './forecastMemory';
import type { KerasAdam } from './KerasAdam';

/**
 * Says before training whether it fits into memory, instead of being killed by the system in the middle of it. Does
 * nothing on a GPU, whose memory TensorFlow does not tell.
 *
 * @param available bytes; if left out, what the machine has left and what this process holds without using it.
 * @throws if it does not fit, with the numbers and the largest batch that does.
 */
export function requireMemory(
  model: tf.LayersModel,
  batchSize: number,
  available: number = availableMemory() + idleMemory(),
): void {
  if (hasTensorFlow() && nativeBackend().isUsingGpuDevice) return;
  const there = momentBytes(model);
  const needed = (batch: number): number => {
    const { total, weights, moments } = forecastMemory(model, batch);
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
