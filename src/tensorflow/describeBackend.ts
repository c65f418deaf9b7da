import * as os from 'os';
import * as tf from '@tensorflow/tfjs';
import { hasTensorFlow, nativeBackend } from './nativeBackend';

/** What computes. */
export interface BackendInfo {
  /** tfjs's name of it: `tensorflow` or `cpu`. */
  readonly name: string;
  /** Where the numbers are really crunched. */
  readonly device: 'CPU' | 'GPU';
  /** Version of TensorFlow's library; absent on a plain JavaScript backend. */
  readonly tensorflowVersion?: string;
  readonly tfjsVersion: string;
  /** Threads that one operation may use; 1 on plain JavaScript. */
  readonly threads: number;
  /** One line for people, e.g. `TensorFlow 2.21.0 on CPU, 2 threads`. */
  readonly description: string;
}

/** Describes the backend that tfjs uses now; `useBackend` chooses it. */
export function describeBackend(): BackendInfo {
  const tfjsVersion = tf.version.tfjs;
  const name = tf.getBackend();
  if (!hasTensorFlow()) {
    const description = `plain JavaScript (tfjs ${tfjsVersion}, backend '${name}'), 1 thread`;
    return { name, device: 'CPU', tfjsVersion, threads: 1, description };
  }
  const { binding, isUsingGpuDevice } = nativeBackend();
  const tensorflowVersion = binding.TF_Version;
  const device = isUsingGpuDevice ? 'GPU' : 'CPU';
  // TensorFlow takes every core it may run on, unless its own environment variable says otherwise.
  const threads = Number(process.env['TF_NUM_INTRAOP_THREADS']) || os.availableParallelism();
  const description =
    `TensorFlow ${tensorflowVersion} on ${device}` +
    (isUsingGpuDevice ? '' : `, ${threads} ${threads === 1 ? 'thread' : 'threads'}`);
  return { name, device, tensorflowVersion, tfjsVersion, threads, description };
}
