import type * as tf from '@tensorflow/tfjs';
import { evaluateBatch } from '../../src/model/trainStep';
import { golden, goldenBatch } from './golden';

/** Total loss with the penalty, and accuracy, over all golden images in batches of 16, of which the last is smaller. */
export async function evaluateGolden(model: tf.LayersModel): Promise<{ totalLoss: number; accuracy: number }> {
  const count = golden.batch * golden.updates;
  let [loss, correct] = [0, 0];
  for (const [from, to] of [
    [0, 16],
    [16, 32],
    [32, count],
  ] as const) {
    const result = await evaluateBatch(model, goldenBatch(from, to));
    loss += (result.dataLoss + result.penalty) * (to - from);
    correct += result.correct;
  }
  return { totalLoss: loss / count, accuracy: correct / count };
}
