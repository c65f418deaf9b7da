import * as tf from '@tensorflow/tfjs';
import { currentOps, uninterrupted } from '../engine';
import type { AdamUpdate, PenaltyCoefficients } from '../engine';
import { shrink } from './shrink';

/** Adam's settings; the defaults are Keras's. */
export interface KerasAdamOptions {
  /** Step size at the first update. Default 0.001. */
  readonly learningRate?: number;
  /** Share of the old mean of gradients that is kept at each update. Default 0.9. */
  readonly beta1?: number;
  /** The same for the mean of squared gradients. Default 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite where gradients are 0. Default 10⁻⁷. */
  readonly epsilon?: number;
  /**
   * The learning rate of update t, counted from 0, is learningRate / (1 + decay · t). This is no weight decay.
   * Default 0.
   */
  readonly decay?: number;
}

/** tfjs's own type of this shape is not exported. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: tf.Tensor;
}

interface Moments {
  readonly variableName: string;
  /** Mean of gradients. */
  readonly m: tf.Variable;
  /** Mean of squared gradients. */
  readonly v: tf.Variable;
}

/**
 * Adam (Kingma & Ba 2014, the formulation before section 2.1) as Keras computes it, which differs from tfjs's in where
 * ε stands and in having the old `decay`:
 *
 *     rate = learningRate / (1 + decay·t)              t = 0, 1, 2, …
 *     step = rate · √(1 − beta2^(t+1)) / (1 − beta1^(t+1))
 *     m ← m + (g − m)(1 − beta1)    v ← v + (g² − v)(1 − beta2)    w ← w − step · m / (√v + ε)
 *
 * On TensorFlow and WebGPU each variable is updated by one op, in place; elsewhere by those of tfjs.
 */
export class KerasAdam extends tf.Optimizer {
  static readonly className: string = 'KerasAdam';
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly decay: number;
  private moments: Moments[] = [];
  private iterationsTensor: tf.Variable | undefined;

  constructor(options: KerasAdamOptions = {}) {
    super();
    const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, decay = 0 } = options;
    this.requireRange('learningRate', learningRate, learningRate > 0, 'above 0');
    this.requireRange('beta1', beta1, beta1 >= 0 && beta1 < 1, 'in [0, 1)');
    this.requireRange('beta2', beta2, beta2 >= 0 && beta2 < 1, 'in [0, 1)');
    this.requireRange('epsilon', epsilon, epsilon > 0, 'above 0');
    this.requireRange('decay', decay, decay >= 0, 'at least 0');
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.decay = decay;
  }

  /** The learning rate of the next update, after decay. */
  get currentLearningRate(): number {
    return this.learningRate / (1 + this.decay * this.iterations);
  }

  /** Bytes of the two means that exist so far for these variables. */
  momentBytes(variables: readonly tf.Tensor[]): number {
    const names = new Set(variables.map((variable) => (variable as tf.Variable).name));
    const own = this.moments.filter(({ variableName }) => names.has(variableName));
    return own.reduce((bytes, { m, v }) => bytes + 4 * (m.size + v.size), 0);
  }

  /** One update of every variable named, which an interrupt does not cut; gradients stay the caller's. */
  applyGradients(gradients: tf.NamedTensorMap | NamedTensor[]): void {
    const named = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    uninterrupted(() => this.applyAll(named));
  }

  private applyAll(gradients: readonly NamedTensor[]): void {
    for (const { name, tensor } of gradients) {
      const variable = tf.engine().registeredVariables[name];
      if (variable === undefined) {
        throw new Error(`KerasAdam requires gradients of tfjs variables, got one for the unknown '${name}'.`);
      }
      // tfjs passes null for variables that the loss does not depend on.
      if (tensor != null) this.applyGradient(variable, tensor);
    }
    this.finishUpdate();
  }

  /**
   * Updates one variable, so that its gradient can be freed before the next is computed. Call `finishUpdate` once all
   * variables of a step are done.
   *
   * @param penalty its gradient is still to be added; only where the engine's Adam is fused.
   */
  applyGradient(variable: tf.Variable, gradient: tf.Tensor, penalty?: PenaltyCoefficients): void {
    const { variables, scalars } = this.updateOf(variable, gradient, penalty);
    const { learningRate: rate, weightDecay, beta1Power, beta2Power } = scalars;
    tf.tidy(() => {
      const ops = currentOps();
      if (weightDecay > 0 && !ops?.fusedAdam) shrink(variable, rate * weightDecay);
      if (ops) {
        const unfused = { ...scalars, penalty: undefined, weightDecay: 0 };
        ops.applyAdam(variables, ops.fusedAdam ? scalars : unfused, gradient);
        return;
      }
      const [, m, v] = variables;
      const step = (rate * Math.sqrt(1 - beta2Power)) / (1 - beta1Power);
      m.assign(tf.add(m, tf.mul(tf.sub(gradient, m), 1 - this.beta1)));
      v.assign(tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), 1 - this.beta2)));
      const change = tf.div(tf.mul(m, step), tf.add(tf.sqrt(v), this.epsilon));
      variable.assign(tf.sub(variable, change));
    });
  }

  /** One variable's part of the next update, for an engine that does it. */
  updateOf(variable: tf.Variable, gradient: tf.Tensor, penalty: PenaltyCoefficients | undefined) {
    const { m, v } = this.momentsOf(variable);
    const { beta1, beta2, epsilon, currentLearningRate: learningRate } = this;
    const t = this.iterations + 1;
    // Powers of the float32 betas, because these are the ones that TensorFlow and Keras have.
    const beta1Power = Math.pow(Math.fround(beta1), t);
    const beta2Power = Math.pow(Math.fround(beta2), t);
    const rates = { beta1Power, beta2Power, learningRate, beta1, beta2, epsilon };
    const scalars = { ...rates, penalty, weightDecay: this.weightDecayOf(variable) };
    return { variables: [variable, m, v], gradient, scalars } as const satisfies AdamUpdate;
  }

  /** At each update the variable loses the share learning rate · weightDecay of itself; Adam's own have none. */
  protected weightDecayOf(_variable: tf.Variable): number {
    return 0;
  }

  /** Counts the update: the next one uses the next learning rate. */
  finishUpdate(): void {
    this.incrementIterations();
  }

  private momentsOf(variable: tf.Variable): Moments {
    let moments = this.moments.find(({ variableName }) => variableName === variable.name);
    if (moments === undefined) {
      const zeros = (): tf.Variable => tf.tidy(() => tf.variable(tf.zerosLike(variable as tf.Tensor), false));
      moments = { variableName: variable.name, m: zeros(), v: zeros() };
      this.moments.push(moments);
    }
    return moments;
  }

  /**
   * The state needed to go on later: the number of updates, then the two means of each variable. The tensors stay the
   * optimizer's own: do not dispose them, and read them before the next update.
   */
  override async getWeights(): Promise<NamedTensor[]> {
    this.iterationsTensor ??= tf.tidy(() => tf.variable(tf.scalar(0, 'int32'), false));
    const counter = this.iterationsTensor;
    tf.tidy(() => counter.assign(tf.scalar(this.iterations, 'int32')));
    return [
      { name: 'iter', tensor: counter },
      ...this.moments.map(({ variableName, m }) => ({ name: `${variableName}/m`, tensor: m as tf.Tensor })),
      ...this.moments.map(({ variableName, v }) => ({ name: `${variableName}/v`, tensor: v as tf.Tensor })),
    ];
  }

  /**
   * Takes over a state from `getWeights`; the tensors may be disposed afterwards.
   *
   * @throws if the state is incomplete. State of variables that do not exist is kept and never used.
   */
  override async setWeights(state: NamedTensor[]): Promise<void> {
    const rest = state.slice(1);
    const half = rest.length / 2;
    const firsts = rest.slice(0, half);
    firsts.forEach(({ name, tensor }, i) => requireSameShape(name, tensor, rest[half + i]?.tensor));
    this.disposeMoments();
    this.iterations_ = (await state[0]!.tensor.data())[0]!;
    const copy = (tensor: tf.Tensor): tf.Variable => tf.tidy(() => tf.variable(tf.clone(tensor), false));
    this.moments = firsts.map(({ name, tensor }, i) => ({
      variableName: name.replace(/\/m$/, ''),
      m: copy(tensor),
      v: copy(rest[half + i]!.tensor),
    }));
  }

  getConfig(): tf.serialization.ConfigDict {
    const { learningRate, beta1, beta2, epsilon, decay } = this;
    return { learningRate, beta1, beta2, epsilon, decay };
  }

  /** The signature is tfjs's: how a saved optimizer is made again. */
  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls(config);
  }

  /** Frees the state of all variables. */
  override dispose(): void {
    this.disposeMoments();
    this.iterationsTensor?.dispose();
    this.iterationsTensor = undefined;
  }

  /** @throws with the name of the function that was called. */
  protected requireRange(name: string, value: number, ok: boolean, range: string): void {
    if (ok && Number.isFinite(value)) return;
    const where = this.getClassName().replace('Keras', 'keras');
    throw new Error(`${where} requires ${name} to be a number ${range}, got ${value}.`);
  }

  private disposeMoments(): void {
    for (const { m, v } of this.moments) tf.dispose([m, v]);
    this.moments = [];
  }
}
tf.serialization.registerClass(KerasAdam);

/**
 * Adam (Kingma & Ba 2014) as Keras computes it, with the old `decay` of the learning rate: what `model.compile` takes as
 * `optimizer`.
 *
 * @throws if an option is out of its range.
 * @example
 * const optimizer = kerasAdam({ learningRate: 0.1, decay: 1 });
 * const w = tf.tidy(() => tf.variable(tf.ones([2])));
 * optimizer.minimize(() => tf.sum(w), false, [w]);
 * (await w.array()).map((value) => value.toFixed(3)); // => [ '0.900', '0.900' ]
 * optimizer.currentLearningRate; // => 0.05
 */
export function kerasAdam(options: KerasAdamOptions = {}): KerasAdam {
  return new KerasAdam(options);
}

function requireSameShape(name: string, m: tf.Tensor, v: tf.Tensor | undefined): void {
  if (v === undefined || !tf.util.arraysEqual(m.shape, v.shape)) {
    throw new Error(
      `KerasAdam.setWeights requires two means of one shape for each variable; '${name}' has [${m.shape}] and ` +
        `[${v?.shape ?? 'none'}]. The state is incomplete or not from getWeights.`,
    );
  }
}
