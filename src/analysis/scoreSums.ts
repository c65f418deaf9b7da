import * as tf from '@tensorflow/tfjs';
import { countCorrect } from '../engine';
import { SMALLEST_PROBABILITY } from './imageLosses';

/** How good a network is on some images. */
export interface Scores {
  /** Mean of −ln of the probability of the true class, in nats, without penalty. */
  readonly dataLoss: number;
  /** Share of images classified correctly, 0 to 1. */
  readonly accuracy: number;
}

/** [summed data loss, number of right answers] of a batch. The caller owns it; inside `tf.tidy` it is freed. */
export function batchSums(probabilities: tf.Tensor, labels: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const ofTrueClass = tf.sum(tf.mul(probabilities, labels), 1);
    return tf.stack([
      tf.neg(tf.sum(tf.log(tf.maximum(ofTrueClass, SMALLEST_PROBABILITY)))),
      countCorrect(labels, probabilities as tf.Tensor2D),
    ]) as tf.Tensor1D;
  });
}

/** Adds up the batches of several variants of a network. */
export class ScoreSums {
  private readonly sums: Float64Array;
  private images = 0;

  constructor(private readonly variants: number) {
    this.sums = new Float64Array(2 * variants);
  }

  /** @param values of `batchSums`, variant after variant, from variant `first` on. */
  add(values: ArrayLike<number>, first = 0): void {
    for (let i = 0; i < values.length; i++) this.sums[2 * first + i]! += values[i]!;
  }

  /** Tells how many images the sums have grown by. */
  count(images: number): void {
    this.images += images;
  }

  /** Means over the images, a row for each variant. */
  scores(): Scores[] {
    return Array.from({ length: this.variants }, (_, i) => ({
      dataLoss: this.sums[2 * i]! / this.images,
      accuracy: this.sums[2 * i + 1]! / this.images,
    }));
  }
}
