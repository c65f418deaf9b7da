import * as tf from '@tensorflow/tfjs';

/** The name under which tfjs-node registers TensorFlow. */
export const TENSORFLOW = 'tensorflow';

/** One attribute of a TensorFlow kernel; `type` is one of the binding's TF_ATTR_ numbers. */
export interface KernelAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The part of tfjs-node's backend that this project uses: any TensorFlow kernel can be run through it, by name. */
export interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<Record<string, number>> & { readonly TF_Version: string };
  executeSingleOutput(kernel: string, attributes: KernelAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(
    kernel: string,
    attributes: KernelAttribute[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

/** True when TensorFlow computes, false when a plain tfjs backend does. */
export function hasTensorFlow(): boolean {
  return tf.getBackend() === TENSORFLOW;
}

/** @throws unless TensorFlow is the backend in use. */
export function nativeBackend(): NativeBackend {
  if (!hasTensorFlow()) {
    throw new Error(
      `A TensorFlow kernel requires the backend '${TENSORFLOW}', got '${tf.getBackend()}'; call useBackend() first.`,
    );
  }
  return tf.backend() as unknown as NativeBackend;
}
