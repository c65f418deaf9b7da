import * as tf from '@tensorflow/tfjs';
import { requireWhole } from '../data/requireWhole';
import { currentOps } from '../engine';
import { mixSeeds } from './mixSeeds';

/** What tfjs layers accept as `kernelInitializer`. */
export type Initializer = ReturnType<typeof tf.initializers.glorotUniform>;

// tfjs exports functions that make initializers, but not their base class, which its layers check for.
const InitializerBase = Object.getPrototypeOf(tf.initializers.zeros().constructor) as new () => Initializer;

/** Which random numbers a layer starts from. */
export interface GlorotUniformOptions {
  /** Decides the weights. Default 1. */
  readonly seed?: number;
  /** Numbers the layers of a network, so that one seed gives each of them other weights. Default 0. */
  readonly stream?: number;
}

/** Uniform in ±√(6 / (fanIn + fanOut)) (Glorot & Bengio 2010): what Keras layers start from. */
export class GlorotUniform extends InitializerBase {
  static readonly className = 'SeededGlorotUniform';
  readonly seed: number;
  readonly stream: number;

  constructor({ seed = 1, stream = 0 }: GlorotUniformOptions = {}) {
    super();
    requireWhole('glorotUniform', 'seed', seed, 0);
    requireWhole('glorotUniform', 'stream', stream, 0);
    this.seed = seed;
    this.stream = stream;
  }

  apply(shape: tf.Shape): tf.Tensor {
    const known = shape as number[];
    // The last two sizes are the input and output channels; sizes before them are a convolution's window.
    const window = tf.util.sizeFromShape(known.slice(0, -2));
    const limit = Math.sqrt(6 / (window * (known.at(-2)! + known.at(-1)!)));
    const ops = currentOps();
    if (!ops) {
      return tf.randomUniform(known, -limit, limit, 'float32', mixSeeds(this.seed, this.stream));
    }
    return tf.tidy(() => {
      const random = ops.uniform(known, [this.seed, this.stream]);
      const scaled = tf.mul(random, 2 * limit);
      random.dispose();
      return tf.sub(scaled, limit);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { seed: this.seed, stream: this.stream };
  }

  /** The signature is tfjs's: how a saved model makes its initializers again. */
  static fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls(config);
  }
}
tf.serialization.registerClass(GlorotUniform);

/**
 * Keras's default initializer for kernel weights: uniform in ±√(6 / (fanIn + fanOut)) (Glorot & Bengio 2010), seeded. The
 * same seed, stream and shape give the same weights, on TensorFlow and WebGPU alike; plain JavaScript draws others, and
 * would take seconds for the article's 88 million.
 *
 * @returns what a layer takes as `kernelInitializer`.
 * @throws if seed or stream is no whole number of at least 0.
 * @example
 * const weights = glorotUniform({ seed: 1, stream: 4 }).apply([100, 50]);
 * const limit = Math.sqrt(6 / (100 + 50));
 * (await tf.max(tf.abs(weights)).array()) <= limit; // => true
 */
export function glorotUniform(options: GlorotUniformOptions = {}): GlorotUniform {
  return new GlorotUniform(options);
}
