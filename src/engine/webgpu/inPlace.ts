import * as tf from '@tensorflow/tfjs';
import { replace } from '../opLayer';
import type { AdamScalars, Ops } from '../ops';
import { webgpuBackend } from './backend';
import { eachItem, forEach, registerOp, run } from './shader';
import type { Shader } from './shader';

// Ops that write over their first inputs: each number is read and written once, and no memory is taken.

/** A shader for numbers one by one, and one for four at a time, which reads memory faster. */
function oneByOneAndByFours(
  shader: Omit<Shader, 'buffers'>,
  written: string[],
  read: string[],
): (size: number) => Shader {
  const of = (type: 'f32' | 'vec4<f32>'): Shader => ({
    ...shader,
    buffers: [...written.map((name) => ({ name, type, writes: true })), ...read.map((name) => ({ name, type }))],
    code: `alias Numbers = ${type};\n${shader.code}`,
  });
  const [one, four] = [of('f32'), of('vec4<f32>')];
  return (size) => (size % 4 === 0 ? four : one);
}

/** Items of a shader from above. */
const items = (size: number): number => (size % 4 === 0 ? size / 4 : size);

/** Whether nobody else holds the tensor's numbers. */
const isOwn = (tensor: tf.Tensor): boolean => webgpuBackend().refCount(tensor.dataId) === 1;

const copy = (tensor: tf.Tensor): tf.Tensor => tf.mul(tensor, 1);

/** A tensor that may be written over: this one, or a copy where somebody else holds its numbers. It is used instead. */
export function writable(tensor: tf.Tensor): tf.Tensor {
  return isOwn(tensor) ? tensor : replace(tensor, copy(tensor));
}

function makeWritable(variable: tf.Variable): void {
  if (!isOwn(variable)) tf.tidy(() => variable.assign(copy(variable)));
}

const ADD_SCALED = oneByOneAndByFours(
  {
    name: 'AddScaled',
    scalars: { factor: 'f32' },
    code: eachItem('arrayLength(&sum)', 'sum[i] += u.factor * addend[i];'),
  },
  ['sum'],
  ['addend'],
);

const addScaledOp = registerOp<{ factor: number }>('AddScaled', (backend, { target, addend }, { factor }) => {
  const size = tf.util.sizeFromShape(target!.shape);
  run(backend, ADD_SCALED(size), [target!, addend!], [factor], forEach(items(size)));
  backend.incRef(target!.dataId);
  return [target!].map(({ dataId, shape, dtype }) => ({ dataId, shape, dtype }));
});

/** target + factor · addend, as in `Ops`. */
export const addScaled: Ops['addScaled'] = (target, factor, addend) => {
  const own = writable(target);
  // Numbers cannot be read while they are written.
  const apart = own.dataId === addend.dataId ? copy(addend) : addend;
  const sum = replace(own, addScaledOp({ target: own, addend: apart }, { factor })[0]!);
  if (apart !== addend) apart.dispose();
  return sum;
};

// In the first line the gradient of the penalty joins that of the data loss.
const ADAM = oneByOneAndByFours(
  {
    name: 'Adam',
    scalars: { l1: 'f32', twiceL2: 'f32', decay: 'f32', step: 'f32', share1: 'f32', share2: 'f32', epsilon: 'f32' },
    code: eachItem(
      'arrayLength(&w)',
      `
  let old = w[i];
  let g = gradient[i] + (u.l1 * sign(old) + u.twiceL2 * old);
  let mean = m[i] + (g - m[i]) * u.share1;
  let meanOfSquares = v[i] + (g * g - v[i]) * u.share2;
  m[i] = mean;
  v[i] = meanOfSquares;
  w[i] = (old - u.decay * old) - u.step * mean / (sqrt(meanOfSquares) + Numbers(u.epsilon));`,
    ),
  },
  ['w', 'm', 'v'],
  ['gradient'],
);

const adamOp = registerOp<AdamScalars>('Adam', (backend, { w, m, v, gradient }, scalars) => {
  const { beta1Power, beta2Power, learningRate, beta1, beta2, epsilon, penalty, weightDecay = 0 } = scalars;
  const step = (learningRate * Math.sqrt(1 - beta2Power)) / (1 - beta1Power);
  const { l1 = 0, l2 = 0 } = penalty ?? {};
  const size = tf.util.sizeFromShape(w!.shape);
  const values = [
    l1,
    2 * l2,
    learningRate * weightDecay,
    step,
    1 - Math.fround(beta1),
    1 - Math.fround(beta2),
    epsilon,
  ];
  run(backend, ADAM(size), [w!, m!, v!, gradient!], values, forEach(items(size)));
  return [];
});

/** One Adam update, as in `Ops`. */
export const applyAdam: Ops['applyAdam'] = ([w, m, v], scalars, gradient) => {
  for (const variable of [w, m, v]) makeWritable(variable);
  // A gradient that is the weight itself cannot be read while it is written.
  const apart = [w, m, v].some(({ dataId }) => dataId === gradient.dataId) ? copy(gradient) : gradient;
  adamOp({ w, m, v, gradient: apart }, scalars);
  if (apart !== gradient) apart.dispose();
};
