import type * as tf from '@tensorflow/tfjs';

/** One layer of a network in numbers. */
export interface LayerAccount {
  readonly name: string;
  /** Keras's name of the kind, e.g. `Conv2D`. */
  readonly kind: string;
  /** Of one image, without the batch. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
  /** Floating-point operations of the forward pass for one image; a multiplication and its addition are two. */
  readonly flops: number;
  /** Bytes of the output for one image, in float32. */
  readonly activationBytes: number;
}

/** The number of weights and biases of a model; those that two layers share count once. */
export function countParameters(model: tf.LayersModel): number {
  return model.countParams();
}

/**
 * A row for each layer: shape, parameters, arithmetic and memory. The arithmetic counts convolutions and dense layers,
 * with their biases; other layers count 0, which is nothing beside them.
 */
export function layerAccounts(model: tf.LayersModel): LayerAccount[] {
  return model.layers.map((layer) => {
    const outputShape = (layer.outputShape as number[]).slice(1);
    const outputs = product(outputShape);
    const [kernel, bias] = layer.weights.map(({ shape }) => shape as number[]);
    const kind = layer.getClassName();
    let flops = 0;
    if (kernel !== undefined && (kind === 'Conv2D' || kind === 'Dense')) {
      // Each output is a sum over all of the kernel but its last axis, which numbers the outputs.
      flops = 2 * outputs * product(kernel.slice(0, -1)) + (bias === undefined ? 0 : outputs);
    }
    return {
      name: layer.name,
      kind,
      outputShape,
      parameters: layer.countParams(),
      flops,
      activationBytes: 4 * outputs,
    };
  });
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
