import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches';
import { currentOps, forwardPass, opLayers, trainingPass, uninterrupted } from '../engine';
import type { GradientVisitor, OpLayer, PassNumbers, TrainingMode } from '../engine';
import { autodiffForward, autodiffPass } from './autodiff';
import type { PassScalars } from './autodiff';
import type { KerasAdam, NamedTensor } from './KerasAdam';
import { penaltyTensor } from './regularizers';
import { AdamInOneCall } from './adamInOneCall';
import { weightNames } from './summary';

/** Images and labels of one step, as `epochBatches` gives them. */
export type StepBatch = Pick<Batch, 'images' | 'labels'>;

/** What one batch measured. */
export interface BatchResult {
  /** Mean categorical cross-entropy of the batch in nats, without penalty. */
  readonly dataLoss: number;
  /** Sum of the penalties of all layers. */
  readonly penalty: number;
  /** Number of images classified correctly. */
  readonly correct: number;
}

/** What one batch measured, and the gradients of its total loss. */
export interface LossGradients extends BatchResult {
  /** By layer, e.g. `Dense 1/kernel` and `Dense 1/bias`; each of the weight's own shape. */
  readonly gradients: Record<string, tf.Tensor>;
}

/**
 * One training step: forward pass, loss, gradients of data loss + penalty, and the update by the optimizer that the model
 * was compiled with. The numbers are those of the forward pass, before the update. Leaves no tensor behind; an interrupt
 * of the notebook takes effect before or after a step, never within.
 *
 * @throws if the model is not compiled, or images and labels differ in number.
 * @example
 * const { train } = syntheticShapes({ trainImages: 8, testImages: 1 });
 * const model = convNet({ filters: 2, denseUnits: 4 });
 * model.compile({ optimizer: kerasAdam(), loss: 'categoricalCrossentropy' });
 * const [batch] = epochBatches(train, { batchSize: 8, epoch: 1 });
 * const { penalty } = await trainStep(model, batch);
 * tf.dispose(batch);
 * penalty; // => 0
 */
export async function trainStep(model: tf.LayersModel, batch: StepBatch): Promise<BatchResult> {
  requireSameCount('trainStep', batch);
  requireOptimizer('trainStep', model);
  const { optimizer } = model;
  return read(
    uninterrupted(() =>
      tf.tidy(() => {
        const mode = { update: optimizer.iterations, movesStatistics: true };
        const layers = fastLayers(model);
        if (layers && currentOps()!.applyAdamToAll && updatesOneByOne(optimizer)) {
          const update = new AdamInOneCall(optimizer, model);
          // Before the weights change.
          const otherPenalties = penaltyTensor(model, update.counts);
          const numbers = trainingPass(layers, batch.images, batch.labels, update, mode);
          return together(numbers, tf.add(otherPenalties, update.finish()));
        }
        if (updatesOneByOne(optimizer)) {
          const numbers = pass(model, batch, mode, updatesBy(optimizer));
          optimizer.finishUpdate();
          return numbers;
        }
        const gradients: NamedTensor[] = [];
        const numbers = pass(model, batch, mode, {
          total: (variable, gradient) => gradients.push({ name: variable.name, tensor: tf.clone(gradient) }),
        });
        optimizer.applyGradients(gradients);
        return numbers;
      }),
    ),
  );
}

/** The forward pass alone, as in `trainStep` but with layers in their inference mode. */
export async function evaluateBatch(model: tf.LayersModel, batch: StepBatch): Promise<BatchResult> {
  requireSameCount('evaluateBatch', batch);
  return read(
    uninterrupted(() =>
      tf.tidy(() => {
        const layers = fastLayers(model);
        const numbers = layers
          ? forwardPass(layers, batch.images, batch.labels)
          : stack(autodiffForward(model, batch.images, batch.labels));
        return together(numbers, penaltyTensor(model));
      }),
    ),
  );
}

/**
 * Every gradient of the total loss (data loss + penalty) for one batch; the caller disposes them. `trainStep` does the
 * same without holding them all at once: dropout leaves out what the next step would, and the model stays as it is.
 *
 * @throws if images and labels differ in number.
 * @example
 * const { train } = syntheticShapes({ trainImages: 8, testImages: 1 });
 * const [batch] = epochBatches(train, { batchSize: 8, epoch: 1 });
 * const { gradients } = await lossGradients(convNet({ filters: 2, denseUnits: 4 }), batch);
 * Object.keys(gradients).slice(-2); // => [ 'Dense 2/kernel', 'Dense 2/bias' ]
 * gradients['Dense 2/bias'].shape; // => [ 10 ]
 * tf.dispose([batch, gradients]);
 */
export async function lossGradients(model: tf.LayersModel, batch: StepBatch): Promise<LossGradients> {
  requireSameCount('lossGradients', batch);
  const found = new Map<string, tf.Tensor>();
  const visit: GradientVisitor = {
    total: (variable, gradient) => found.set(variable.name, tf.keep(tf.clone(gradient))),
  };
  const mode = { update: model.optimizer?.iterations ?? 0, movesStatistics: false };
  let result: BatchResult;
  try {
    result = await read(uninterrupted(() => tf.tidy(() => pass(model, batch, mode, visit))));
  } catch (error) {
    tf.dispose([...found.values()]);
    throw error;
  }
  // In the order of the layers: the backward pass meets them in the opposite one.
  const gradients = Object.fromEntries(
    [...weightNames(model)].flatMap(([variable, name]) => {
      const gradient = found.get(variable);
      return gradient ? [[name, gradient]] : [];
    }),
  );
  return { ...result, gradients };
}

/** Forward and backward pass. @returns data loss, penalty and number of correct images as one tensor. */
function pass(
  model: tf.LayersModel,
  { images, labels }: StepBatch,
  mode: TrainingMode,
  visit: GradientVisitor,
): tf.Tensor1D {
  const layers = fastLayers(model);
  if (layers) {
    // Before the weights change.
    const penalty = penaltyTensor(model);
    return together(trainingPass(layers, images, labels, visit, mode), penalty);
  }
  const { penalty, ...scalars } = autodiffPass(model, images, labels, () => penaltyTensor(model), visit, mode);
  const numbers = together(stack(scalars), penalty);
  // Kept beyond its own scope.
  tf.dispose([penalty, scalars]);
  return numbers;
}

/** Not `instanceof`, which tfjs redefines for optimizers: it is true for all of them. */
function updatesOneByOne(optimizer: tf.Optimizer): optimizer is KerasAdam {
  return 'applyGradient' in optimizer && 'finishUpdate' in optimizer;
}

/** Applies each gradient as soon as it is there; where the engine's Adam can, it adds the penalty's part by itself. */
function updatesBy(optimizer: KerasAdam): GradientVisitor {
  return {
    total: (variable, gradient) => optimizer.applyGradient(variable, gradient),
    ...(currentOps()?.fusedAdam && {
      parts: (variable, dataGradient, penalty) => {
        const gradient = dataGradient.whole();
        optimizer.applyGradient(variable, gradient, penalty);
        gradient.dispose();
      },
    }),
  };
}

/** The model's layers as ops, where the engine has them and all layers are known. */
function fastLayers(model: tf.LayersModel): OpLayer[] | undefined {
  return currentOps() ? opLayers(model) : undefined;
}

const stack = ({ dataLoss, correct }: PassScalars): PassNumbers =>
  tf.stack([dataLoss, correct].map((x) => x.asScalar())) as tf.Tensor1D;

/** The three numbers in one tensor: on a GPU every read waits for the device. */
const together = (numbers: PassNumbers, penalty: tf.Scalar): tf.Tensor1D =>
  tf.concat([numbers, tf.reshape(penalty, [1])]) as tf.Tensor1D;

async function read(numbers: tf.Tensor1D): Promise<BatchResult> {
  try {
    const [dataLoss, correct, penalty] = await numbers.data();
    return { dataLoss: dataLoss!, penalty: penalty!, correct: correct! };
  } finally {
    numbers.dispose();
  }
}

/** @throws unless `model.compile` has been called. */
export function requireOptimizer(where: string, model: tf.LayersModel): void {
  if (model.optimizer) return;
  throw new Error(
    `${where} requires a compiled model; call model.compile({ optimizer, loss: 'categoricalCrossentropy' }) first.`,
  );
}

function requireSameCount(where: string, { images, labels }: StepBatch): void {
  if (images.shape[0] !== labels.shape[0]) {
    throw new Error(
      `${where} requires one label for each image, got ${images.shape[0]} images and ${labels.shape[0]} labels.`,
    );
  }
}
