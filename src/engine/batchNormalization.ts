import * as tf from '@tensorflow/tfjs';
import { requireOps } from './currentOps';
import type { Backward, Forward, GiveGradient, OpLayer, Regularizer, TrainingMode, Weight } from './opLayer';
import type { Normalization } from './ops';
import { weight } from './weightedLayers';

/** The fields of tfjs's own layer that say how it computes. */
interface BatchNormalizationFields {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly gammaRegularizer?: Regularizer | null;
  readonly betaRegularizer?: Regularizer | null;
  readonly gammaConstraint?: unknown;
  readonly betaConstraint?: unknown;
}

/** Batch normalization as ops; undefined if it has an option that is not known here. */
export function batchNormalizationLayer(layer: tf.layers.Layer): OpLayer | undefined {
  const { axis, gammaConstraint, betaConstraint } = layer as unknown as BatchNormalizationFields;
  const axes = (layer.outputShape as number[]).length;
  // Gamma, beta and the two moving statistics: without scale or center there are fewer.
  const serves = layer.weights.length === 4 && (axis === -1 || axis === axes - 1);
  return serves && gammaConstraint == null && betaConstraint == null ? new BatchNormalizationLayer(layer) : undefined;
}

/** Normalizes each channel (the last axis); like Keras's, a frozen layer does so with its moving statistics. */
class BatchNormalizationLayer implements OpLayer {
  readonly readsInput = true;
  readonly readsOutput = false;
  private readonly gamma: Weight;
  private readonly beta: Weight;
  private readonly movingMean: tf.Variable;
  private readonly movingVariance: tf.Variable;
  private readonly momentum: number;
  private readonly epsilon: number;
  private readonly inference: Normalization;
  private readonly training: Normalization;

  constructor(private readonly layer: tf.layers.Layer) {
    const fields = layer as unknown as BatchNormalizationFields;
    // By name: a frozen layer lists its weights in another order.
    const variable = (name: string) =>
      layer.weights.find(({ originalName }) => originalName.split('/').at(-1) === name)!.read() as tf.Variable;
    this.gamma = weight(variable('gamma'), () => fields.gammaRegularizer);
    this.beta = weight(variable('beta'), () => fields.betaRegularizer);
    this.movingMean = variable('moving_mean');
    this.movingVariance = variable('moving_variance');
    ({ momentum: this.momentum, epsilon: this.epsilon } = fields);
    const { epsilon } = this;
    [this.inference, this.training] = [
      { epsilon, inTraining: false },
      { epsilon, inTraining: true },
    ];
  }

  get trainable(): boolean {
    return this.layer.trainable;
  }

  forward(x: tf.Tensor, mode?: TrainingMode): Forward {
    const { gamma, beta, movingMean, movingVariance } = this;
    const inTraining = mode !== undefined && this.trainable;
    const images = asImages(x);
    const inputs = [images, gamma.variable, beta.variable, movingMean, movingVariance];
    const [normed, mean, variance, ...saved] = requireOps().normalizeBatch(
      inputs,
      inTraining ? this.training : this.inference,
    );
    const y = tf.reshape(normed!, x.shape);
    if (inTraining && mode.movesStatistics) this.move(mean!, variance!, x.size / mean!.size);
    tf.dispose([images, normed!, mean!, variance!]);
    if (inTraining) return { y, saved };
    tf.dispose(saved);
    return { y };
  }

  /**
   * Moves the moving statistics towards the batch's. The op divides the sum of squares by count − 1, as for an estimate
   * of the variance from a sample; Keras has the batch's own, divided by count.
   */
  private move(mean: tf.Tensor, variance: tf.Tensor, count: number): void {
    const { momentum } = this;
    const towards = (moving: tf.Variable, value: tf.Tensor, factor: number): void =>
      tf.tidy(() => moving.assign(tf.add(tf.mul(moving, momentum), tf.mul(value, (1 - momentum) * factor))));
    towards(this.movingMean, mean, 1);
    towards(this.movingVariance, variance, count > 1 ? (count - 1) / count : 1);
  }

  backward({ x, dy, saved, inputWanted }: Backward, give: GiveGradient): tf.Tensor | undefined {
    if (!this.trainable) {
      const dx = inputWanted ? tf.tidy(() => tf.mul(dy, this.slope())) : undefined;
      dy.dispose();
      return dx;
    }
    const [images, gradients] = [asImages(x), asImages(dy)];
    const [flat, gamma, beta] = requireOps().normalizeBatchGradient(
      [gradients, images, this.gamma.variable, ...saved],
      this.training,
    );
    const dx = inputWanted ? tf.reshape(flat!, x.shape) : undefined;
    tf.dispose([images, gradients, flat!, dy]);
    give(this.gamma, { whole: () => gamma! });
    give(this.beta, { whole: () => beta! });
    return dx;
  }

  /** What a frozen layer multiplies its input by. */
  private slope(): tf.Tensor {
    return tf.mul(this.gamma.variable, tf.rsqrt(tf.add(this.movingVariance, this.epsilon)));
  }
}

/** The ops want four axes; the numbers stay where they are. */
function asImages(x: tf.Tensor): tf.Tensor {
  const channels = x.shape.at(-1)!;
  return tf.reshape(x, x.rank === 4 ? x.shape : [x.size / channels, 1, 1, channels]);
}
