import * as tf from '@tensorflow/tfjs';
import { loadedPrecision, ONEDNN_PRECISION } from './backend';
import type { Precision } from './backend';
import { TENSORFLOW_OPS } from './ops';

const PRECISIONS: readonly string[] = ['float32', 'bfloat16'] satisfies Precision[];

/** Whether products are rounded, once it has been tried out. */
let rounds: boolean | undefined;

/**
 * The precision that is wanted: what is asked for, else what TensorFlow was loaded for, else what the environment says.
 *
 * @throws if `asked` or L2LAB_PRECISION is none of the two, or if TensorFlow was loaded for the other one.
 */
export function wantedPrecision(asked: Precision | undefined): Precision {
  const loaded = loadedPrecision();
  const given = asked ?? loaded ?? (process.env['L2LAB_PRECISION'] || fromOnednn());
  if (!PRECISIONS.includes(given)) {
    const where = asked === undefined ? 'the environment variable L2LAB_PRECISION' : 'precision';
    throw new Error(`useBackend requires ${where} to be 'float32', 'bfloat16', got ${JSON.stringify(given)}.`);
  }
  // Where nothing rounds, float32 is what computes anyway.
  const isSo = given === loaded || (given === 'float32' && rounds === false);
  if (loaded !== undefined && !isSo) {
    throw new Error(
      `useBackend requires precision to stay '${loaded}', for which TensorFlow was loaded, got '${given}'; ` +
        'restart the session (in a notebook: restart the kernel) and ask for it in the first call.',
    );
  }
  return given as Precision;
}

/** Who knows oneDNN's own variable may have set it. */
const fromOnednn = (): Precision => (process.env[ONEDNN_PRECISION] === 'BF16' ? 'bfloat16' : 'float32');

/** How exactly TensorFlow multiplies here, as far as it has been tried out. */
export function precisionInUse(): Precision {
  return loadedPrecision() === 'bfloat16' && rounds === true ? 'bfloat16' : 'float32';
}

/**
 * Tries out, once and if it was asked for, whether oneDNN rounds: it knows best on which processors it does so. (Version 3.7
 * does with AMX; instructions for bfloat16 alone are not enough.) TensorFlow must be the backend in use.
 */
export async function tryPrecision(): Promise<void> {
  if (loadedPrecision() !== 'bfloat16' || rounds !== undefined) return;
  // One binary digit more than bfloat16 can hold; its sums are exact in float32.
  const factor = 1 + 2 ** -9;
  const sums = tf.tidy(() => {
    const images = tf.fill([4, 16, 16, 64], factor);
    const filter = tf.ones([3, 3, 64, 64]);
    const finish = { bias: undefined, relu: false };
    return TENSORFLOW_OPS.conv2d(images, filter, { strides: [1, 1], padding: 'valid' }, finish);
  });
  const [sum] = await sums.data().finally(() => sums.dispose());
  rounds = sum !== 3 * 3 * 64 * factor;
}
