import * as tf from '@tensorflow/tfjs';
import type { AdamScalars } from '../ops';
import { FLOAT, runOp, runOps } from './runOp';
import type { Attributes } from './runOp';

// TensorFlow changes memory in place only inside resource variables, which tfjs does not have. The functions here lend
// a tensor's buffer to a resource variable, run the op, and take the buffer back. No number is copied as long as nobody
// else holds the buffer; otherwise TensorFlow copies it first and the other holder keeps the old values. Between lending
// and taking back the tensor holds nothing, so an interrupt must not come in between: see ../interrupts.ts.

const FLOAT_VARIABLE: Attributes = { types: { dtype: 'float32' } };
const GONE_IS_FINE: Attributes = { booleans: { ignore_lookup_error: true } };

/** Attributes of the resource variable for a role and shape. The name is fixed: TensorFlow keeps an op per name. */
const handles = new Map<string, Attributes>();

function handleAttributes(role: string, shape: readonly number[]): Attributes {
  const name = `l2lab/${role}/${shape.join('x')}`;
  let attributes = handles.get(name);
  if (attributes === undefined) {
    attributes = { ...FLOAT_VARIABLE, strings: { container: '', shared_name: name }, shapes: { shape } };
    handles.set(name, attributes);
  }
  return attributes;
}

/** A resource variable that holds `values`. */
function lend(role: string, values: tf.Tensor): tf.Tensor {
  const handle = runOp('VarHandleOp', handleAttributes(role, values.shape), []);
  runOps('AssignVariableOp', FLOAT_VARIABLE, [handle, values], 0);
  return handle;
}

/** What the resource variable holds now; the variable itself is gone afterwards. */
function takeBack(handle: tf.Tensor): tf.Tensor {
  const values = runOp('ReadVariableOp', FLOAT_VARIABLE, [handle]);
  runOps('DestroyResourceOp', GONE_IS_FINE, [handle], 0);
  handle.dispose();
  return values;
}

/** Makes a variable let go of its buffer: until its next `assign` it stands on one shared zero. */
function release(variable: tf.Variable): void {
  const zero = tf.scalar(0);
  const standIn = tf.engine().makeTensorFromTensorInfo({ ...zero, shape: variable.shape, dataId: zero.dataId });
  tf.engine().backend.incRef(zero.dataId);
  variable.assign(standIn);
  tf.dispose([standIn, zero]);
}

/** Runs `op` with the variables' own buffers as its first inputs, so that it changes them in place. */
function updateInPlace(op: string, variables: readonly tf.Variable[], inputs: tf.Tensor[]): void {
  const lent = variables.map((variable, i) => lend(`${op}/${i}`, variable));
  variables.forEach(release);
  try {
    runOps(op, FLOAT, [...lent, ...inputs], 0);
  } finally {
    lent.forEach((handle, i) => {
      const values = takeBack(handle);
      variables[i]!.assign(values);
      values.dispose();
    });
  }
}

/** One Adam update of `variable` and its two moments, float32, in place: one pass over memory. */
export function applyAdam(
  [variable, m, v]: readonly [tf.Variable, tf.Variable, tf.Variable],
  { beta1Power, beta2Power, learningRate, beta1, beta2, epsilon }: AdamScalars,
  gradient: tf.Tensor,
): void {
  const scalars = [beta1Power, beta2Power, learningRate, beta1, beta2, epsilon].map((x) => tf.scalar(x));
  updateInPlace('ResourceApplyAdam', [variable, m, v], [...scalars, gradient]);
  tf.dispose(scalars);
}

/**
 * target + factor · addend, written over `target`, which is disposed; use the result instead of it.
 * One pass over memory and no new buffer, where tfjs needs a product and a sum.
 */
export function addScaled(target: tf.Tensor, factor: number, addend: tf.Tensor): tf.Tensor {
  const handle = lend('addScaled', target);
  const minusFactor = tf.scalar(-factor);
  target.dispose();
  try {
    runOps('ResourceApplyGradientDescent', FLOAT, [handle, minusFactor, addend], 0);
  } finally {
    minusFactor.dispose();
  }
  return takeBack(handle);
}
