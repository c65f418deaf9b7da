import * as tf from '@tensorflow/tfjs';
import { nativeBackend } from './backend';
import type { OpAttribute } from './backend';

/** Attribute values as an op's documentation lists them; types are always float32 or int32 here. */
export interface Attributes {
  readonly types?: Readonly<Record<string, 'float32' | 'int32'>>;
  readonly booleans?: Readonly<Record<string, boolean>>;
  readonly strings?: Readonly<Record<string, string>>;
  readonly integers?: Readonly<Record<string, number | readonly number[]>>;
  readonly floats?: Readonly<Record<string, number>>;
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
}

/** The attribute that nearly every float op has: its element type. */
export const FLOAT: Attributes = { types: { T: 'float32' } };

/** Runs an op of TensorFlow that has one output. tfjs records no gradient for it. */
export function runOp(op: string, attributes: Attributes, inputs: tf.Tensor[]): tf.Tensor {
  return nativeBackend().executeSingleOutput(op, encode(attributes), inputs);
}

/** Runs an op of TensorFlow that has any number of outputs, none included. */
export function runOps(op: string, attributes: Attributes, inputs: tf.Tensor[], outputs: number): tf.Tensor[] {
  return nativeBackend().executeMultipleOutputs(op, encode(attributes), inputs, outputs);
}

/** A step runs the same few ops again and again, with the same objects as attributes. */
const encoded = new WeakMap<Attributes, OpAttribute[]>();

function encode(attributes: Attributes): OpAttribute[] {
  const known = encoded.get(attributes);
  if (known !== undefined) return known;
  const { types, booleans, strings, integers, floats, shapes } = attributes;
  const { binding } = nativeBackend();
  const list = (kind: string, values: Readonly<Record<string, unknown>> | undefined): OpAttribute[] =>
    Object.entries(values ?? {}).map(([name, value]) => ({ name, type: binding[kind]!, value }));
  const typeNumbers = Object.fromEntries(
    Object.entries(types ?? {}).map(([name, type]) => [
      name,
      type === 'float32' ? binding['TF_FLOAT'] : binding['TF_INT32'],
    ]),
  );
  const result = [
    ...list('TF_ATTR_TYPE', typeNumbers),
    ...list('TF_ATTR_BOOL', booleans),
    ...list('TF_ATTR_STRING', strings),
    ...list('TF_ATTR_INT', integers),
    ...list('TF_ATTR_FLOAT', floats),
    ...list('TF_ATTR_SHAPE', shapes),
  ];
  encoded.set(attributes, result);
  return result;
}
