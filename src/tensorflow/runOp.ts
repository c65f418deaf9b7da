import type * as tf from '@tensorflow/tfjs';
import { nativeBackend } from './nativeBackend';
import type { KernelAttribute } from './nativeBackend';

/** Attribute values as a kernel's documentation lists them; `dtype` values are always float32 or int32 here. */
export interface Attributes {
  readonly types?: Readonly<Record<string, 'float32' | 'int32'>>;
  readonly booleans?: Readonly<Record<string, boolean>>;
  readonly strings?: Readonly<Record<string, string>>;
  readonly integers?: Readonly<Record<string, number | readonly number[]>>;
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
}

/** The attribute that nearly every float kernel has: its element type. */
export const FLOAT: Attributes = { types: { T: 'float32' } };

/** Runs a TensorFlow kernel with one output. tfjs records no gradient for it. */
export function runKernel(kernel: string, attributes: Attributes, inputs: tf.Tensor[]): tf.Tensor {
  return nativeBackend().executeSingleOutput(kernel, encode(attributes), inputs);
}

/** Runs a TensorFlow kernel with any number of outputs, none included. */
export function runKernels(
  kernel: string,
  attributes: Attributes,
  inputs: tf.Tensor[],
  outputs: number,
): tf.Tensor[] {
  return nativeBackend().executeMultipleOutputs(kernel, encode(attributes), inputs, outputs);
}

function encode({ types, booleans, strings, integers, shapes }: Attributes): KernelAttribute[] {
  const { binding } = nativeBackend();
  const list = (kind: string, values: Readonly<Record<string, unknown>> | undefined): KernelAttribute[] =>
    Object.entries(values ?? {}).map(([name, value]) => ({ name, type: binding[kind]!, value }));
  const typeNumbers = Object.fromEntries(
    Object.entries(types ?? {}).map(([name, type]) => [
      name,
      type === 'float32' ? binding['TF_FLOAT'] : binding['TF_INT32'],
    ]),
  );
  return [
    ...list('TF_ATTR_TYPE', typeNumbers),
    ...list('TF_ATTR_BOOL', booleans),
    ...list('TF_ATTR_STRING', strings),
    ...list('TF_ATTR_INT', integers),
    ...list('TF_ATTR_SHAPE', shapes),
  ];
}
