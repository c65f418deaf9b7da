import * as tf from '@tensorflow/tfjs';
import { hasTensorFlow } from '../tensorflow/nativeBackend';
import { runKernel } from '../tensorflow/runOp';

/** What tfjs layers accept as `kernelInitializer`. */
export type Initializer = ReturnType<typeof tf.initializers.glorotUniform>;

// tfjs exports functions that make initializers, but not their base class, which its layers check for.
const InitializerBase = Object.getPrototypeOf(tf.initializers.zeros().constructor) as new () => Initializer;

export interface GlorotUniformOptions {
  readonly seed: number;
  /** Numbers the layers of a network, so that one seed gives each of them other weights. */
  readonly stream?: number;
}

/** Uniform in ±√(6 / (fanIn + fanOut)) (Glorot & Bengio 2010): what Keras layers start from. */
export class GlorotUniform extends InitializerBase {
  static readonly className = 'SeededGlorotUniform';
  readonly seed: number;
  readonly stream: number;

  constructor({ seed, stream = 0 }: GlorotUniformOptions) {
    super();
    if (![seed, stream].every(Number.isInteger)) {
      throw new Error(
        `glorotUniform requires seed and stream to be whole numbers, got ${seed} and ${stream}.`,
      );
    }
    this.seed = seed;
    this.stream = stream;
  }

  apply(shape: tf.Shape): tf.Tensor {
    const known = shape as number[];
    // A kernel's last two sizes are its input and output channels; sizes before them are the window.
    const window = tf.util.sizeFromShape(known.slice(0, -2));
    const limit = Math.sqrt(6 / (window * (known.at(-2)! + known.at(-1)!)));
    if (!hasTensorFlow())
      return tf.randomUniform(known, -limit, limit, 'float32', mix(this.seed, this.stream));
    return tf.tidy(() => {
      const inputs = [tf.tensor1d(known, 'int32'), tf.tensor1d([this.seed, this.stream], 'int32')];
      const types = { dtype: 'float32', T: 'int32', Tseed: 'int32' } as const;
      const random = runKernel('StatelessRandomUniform', { types }, inputs);
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
 * Keras's default initializer for kernels, seeded: the same seed, stream and shape give the same weights on the same
 * backend. TensorFlow draws the numbers itself: tfjs's own takes seconds for the article's 88 million.
 *
 * @example tf.layers.dense({ units: 10, kernelInitializer: glorotUniform({ seed: 1, stream: 4 }) })
 * @throws if seed or stream is no whole number.
 */
export function glorotUniform(options: GlorotUniformOptions): GlorotUniform {
  return new GlorotUniform(options);
}

/** One seed out of two; never 0, which tfjs takes for "no seed". */
function mix(seed: number, stream: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0 || 1;
}
