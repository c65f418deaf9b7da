import type * as tf from '@tensorflow/tfjs';
import { DivergedError, weightMagnitudes } from '../model/weightMagnitudes';
import type { WeightMagnitudes } from '../model/weightMagnitudes';

/** How large the kernel weights of every layer were at one moment of a run. */
export interface WeightSnapshot {
  /** Epochs done; 0 is before the first step. */
  readonly epoch: number;
  /**
   * In the order of the layers, under the label of the run. A layer's `binEdges` are the same in every epoch, but for
   * their number, which follows the largest weight.
   */
  readonly layers: readonly WeightMagnitudes[];
}

/** @returns undefined if a weight is not a finite number: the run may go on, but there is nothing to draw. */
export async function takeSnapshot(
  model: tf.LayersModel,
  { epoch, label }: { readonly epoch: number; readonly label: string },
): Promise<WeightSnapshot | undefined> {
  try {
    return { epoch, layers: await weightMagnitudes({ [label]: model }) };
  } catch (error) {
    if (error instanceof DivergedError) return undefined;
    throw error;
  }
}

/** The same snapshot of a run that goes on under another label. */
export const relabel = ({ epoch, layers }: WeightSnapshot, label: string): WeightSnapshot => ({
  epoch,
  layers: layers.map((row) => ({ ...row, network: label })),
});
