import * as tf from '@tensorflow/tfjs';
import { requireWhole } from '../data/requireWhole';
import { currentOps } from '../engine';
import type { Masking } from '../engine';
import { mixSeeds } from './mixSeeds';

/** How much is left out, and which random numbers decide what. */
export interface DropoutOptions {
  /** Share of the numbers that each training step sets to 0. From 0 to below 1. */
  readonly rate: number;
  /** Decides, together with the number of the update, which ones. Default 1. */
  readonly seed?: number;
}

/**
 * Dropout (Srivastava et al. 2014) as in Keras: in training each number is set to 0 with probability `rate`, and what is
 * left is divided by 1 − rate, so that the expected value stays; in inference nothing happens.
 *
 * tfjs's own draws the same mask at every step if it has a seed, and masks that nobody can repeat if it has none. Here
 * seed and number of the update decide the mask: each step has another one, and a run that goes on from a checkpoint has
 * those of a run that was never stopped.
 */
export class Dropout extends tf.layers.Layer implements Masking {
  /** Keras's name for it. Saved models with tfjs's own layer open with this one. */
  static readonly className = 'Dropout';
  readonly rate: number;
  readonly seed: number;
  /** Stands in for the number of the update where nobody tells it, as in tfjs's own `model.fit`. */
  private calls = 0;

  constructor({ rate, seed, ...rest }: DropoutOptions) {
    super(rest);
    if (!(rate >= 0 && rate < 1)) {
      throw new Error(`dropout requires rate to be a number from 0 to below 1, got ${rate}; write { rate: 0.5 }.`);
    }
    this.rate = rate;
    this.seed = seed ?? 1;
    requireWhole('dropout', 'seed', this.seed, 0);
    this.supportsMasking = true;
  }

  /** 1 / (1 − rate) where a number stays, 0 where it does not. */
  mask(shape: readonly number[], update: number): tf.Tensor {
    return tf.tidy(() => {
      // Far from the seeds of the first weights, which are the network's seed and the number of the layer.
      const seed = mixSeeds(this.seed, 0x0d20);
      const ops = currentOps();
      const uniform = ops
        ? ops.uniform(shape, [seed | 0, update])
        : tf.randomUniform([...shape], 0, 1, 'float32', mixSeeds(seed, update));
      return tf.mul(tf.cast(tf.greaterEqual(uniform, this.rate), 'float32'), 1 / (1 - this.rate));
    });
  }

  override call(
    inputs: tf.Tensor | tf.Tensor[],
    { training, update }: { training?: boolean; update?: number },
  ): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      return training === true ? tf.mul(x, this.mask(x.shape, update ?? this.calls++)) : tf.clone(x);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed };
  }

  /** The signature is tfjs's: how a saved model makes its layers again. */
  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    const { noiseShape, ...options } = config as unknown as DropoutOptions & { noiseShape?: number[] };
    // What leaves out whole rows or channels remains tfjs's.
    return noiseShape ? (tf.layers.dropout({ ...options, noiseShape }) as unknown as T) : new cls(options as never);
  }
}
tf.serialization.registerClass(Dropout);

/**
 * A dropout layer (Srivastava et al. 2014) for models of tfjs, with masks that a seed decides: `trainStep` and `fit` leave
 * out other units at each update, and the same ones when a run is repeated or goes on from a checkpoint. Two layers of a
 * network need two seeds.
 *
 * @throws if rate is not from 0 to below 1, or seed no whole number of at least 0.
 * @example
 * const layer = seededDropout({ rate: 0.5, seed: 1 });
 * const y = layer.apply(tf.ones([1, 1000]), { training: true });
 * // About half of them, each twice as large.
 * [...new Set(await y.data())].sort(); // => [ 0, 2 ]
 */
export function seededDropout(options: DropoutOptions): Dropout {
  return new Dropout(options);
}
