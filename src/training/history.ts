import { createHash } from 'crypto';
import type * as tf from '@tensorflow/tfjs';
import type { Augmentation } from '../data/augment';
import type { ImageDataset } from '../data/dataset';
import { GlorotUniform } from '../model/glorotUniform';
import { layerNames } from '../model/summary';
import { describeBackend, describeMachine } from '../engine';
import type { EarlyStopping } from './earlyStopping';
import type { WeightSnapshot } from './snapshots';

/** What one pass over a set of images measured. Means over images, so a smaller last batch counts less. */
export interface Metrics {
  /** Mean categorical cross-entropy, in nats, without any penalty. */
  readonly dataLoss: number;
  /** Sum of the regularization penalties of all layers. */
  readonly penalty: number;
  /** dataLoss + penalty: what Keras prints as `loss`. */
  readonly totalLoss: number;
  /** Fraction of images classified correctly, 0 to 1. */
  readonly accuracy: number;
}

/** One epoch of training. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  /** Means over the epoch's steps, while the weights were changing (as Keras reports them). */
  readonly train: Metrics;
  /** Measured after the epoch's last step. Absent when no validation set was given. */
  readonly validation?: Metrics;
  /** Wall-clock seconds of the epoch, validation included. */
  readonly seconds: number;
  /** Median wall-clock seconds of one training step in this epoch. */
  readonly stepSeconds: number;
}

/** Everything needed to repeat a run and to plot it. Plain JSON; at the end of a cell it shows itself in one line. */
export interface History {
  /** Short name for legends, e.g. `baseline` or `L2`. */
  readonly label: string;
  readonly epochs: readonly EpochRecord[];
  /** The weights after the epochs that were asked for, in their order; those of a diverged network are left out. */
  readonly snapshots: readonly WeightSnapshot[];
  readonly settings: RunSettings;
  readonly environment: RunEnvironment;
  /** True when the run was stopped before its last epoch. */
  readonly stopped: boolean;
  /** Of a finished run with early stopping: the epoch whose weights the network has now. */
  readonly bestEpoch?: number;
}

/** The choices that determine a run. */
export interface RunSettings {
  readonly epochs: number;
  readonly batchSize: number;
  /** Of the order of the images. */
  readonly seed: number;
  /** Of the first weights; null if `glorotUniform` did not draw all of them with one seed, or they were trained before. */
  readonly weightSeed: number | null;
  readonly trainImages: number;
  /** Name of the training images and a fingerprint of pixels and labels. */
  readonly trainData: string;
  readonly validationImages: number;
  /** The same for the validation images; null without any. */
  readonly validationData: string | null;
  readonly parameters: number;
  /** The network, e.g. `Dense 1 {"units":256,"activation":"relu"}`. */
  readonly layers: readonly string[];
  /** Kind and settings, e.g. `KerasAdam {"learningRate":0.0001,…}`. */
  readonly optimizer: string;
  /** The layers with a penalty, e.g. `Dense 1: L2 {"l2":0.01}`. */
  readonly penalties: readonly string[];
  /** How the training images were varied; absent if they were not. */
  readonly augment?: Required<Augmentation>;
  /** Absent if the run was to train for all its epochs. */
  readonly earlyStopping?: EarlyStopping;
}

/** Where a run happened; the same seed repeats a history only on the same machine and backend. */
export interface RunEnvironment {
  /** e.g. `TensorFlow 2.21.0 on CPU, 2 threads; no GPU was found`. */
  readonly backend: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
}

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** A history that shows itself in one line where Node or the notebook prints it; as JSON it is the same as without. */
export function createHistory(fields: History): History {
  return Object.defineProperty({ ...fields }, INSPECT, { value: () => describeHistory(fields) });
}

function describeHistory({ label, epochs, settings, stopped, bestEpoch }: History): string {
  const last = bestEpoch === undefined ? epochs.at(-1) : epochs[bestEpoch - 1];
  const numbers = (metrics: Metrics): string =>
    `data loss ${metrics.dataLoss.toFixed(3)}, accuracy ${metrics.accuracy.toFixed(3)}`;
  return [
    `History of ${label}: ${epochs.length} of ${settings.epochs} epochs${stopped ? ', stopped' : ''}`,
    ...(bestEpoch === undefined ? [] : [`best epoch ${bestEpoch}`]),
    ...(last ? [`train ${numbers(last.train)}`] : []),
    ...(last?.validation ? [`held out ${numbers(last.validation)}`] : []),
  ].join('; ');
}

/** Records where a run happens. Call it after the backend is chosen. */
export function describeEnvironment(): RunEnvironment {
  const { description, tfjsVersion, tensorflowVersion } = describeBackend();
  return {
    backend: description,
    machine: describeMachine(),
    versions: {
      node: process.versions.node,
      tfjs: tfjsVersion,
      ...(tensorflowVersion && { tensorflow: tensorflowVersion }),
    },
  };
}

/** Tells images apart, whatever they are called: 154 MB take a fraction of a second. */
export function describeImages({ name, images, labels }: ImageDataset): string {
  const fingerprint = createHash('sha256').update(images).update(labels).digest('hex').slice(0, 16);
  return `${name}, sha256 ${fingerprint}…`;
}

/** What a compiled model contributes to the settings of a run. */
export function describeModel(
  model: tf.LayersModel,
): Pick<RunSettings, 'parameters' | 'layers' | 'optimizer' | 'penalties' | 'weightSeed'> {
  const named = [...layerNames(model)];
  return {
    parameters: model.countParams(),
    layers: named.map(([layer, name]) => `${name} ${JSON.stringify(shapeOf(layer))}`),
    optimizer: `${model.optimizer.getClassName()} ${JSON.stringify(model.optimizer.getConfig())}`,
    penalties: named.flatMap(([layer, name]) => {
      const { kernelRegularizer, biasRegularizer } = layer.getConfig() as Record<string, Serialized | null>;
      return [
        ...(kernelRegularizer ? [`${name}: ${describe(kernelRegularizer)}`] : []),
        ...(biasRegularizer ? [`${name}, bias: ${describe(biasRegularizer)}`] : []),
      ];
    }),
    weightSeed: weightSeed(model),
  };
}

/** What decides a layer's arithmetic, by tfjs's names. */
const SHAPE = [
  ...['filters', 'units', 'kernelSize', 'strides', 'padding', 'poolSize', 'rate', 'seed', 'activation', 'useBias'],
  ...['momentum', 'epsilon'],
];

const shapeOf = (layer: tf.layers.Layer): Record<string, unknown> =>
  Object.fromEntries(Object.entries(layer.getConfig()).filter(([key]) => SHAPE.includes(key)));

/** How tfjs writes down a regularizer or an initializer. */
interface Serialized {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const describe = ({ className, config }: Serialized): string => `${className} ${JSON.stringify(config)}`;

function weightSeed(model: tf.LayersModel): number | null {
  const seeds = model.layers
    .filter(({ weights }) => weights.length > 0)
    .map((layer) => layer.getConfig())
    // Batch normalization starts from the same numbers whatever the seed.
    .filter((config) => !('gammaInitializer' in config))
    .map((config) => config['kernelInitializer'] as unknown as Serialized | undefined)
    .map((from) => (from?.className === GlorotUniform.className ? (from.config['seed'] as number) : null));
  return seeds.length > 0 && new Set(seeds).size === 1 ? seeds[0]! : null;
}
