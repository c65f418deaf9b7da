import * as tf from '@tensorflow/tfjs';
import { FLOAT, runKernel, runKernels } from './runOp';

// TensorFlow changes memory in place only inside resource variables, which tfjs does not have. The functions here lend
// a tensor's buffer to a resource variable, run the kernel, and take the buffer back. No number is copied as long as
// nobody else holds the buffer; otherwise TensorFlow copies it first and the other holder keeps the old values.

const FLOAT_VARIABLE = { types: { dtype: 'float32' } } as const;

/** A resource variable that holds `values`. The name is fixed by role and shape: TensorFlow keeps a kernel per name. */
function lend(role: string, values: tf.Tensor): tf.Tensor {
  const { shape } = values;
  const name = `l2lab/${role}/${shape.join('x')}`;
  const strings = { container: '', shared_name: name };
  const handle = runKernel('VarHandleOp', { ...FLOAT_VARIABLE, strings, shapes: { shape } }, []);
  runKernels('AssignVariableOp', FLOAT_VARIABLE, [handle, values], 0);
  return handle;
}

/** What the resource variable holds now; the variable itself is gone afterwards. */
function takeBack(handle: tf.Tensor): tf.Tensor {
  const values = runKernel('ReadVariableOp', FLOAT_VARIABLE, [handle]);
  runKernels('DestroyResourceOp', { booleans: { ignore_lookup_error: true } }, [handle], 0);
  handle.dispose();
  return values;
}

/** Makes a variable let go of its buffer: until its next `assign` it stands on one shared zero. */
function release(variable: tf.Variable): void {
  const zero = tf.scalar(0);
  const standIn = tf
    .engine()
    .makeTensorFromTensorInfo({ ...zero, shape: variable.shape, dataId: zero.dataId });
  tf.engine().backend.incRef(zero.dataId);
  variable.assign(standIn);
  tf.dispose([standIn, zero]);
}

/**
 * Runs `kernel` with the variables' own buffers as its first inputs, so that it changes them in place.
 *
 * @param variables float32; afterwards they hold the new values.
 * @param inputs the kernel's remaining inputs.
 */
export function updateInPlace(kernel: string, variables: readonly tf.Variable[], inputs: tf.Tensor[]): void {
  const lent = variables.map((variable, i) => lend(`${kernel}/${i}`, variable));
  variables.forEach(release);
  try {
    runKernels(kernel, FLOAT, [...lent, ...inputs], 0);
  } finally {
    lent.forEach((handle, i) => {
      const values = takeBack(handle);
      variables[i]!.assign(values);
      values.dispose();
    });
  }
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
    runKernels('ResourceApplyGradientDescent', FLOAT, [handle, minusFactor, addend], 0);
  } finally {
    minusFactor.dispose();
  }
  return takeBack(handle);
}
